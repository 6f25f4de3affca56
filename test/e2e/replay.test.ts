import { gzipSync } from 'node:zlib';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { day, hours, type ReplayLake, startReplayLake } from './replay-lake.ts';
import { requestLines } from './request-lines.ts';

// Those of the day: others have their receipts too, as when CloudWatch says hello.
const receipts = `receipts/${day}/`;

describe('lake replay of logs', () => {
  let lake: ReplayLake['lake'];
  let s3: ReplayLake['s3'];
  let keysUnder: ReplayLake['keysUnder'];
  let replay: ReplayLake['replay'];
  let put: ReplayLake['put'];
  let lose: ReplayLake['lose'];
  let counts: ReplayLake['counts'];
  let lines: readonly string[];
  let late: string;

  beforeAll(async () => {
    ({ lake, s3, keysUnder, replay, put, lose, counts } = await startReplayLake());
    lines = await requestLines(60);
    const bad = 'this is no line of HAProxy';
    await put(`raw/logs/haproxy/${day}/hour=13/a`, [...lines.slice(0, 20), bad]);
    await put('raw/logs/haproxy/2026/11/20/14/b', lines.slice(20, 40));
    late = (await put(`raw/logs/haproxy/${day}/hour=15/c`, lines.slice(40))).VersionId ?? '';
    await parsed(3);
  });
  afterAll(() => lake?.dispose());

  const parsed = (count: number) =>
    eventually(
      () => keysUnder(lake.names.lakeBucket, receipts),
      (keys) => keys.length === count,
      150_000,
    );
  const send = async (QueueName: string, MessageBody: string) => {
    const { QueueUrl } = await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', { QueueName });
    await lake.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl, MessageBody });
  };
  /** The catalog hears of the files that a receipt is of, and may do so later than whoever waits for the receipt. */
  const requests = (count: number) =>
    eventually(
      async () => (await lake.query('SELECT count(*) FROM haproxy_requests').catch(() => []))[0]?.[0],
      (seen) => seen === String(count),
    );

  test('without --go it tells what it would do, and does nothing', async () => {
    const { code, stdout } = await replay('raw', ...hours);
    expect(code).toBe(0);
    expect(stdout).toContain('2 objects');
    expect(stdout).toContain('would send 2 messages to parse-logs');
    expect(stdout).toContain('--go does it');
    expect(await keysUnder(lake.names.rawBucket, 'replay/')).toEqual([]);
  });

  test('hours of raw go through parse-logs again, and make the same rows again', async () => {
    await requests(60);
    await lose('lake/haproxy_requests/');
    await lose(receipts);
    expect(await counts('raw', ...hours, '--go')).toMatchObject({
      state: 'done',
      counts: { objects: 2, messagesSent: 2 },
    });
    await parsed(2);
    await requests(40);
    expect(await counts('raw', ...hours, '--go')).toMatchObject({ state: 'done before', counts: { messagesSent: 2 } });
    expect(await counts('raw', ...hours, '--go', '--again')).toMatchObject({ state: 'done' });
    expect(await counts('raw', 'logs', '--key', `raw/logs/haproxy/${day}/hour=15/c`, '--go')).toMatchObject({
      state: 'done',
    });
    await parsed(3);
    await requests(60);
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
    await requests(60);
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
    await requests(60);
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
    await requests(60);
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
    await requests(61);
    expect(await counts('dead-letters', name)).toMatchObject({ messages: 0 });
  });
});
