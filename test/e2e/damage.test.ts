import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { recordsRejected } from '@tributary/shared/events.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const folder = 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13';
const perMember = 100;

/** What a subscription filter sends: gzip members of envelopes, one after the other. */
function member(lines: readonly string[], logStream: string): Buffer {
  const logEvents = lines.map((message, at) => ({
    id: String(at).padStart(56, '0'),
    timestamp: 1_795_182_617_000,
    message,
  }));
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner: '000000000000',
    logGroup: 'g',
    logStream,
    subscriptionFilters: ['f'],
    logEvents,
  };
  return gzipSync(JSON.stringify(envelope));
}

async function requestLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

const receiptSchema = z.looseObject({
  source_key: z.string(),
  bytes_in: z.number(),
  bytes_read: z.number(),
  bytes_padding: z.number(),
  bytes_rejected: z.number(),
  records_in: z.number(),
  requests: z.number(),
  ranges_rejected: z.number(),
});

const rejectedSchema = z.looseObject({ reason: z.string(), detail: z.string(), range_offset: z.number() });

const eventSchema = z.object({ 'detail-type': z.literal('Records Rejected'), detail: recordsRejected });

describe('objects under raw/logs/haproxy that are not as they should be', () => {
  let lake: TestLake;
  let s3: S3Client;
  let heard: string;
  let members: readonly Buffer[];
  const objects = new Map<string, Buffer>();

  beforeAll(async () => {
    lake = await startLake();
    s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    heard = await hear(lake);
    const lines = await requestLines(5 * perMember);
    members = Array.from({ length: 5 }, (_, at) => member(lines.slice(at * perMember, (at + 1) * perMember), `s${at}`));
    const [first, second, third, fourth, fifth] = members;
    if (!first || !second || !third || !fourth || !fifth) throw new Error('too few lines in the sample');
    const flipped = Buffer.from(second);
    flipped.fill(0xff, flipped.length - 60, flipped.length - 30);
    objects.set('corrupted', Buffer.concat([first, flipped, third]));
    objects.set('truncated', fourth.subarray(0, fourth.length - 400));
    objects.set('foreign', Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\u001a\n'), randomBytes(3000)]));
    objects.set('sound', fifth);
    for (const [name, Body] of objects)
      await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key: `${folder}/${name}`, Body }));
  });
  afterAll(() => lake?.dispose());

  const keysUnder = async (Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: lake.names.lakeBucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const textOf = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: lake.names.lakeBucket, Key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  };

  const receiptAt = async (key: string) => receiptSchema.parse(JSON.parse(await textOf(key)));

  test('each has a receipt that adds up, with the byte ranges that could not be read', async () => {
    const receipts = await eventually(
      async () => Promise.all((await keysUnder('receipts/')).map(receiptAt)),
      (found) =>
        [...objects.keys()].every((name) => found.some(({ source_key }) => source_key === `${folder}/${name}`)),
    );
    const of = (name: string) => receipts.find(({ source_key }) => source_key === `${folder}/${name}`);
    for (const { bytes_in, bytes_read, bytes_padding, bytes_rejected } of receipts)
      expect(bytes_read + bytes_padding + bytes_rejected).toBe(bytes_in);
    expect(of('sound')).toMatchObject({ requests: perMember, ranges_rejected: 0, bytes_rejected: 0 });
    expect(of('corrupted')).toMatchObject({ ranges_rejected: 1, bytes_rejected: members[1]?.length });
    expect(of('corrupted')?.requests).toBe(2 * perMember);
    // Of its last kilobyte nothing is kept.
    expect(of('truncated')).toMatchObject({ bytes_rejected: 1024, records_salvaged: of('truncated')?.records_in });
    expect(of('truncated')?.requests).toBeGreaterThan(0);
    expect(of('foreign')).toMatchObject({ requests: 0, bytes_rejected: objects.get('foreign')?.length });
  });

  test('what was rejected is kept under rejected/, with offset and reason', async () => {
    const keys = await eventually(
      () => keysUnder('rejected/'),
      (found) => found.length >= 3,
    );
    const texts = await Promise.all(keys.map(textOf));
    const ranges = texts
      .flatMap((text) => text.trimEnd().split('\n'))
      .filter((line) => line.includes('"range_offset"'))
      .map((line) => rejectedSchema.parse(JSON.parse(line)));
    const offsets = ranges.map(({ source_key, range_offset }) => [String(source_key).split('/').at(-1), range_offset]);
    expect(offsets).toEqual(
      expect.arrayContaining([
        ['corrupted', members[0]?.length],
        ['truncated', (objects.get('truncated')?.length ?? 0) - 1024],
        ['foreign', 0],
      ]),
    );
    for (const { reason, detail } of ranges) expect(`${reason} ${detail}`.length).toBeGreaterThan(5);
  });

  test('`Records Rejected` names each of them', async () => {
    const names = new Set<string>();
    await eventually(
      async () => {
        const { Messages = [] } = await lake.cloud.call(admin, 'sqs', 'ReceiveMessage', {
          QueueUrl: heard,
          MaxNumberOfMessages: 10,
        });
        for (const { Body = '' } of Messages) {
          const { detail } = eventSchema.parse(JSON.parse(Body));
          expect(detail.count).toBeGreaterThan(0);
          names.add(detail.source.key.split('/').at(-1) ?? '');
        }
        return names.size;
      },
      (found) => found >= 3,
    );
    expect([...names].sort()).toEqual(['corrupted', 'foreign', 'truncated']);
  });

  test('everything else goes on to the tables', async () => {
    const sql = `SELECT regexp_extract(source_key, '[^/]+$') AS name, count(*) FROM integration_requests GROUP BY 1 ORDER BY 1`;
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (found) => found.some(([name]) => name === 'sound') && found.some(([name]) => name === 'corrupted'),
      120_000,
    );
    expect(rows.find(([name]) => name === 'sound')).toEqual(['sound', String(perMember)]);
    expect(rows.some(([name]) => name === 'foreign')).toBe(false);
  });
});

/** A queue that hears the lake's `Records Rejected`; gives its address. */
async function hear({ cloud, names }: TestLake): Promise<string> {
  const { QueueUrl = '' } = await cloud.call(admin, 'sqs', 'CreateQueue', { QueueName: 'heard' });
  const arn = `arn:aws:sqs:${cloud.region}:${cloud.account}:heard`;
  const rule = { Name: 'heard', EventBusName: names.bus };
  const pattern = JSON.stringify({ 'detail-type': ['Records Rejected'] });
  await cloud.call(admin, 'events', 'PutRule', { ...rule, EventPattern: pattern });
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  const targets = [{ Id: 'q', Arn: arn }];
  await cloud.call(admin, 'events', 'PutTargets', { Rule: 'heard', EventBusName: names.bus, Targets: targets });
  return QueueUrl;
}
