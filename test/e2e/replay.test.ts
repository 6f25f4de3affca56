import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lake as command } from '../cli/lake.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const day = 'year=2026/month=11/day=20';
// Those of the day: others have their receipts too, as when CloudWatch says hello.
const receipts = `receipts/${day}/`;
const hours = ['--from', '2026-11-20T13', '--to', '2026-11-20T15'] as const;

/** A line of the stream. */
function shipped(event_id: string, entity_id: string): string {
  return JSON.stringify({
    event_id,
    event_type: 'order_shipped',
    entity: 'order',
    entity_id,
    occurred_at: '2026-11-20T13:00:00.000Z',
    ingested_at: '2026-11-20T13:00:00.000Z',
    source: 'rabbitmq/%2F/orders',
    payload: { order_id: entity_id, carrier: 'post' },
  });
}

/** A line under failed/. */
function failed(data: string): string {
  return JSON.stringify({
    attemptsMade: 4,
    arrivalTimestamp: 1_795_179_600_000,
    errorCode: 'Lambda.FunctionError',
    errorMessage: 'm',
    attemptEndingTimestamp: 1_795_179_600_000,
    rawData: Buffer.from(data).toString('base64'),
  });
}

async function requestLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

describe('lake replay', () => {
  let lake: TestLake;
  let s3: S3Client;
  let lines: readonly string[];
  let late: string;

  beforeAll(async () => {
    lake = await startLake();
    s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    lines = await requestLines(60);
    const bad = 'this is no line of HAProxy';
    await put(`raw/logs/haproxy/${day}/hour=13/a`, [...lines.slice(0, 20), bad]);
    await put('raw/logs/haproxy/2026/11/20/14/b', lines.slice(20, 40));
    late = (await put(`raw/logs/haproxy/${day}/hour=15/c`, lines.slice(40))).VersionId ?? '';
    await parsed(3);
  });
  afterAll(() => lake?.dispose());

  const put = (Key: string, text: readonly string[]) =>
    s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body: `${text.join('\n')}\n` }));
  const keysUnder = async (Bucket: string, Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const parsed = (count: number) =>
    eventually(
      () => keysUnder(lake.names.lakeBucket, receipts),
      (keys) => keys.length === count,
      150_000,
    );
  const lose = async (prefix: string) => {
    const Objects = (await keysUnder(lake.names.lakeBucket, prefix)).map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: lake.names.lakeBucket, Delete: { Objects } }));
    return Objects.length;
  };
  const replay = async (...args: readonly string[]) => {
    const told = await command(['replay', ...args], { env: { AWS_ENDPOINT_URL: lake.endpoint } });
    expect(told).toMatchObject({ stderr: '' });
    return told;
  };
  const counts = async (...args: readonly string[]) => JSON.parse((await replay(...args, '--json')).stdout);
  const send = async (QueueName: string, MessageBody: string) => {
    const { QueueUrl } = await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', { QueueName });
    await lake.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl, MessageBody });
  };
  const requests = async () => Number((await lake.query('SELECT count(*) FROM haproxy_requests'))[0]?.[0]);

  test('without --go it tells what it would do, and does nothing', async () => {
    const { code, stdout } = await replay('raw', ...hours);
    expect(code).toBe(0);
    expect(stdout).toContain('2 objects');
    expect(stdout).toContain('would send 2 messages to parse-logs');
    expect(stdout).toContain('--go does it');
    expect(await keysUnder(lake.names.rawBucket, 'replay/')).toEqual([]);
  });

  test('hours of raw go through parse-logs again, and make the same rows again', async () => {
    const before = await requests();
    expect(before).toBe(60);
    await lose('lake/haproxy_requests/');
    await lose(receipts);
    expect(await counts('raw', ...hours, '--go')).toMatchObject({
      state: 'done',
      counts: { objects: 2, messagesSent: 2 },
    });
    await parsed(2);
    expect(await requests()).toBe(40);
    expect(await counts('raw', ...hours, '--go')).toMatchObject({ state: 'done before', counts: { messagesSent: 2 } });
    expect(await counts('raw', ...hours, '--go', '--again')).toMatchObject({ state: 'done' });
    expect(await counts('raw', 'logs', '--key', `raw/logs/haproxy/${day}/hour=15/c`, '--go')).toMatchObject({
      state: 'done',
    });
    await parsed(3);
    expect(await requests()).toBe(60);
  });

  test('what an object no longer becomes is removed', async () => {
    const bucket = { Bucket: lake.names.lakeBucket };
    const keys = await keysUnder(lake.names.lakeBucket, `${receipts}hour=13/`);
    const stale = `lake/haproxy_requests/${day}/hour=01/stale.parquet`;
    await s3.send(new PutObjectCommand({ ...bucket, Key: 'elsewhere/kept.parquet', Body: 'x' }));
    const [live = ''] = await keysUnder(lake.names.lakeBucket, 'lake/haproxy_requests/');
    await s3.send(new CopyObjectCommand({ ...bucket, Key: stale, CopySource: `${lake.names.lakeBucket}/${live}` }));
    const receipt = { written: [stale, 'elsewhere/kept.parquet'] };
    for (const Key of keys) await s3.send(new PutObjectCommand({ ...bucket, Key, Body: JSON.stringify(receipt) }));
    await counts('raw', ...hours, '--go', '--again');
    await eventually(
      () => keysUnder(lake.names.lakeBucket, stale),
      (found) => found.length === 0,
    );
    expect(await keysUnder(lake.names.lakeBucket, 'elsewhere/')).toHaveLength(1);
    await eventually(requests, (count) => count === 60);
    const corrections = await eventually(
      () => keysUnder(lake.names.lakeBucket, 'corrections/haproxy_requests/'),
      (found) => found.length > 0,
    );
    const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key: corrections[0] }));
    expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({ removed: [stale] });
    await eventually(
      () => keysUnder(lake.names.lakeBucket, 'attempts/'),
      (found) => found.length === 0,
    );
  });

  test('the sources of rejected records are parsed again', async () => {
    expect(await keysUnder(lake.names.lakeBucket, 'rejected/local/')).toHaveLength(1);
    await lose(receipts);
    expect(await counts('rejected', 'haproxy', '--reason', 'no such reason', '--go')).toMatchObject({
      counts: { messagesSent: 0 },
    });
    const told = await counts('rejected', 'haproxy', '--go', '--run', 'mended');
    expect(told).toMatchObject({ run: 'mended', counts: { objects: 1, records: 1, messagesSent: 1 } });
    await parsed(1);
    expect(await keysUnder(lake.names.lakeBucket, 'rejected/local/')).toHaveLength(1);
    expect(await requests()).toBe(60);
  });

  test('dead letters go back to their queue, those of EventBridge too', async () => {
    const name = 'tributary-ingest-local-parse-dead';
    const detail = {
      bucket: { name: lake.names.rawBucket },
      object: { key: `raw/logs/haproxy/${day}/hour=15/c`, size: 1, 'version-id': late },
    };
    const MessageBody = JSON.stringify({ id: 'e', source: 'aws.s3', 'detail-type': 'Object Created', detail });
    await send(name, MessageBody);
    const dry = await replay('dead-letters');
    expect(dry.stdout).toMatch(/parse-dead: 1 message, would go back to tributary-ingest-local-parse\n/);
    expect(dry.stdout).toMatch(/catalog-local-register-dead: 0 messages/);
    await lose(receipts);
    expect(await counts('dead-letters', name, '--go')).toMatchObject({ queue: name, moved: 1, state: 'done' });
    await parsed(1);
    expect(await requests()).toBe(60);
    expect(await counts('dead-letters', name)).toMatchObject({ messages: 0, state: 'empty' });
  });

  test('calls of functions that failed are made again', async () => {
    const name = 'tributary-ingest-local-subscription-dead';
    const envelope = {
      messageType: 'DATA_MESSAGE',
      owner: '000000000000',
      logGroup: 'g',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '1'.padStart(56, '0'), timestamp: 1_795_182_617_000, message: lines[0] }],
    };
    const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:tributary-ingest-local-parse-direct:$LATEST';
    const MessageBody = JSON.stringify({
      version: '1.0',
      requestContext: { functionArn, condition: 'RetriesExhausted' },
      requestPayload: { awslogs: { data: gzipSync(JSON.stringify(envelope)).toString('base64') } },
    });
    await send(name, MessageBody);
    expect(await counts('dead-letters', name, '--go')).toMatchObject({ queue: name, moved: 1, state: 'done' });
    await eventually(requests, (count) => count === 61);
    expect(await counts('dead-letters', name)).toMatchObject({ messages: 0 });
  });

  test('messages that the bridge rejected go through the present routes to the stream', async () => {
    const rejected = {
      source: 'rabbitmq/%2F/lake',
      record_id: 'm-1',
      reason: 'bad_entity_id',
      detail: 'route order-shipped: entity_id is neither a text nor a number',
      bytes: Buffer.from(JSON.stringify({ order_id: '9', carrier: 'ship' })).toString('base64'),
      message: JSON.stringify({
        exchange: 'shop',
        routing_key: 'a.b',
        headers: {},
        properties: { type: 'order.shipped' },
      }),
    };
    await s3.send(
      new PutObjectCommand({
        Bucket: lake.names.lakeBucket,
        Key: `rejected/local/bridge/${day}/hour=13/r.json`,
        Body: `${JSON.stringify(rejected)}\n`,
      }),
    );
    expect(await counts('rejected', 'bridge')).toMatchObject({ go: false, counts: { records: 1, eventsSent: 1 } });
    expect(await counts('rejected', 'bridge', '--go')).toMatchObject({ counts: { eventsSent: 1, failedAgain: 0 } });
    const sql = `SELECT entity_id, source FROM ${lake.names.rawDatabase}.events_order_shipped WHERE event_id = 'm-1'`;
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (found) => found.length > 0,
      120_000,
    );
    expect(rows).toEqual([['9', 'rabbitmq/%2F/lake']]);
    // What has arrived has left the table.
    expect(await counts('rejected', 'bridge', '--go', '--run', 'once-more')).toMatchObject({
      counts: { objects: 0, eventsSent: 0 },
    });
  });

  test('events of raw become facts by the present declarations', async () => {
    await put(`raw/events/order_shipped/${day}/hour=13/e`, [shipped('e-2', '7')]);
    expect(await counts('raw', 'events', ...hours)).toMatchObject({ counts: { objects: 1, objectsWritten: 0 } });
    expect(await counts('raw', 'events', ...hours, '--go')).toMatchObject({
      counts: { records: 1, objectsWritten: 1 },
    });
    await counts('raw', 'events', ...hours, '--go', '--again');
    const rows = await eventually(
      () =>
        lake
          .query(`SELECT attribute, value, event_id, at FROM ${lake.names.rawDatabase}.facts_order WHERE day = '20'`)
          .catch(() => []),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([['carrier', '"post"', 'e-2', '2026-11-20T13:00:00.000Z']]);
  });

  test("Firehose's failed deliveries arrive once", async () => {
    const event = {
      event_id: 'e-1',
      event_type: 'order_paid',
      entity: 'order',
      entity_id: '1',
      occurred_at: '2026-11-20T12:59:59.000Z',
      ingested_at: '2026-11-20T13:00:00.000Z',
      source: 'rabbitmq/%2F/orders',
      payload: { total: 1 },
    };
    const kept = `processing-failed/${day}/hour=13`;
    await put(`failed/events/${kept}/f`, [failed(`${JSON.stringify(event)}\n`), failed('no event\n')]);
    await put(`failed/logs/haproxy/${kept}/f`, [failed(`${lines[0]}\n`)]);
    expect((await replay('failed')).stdout).toMatch(/2 objects|1 object/);
    const first = await command(['replay', 'failed', 'events', '--go', '--json'], {
      env: { AWS_ENDPOINT_URL: lake.endpoint },
    });
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({ counts: { records: 2, failedAgain: 1, objectsWritten: 1 } });
    const rows = await eventually(
      () => lake.query(`SELECT event_id, payload FROM ${lake.names.rawDatabase}.events_order_paid`).catch(() => []),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([['e-1', '{"total":1}']]);
    await replay('failed', 'events', '--go', '--run', 'second');
    expect(await keysUnder(lake.names.rawBucket, 'raw/events/order_paid/')).toHaveLength(1);

    expect(await counts('failed', 'logs', '--go')).toMatchObject({ counts: { objects: 1, objectsWritten: 1 } });
    expect(await counts('failed', 'logs', '--go', '--run', 'again')).toMatchObject({
      counts: { doneBefore: 1, objectsWritten: 0 },
    });
    const [key = ''] = (await keysUnder(lake.names.rawBucket, `raw/logs/haproxy/${day}/hour=13/replay-`)) ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: lake.names.rawBucket, Key: key }));
    expect(await Body?.transformToString()).toBe(`${lines[0]}\n`);
  });

  test('what the delivery streams give up is read as they write it', async () => {
    const { eventStream: StreamName } = lake.names;
    const Data = Buffer.from('no event\n');
    await lake.cloud.call(admin, 'kinesis', 'PutRecord', { StreamName, PartitionKey: 'order/1', Data });
    for (const [stream, code] of [
      ['facts', 'Lambda.ProcessingFailedStatus'],
      ['events', 'DynamicPartitioning.MetadataExtractionFailed'],
    ] as const) {
      await eventually(
        () => keysUnder(lake.names.rawBucket, `failed/${stream}/`),
        (keys) => keys.some((key) => key.includes('/tributary-')),
      );
      const told = await counts('failed', stream);
      expect(told).toMatchObject({ go: false, counts: { failedAgain: 0 }, reasons: { [code]: 1 } });
    }
  });

  test('a run whose function dies after its work goes on, and nothing is there twice', async () => {
    const folder = `failed/facts/processing-failed/${day}/hour=13`;
    for (const order of ['d-1', 'd-2']) await put(`${folder}/${order}`, [failed(`${shipped(`e-${order}`, order)}\n`)]);
    lake.cloud.faults.add({ at: 's3:PutObject', kind: 'crash-after', match: 'local-replay-', times: 1 });
    const again = ['failed', 'facts', '--from', '2026-11-20', '--to', '2026-11-21', '--run', 'dies', '--go', '--json'];
    const died = await command(['replay', ...again], { env: { AWS_ENDPOINT_URL: lake.endpoint } });
    expect(died.code).toBe(1);
    expect(JSON.parse(died.stdout)).toMatchObject({ state: 'failed', error: expect.stringContaining('killed') });
    expect(JSON.parse((await replay(...again)).stdout)).toMatchObject({
      state: 'done',
      counts: { objects: 2, records: 2, failedAgain: 0, objectsWritten: 2 },
    });
    const sql = `SELECT entity_id, count(*) FROM ${lake.names.rawDatabase}.facts_order WHERE entity_id LIKE 'd-%' GROUP BY 1 ORDER BY 1`;
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (found) => found.length === 2,
    );
    expect(rows).toEqual([
      ['d-1', '1'],
      ['d-2', '1'],
    ]);
  });

  test('files of databases are landed again, every version of a load, and are in the table of their receipts', async () => {
    const { lakeBucket, rawBucket: Bucket } = lake.names;
    const folder = 'raw/db/crm/settings/';
    for (const load of ['first-load', 'second-load']) {
      const name = 'LOAD00000001.csv.gz';
      const Body = readFileSync(new URL(`../../samples/dms/${load}/crm/settings/${name}`, import.meta.url));
      await s3.send(new PutObjectCommand({ Bucket, Key: `${folder}${name}`, Body }));
    }
    const landed = () =>
      eventually(
        () => keysUnder(lakeBucket, 'change-receipts/'),
        (keys) => keys.length === 2,
        150_000,
      );
    await landed();
    const before = await keysUnder(lakeBucket, 'lake/crm_settings_changes/');
    expect(before.length).toBeGreaterThan(0);
    await lose('lake/crm_settings_changes/');
    await lose('change-receipts/');
    const dry = await replay('raw', '--key', folder);
    expect(dry.stdout).toContain('would send 2 messages to land-changes');
    expect(await counts('raw', '--key', folder, '--go')).toMatchObject({ state: 'done', counts: { messagesSent: 2 } });
    await landed();
    expect(await keysUnder(lakeBucket, 'lake/crm_settings_changes/')).toEqual(before);
    const receiptsOf = 'SELECT count(*), count(DISTINCT source_version_id), sum(loaded) > 0 FROM';
    await eventually(
      () => lake.query(`${receiptsOf} ${lake.names.rawDatabase}.land_changes_receipts`).catch(() => []),
      ([row]) => row?.join() === '2,2,true',
      60_000,
    );
  });
});
