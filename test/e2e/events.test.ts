import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { type RabbitMq, rabbitMqProgram, startRabbitMq } from '../harness/rabbitmq.ts';
import { describeWith } from '../harness/servers.ts';
import { declareQueue, type Outgoing, publishAll, readyMessages } from './events-publisher.ts';

const messages = 200_000;
const entities = 3000;
const queue = 'lake';
const unzip = promisify(gunzip);
const envelope = z.object({
  event_id: z.string(),
  entity_id: z.string(),
  payload: z.object({ order_id: z.string(), seq: z.number() }),
});

/** Orders that ship again and again; `seq` grows by message, so that an order's events are known to be in order. */
function outgoing(): readonly Outgoing[] {
  const noise = randomBytes(1500).toString('base64');
  return Array.from({ length: messages }, (_, seq) => {
    // Mostly small, now and then some kilobytes.
    const size = seq % 97 === 0 ? 2000 : (seq * 7919) % 200;
    const body = JSON.stringify({ order_id: `o-${(seq * 31) % entities}`, seq, note: noise.slice(0, size) });
    return { content: Buffer.from(body), messageId: `m-${seq}`, type: 'order.shipped' };
  });
}

describeWith([rabbitMqProgram], 'messages of a real RabbitMQ', () => {
  let lake: TestLake;
  let broker: RabbitMq;
  beforeAll(async () => {
    [lake, broker] = await Promise.all([startLake(), startRabbitMq()]);
    await declareQueue(broker.url, queue);
    const secrets = new SecretsManagerClient(lake.client);
    const SecretId = 'tributary/local/broker';
    const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    const secret: unknown = JSON.parse(SecretString);
    await secrets.send(
      new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(Object.assign({ url: broker.url }, secret)) }),
    );
  });
  afterAll(async () => {
    await broker?.stop();
    await lake?.dispose();
  });

  test('are all in S3, each entity in its order, though broker and function die and Kinesis throttles', async () => {
    const { faults } = lake.cloud;
    faults.add({ at: 'kinesis:PutRecords', kind: 'throttle', share: 0.05 });
    faults.add({ at: 'kinesis:record', kind: 'throttle', share: 0.02 });
    // Early: how many calls there are depends on how fast the messages come.
    faults.add({ at: 'kinesis:PutRecords', kind: 'crash-after', match: 'drain', times: 1, skip: 15 });
    let restarted: Promise<void> | undefined;
    const published = publishAll(broker.url, queue, outgoing(), (count) => {
      if (count >= messages / 2) restarted ??= broker.restart('SIGKILL');
    });
    const runs = await drainUntilEmpty(published);
    await restarted;
    faults.clear();

    expect(runs.some(({ error }) => error !== undefined)).toBe(true);
    // The start of a run takes what Node and the bundle take; the rest is bounded whatever passes through.
    expect(Math.max(...runs.map(({ memoryMb }) => memoryMb))).toBeLessThan(400);
    expect(await outOfOrder()).toEqual([]);
    const missing = await eventually(missingFromS3, (left) => left === 0, 90_000);
    expect(missing).toBe(0);
  }, 300_000);

  type DrainRun = { readonly error: string | undefined; readonly memoryMb: number };

  async function drainUntilEmpty(published: Promise<void>): Promise<readonly DrainRun[]> {
    let isPublished = false;
    published.then(() => {
      isPublished = true;
    });
    const runs: DrainRun[] = [];
    for (;;) {
      const isLast = isPublished;
      runs.push(await drain());
      if (isLast && (await readyMessages(broker.url, queue)) === 0) break;
    }
    await published;
    return runs;
  }

  async function drain(): Promise<DrainRun> {
    const lambda = new LambdaClient(lake.client);
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: 'tributary-ingest-local-drain', LogType: 'Tail' }),
    );
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    expect(log).not.toContain('guest:guest');
    return { error: answer.FunctionError, memoryMb: Number(/Max Memory Used: (\d+) MB/.exec(log)?.[1] ?? Number.NaN) };
  }

  /** Entities of a shard of whose events one comes before an earlier one has been there. */
  async function outOfOrder(): Promise<readonly string[]> {
    const kinesis = new KinesisClient(lake.client);
    const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: lake.names.eventStream }));
    const wrong = await Promise.all(Shards.map(({ ShardId = '' }) => wrongEntities(recordsOf(kinesis, ShardId))));
    return wrong.flat();
  }

  async function* recordsOf(kinesis: KinesisClient, ShardId: string): AsyncGenerator<string> {
    const request = { StreamName: lake.names.eventStream, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(request));
    for (let isMore = true; isMore; ) {
      const answer = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      const { Records = [] } = answer;
      for (const { Data } of Records) yield Buffer.from(Data ?? []).toString();
      ShardIterator = answer.NextShardIterator;
      isMore = Records.length > 0 || (answer.MillisBehindLatest ?? 0) > 0;
    }
  }

  const found = new Set<string>();
  const read = new Set<string>();

  /** How many of the messages no object under raw/events has; objects that have been read are not read again. */
  async function missingFromS3(): Promise<number> {
    const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    const Bucket = lake.names.rawBucket;
    const pages = paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'raw/events/order_shipped/' });
    for await (const { Contents = [] } of pages) {
      for (const Key of Contents.flatMap(({ Key: key = '' }) => (read.has(key) ? [] : [key]))) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const text = (await unzip((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toString();
        for (const { event_id: id } of eventsIn(text)) found.add(id);
        read.add(Key);
      }
    }
    return messages - found.size;
  }
});

type Event = z.infer<typeof envelope>;

async function wrongEntities(records: AsyncIterable<string>): Promise<readonly string[]> {
  const order = createOrder();
  const wrong = new Set<string>();
  for await (const text of records) {
    for (const event of eventsIn(text).filter((each) => !order.isKept(each))) wrong.add(event.entity_id);
  }
  return [...wrong];
}

/** Whether an entity's events come in their order, but for those that have been there before. */
function createOrder() {
  const last = new Map<string, number>();
  const seen = new Set<number>();
  return {
    isKept({ entity_id: entity, payload: { seq } }: Event): boolean {
      if (seen.has(seq)) return true;
      seen.add(seq);
      const before = last.get(entity) ?? -1;
      last.set(entity, seq);
      return before < seq;
    },
  };
}

function eventsIn(text: string): readonly Event[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => envelope.parse(JSON.parse(line)));
}
