import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines, readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { eventTime } from '@tributary/local/aws/events/event.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Fault } from '@tributary/local/kernel/faults.ts';
import { describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { restartLake, startLake, type TestLake } from '../harness/lake.ts';

const sampleLines = 240;

async function* firstLines(count: number): AsyncGenerator<string> {
  let at = 0;
  for await (const line of readLines(sampleFile)) {
    if (/ \[.*\] \S+ \S+\/\S+ [-\d]+\/[-\d]+\/[-\d]+\/[-\d]+\/\+?[-\d]+ /.test(line)) {
      yield line;
      at += 1;
    }
    if (at === count) return;
  }
}

function feed(lake: TestLake): Promise<number> {
  const stream = { logGroupName: lake.names.haproxyLogGroup, logStreamName: 'faults' };
  return putLines(new CloudWatchLogsClient(lake.client), stream, firstLines(sampleLines));
}

/** Rows of each table, and of its distinct records where it has such. */
async function counts(lake: TestLake): Promise<readonly string[]> {
  const sql = `SELECT (SELECT count(*) FROM haproxy_requests), (SELECT count(DISTINCT record_id) FROM haproxy_requests),
    (SELECT count(*) FROM integration_requests), (SELECT count(DISTINCT record_id) FROM integration_requests),
    (SELECT sum(requests) FROM integration_usage)`;
  try {
    const [row = []] = await lake.query(sql);
    return row.map((value) => value ?? '0');
  } catch (error) {
    return [String(error)];
  }
}

const all = [sampleLines, sampleLines, sampleLines, sampleLines, sampleLines].map(String);

/** The lake holds each line once, and still does when everything has come to rest. */
async function expectEachLineOnce(lake: TestLake): Promise<void> {
  await eventually(
    () => counts(lake),
    (seen) => seen.join() === all.join(),
    150_000,
  );
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(await counts(lake)).toEqual(all);
}

const functions = ['parse-logs', 'register', 'enrich', 'plan', 'settle', 'reconcile', 'views'];

const crashes: readonly (readonly [string, readonly Omit<Fault, 'id'>[]])[] = [
  [
    'each function, before it is done',
    functions.map((match) => ({ at: 'lambda:invoke', kind: 'crash-before', match, times: 2 })),
  ],
  [
    'each function, when it is done and nobody knows',
    functions.map((match) => ({ at: 'lambda:invoke', kind: 'crash-after', match, times: 2 })),
  ],
  [
    'each function, between two of its calls, with the first made',
    [
      { at: 's3:PutObject', kind: 'crash-after', match: 'parse-logs', times: 2 },
      { at: 'glue:CreateTable', kind: 'crash-after', match: 'register', times: 1 },
      { at: 'glue:BatchCreatePartition', kind: 'crash-after', match: 'register', times: 1 },
      { at: 'events:PutEvents', kind: 'crash-after', times: 3 },
      { at: 'athena:StartQueryExecution', kind: 'crash-after', times: 4 },
      { at: 'athena:GetQueryExecution', kind: 'crash-after', times: 2 },
    ],
  ],
  [
    'each function, between two of its calls, with the second not made',
    [
      { at: 's3:PutObject', kind: 'crash-before', match: 'parse-logs', times: 2, skip: 1 },
      { at: 'events:PutEvents', kind: 'crash-before', times: 3 },
      { at: 'athena:StartQueryExecution', kind: 'crash-before', times: 3 },
    ],
  ],
];

const doubled = [
  { at: 'events:deliver', kind: 'duplicate' },
  { at: 'logs:deliver', kind: 'duplicate' },
  { at: 'sqs:deliver', kind: 'duplicate' },
] as const;

async function withLake(
  faults: readonly Omit<Fault, 'id'>[],
  use: (lake: TestLake) => Promise<TestLake>,
): Promise<void> {
  let lake = await startLake();
  try {
    for (const fault of faults) lake.cloud.faults.add(fault);
    await feed(lake);
    lake = await use(lake);
  } finally {
    await lake.dispose();
  }
}

// Much of the time is waiting for retries: several lakes at once wait together.
describe.concurrent('whatever fails, each line is counted once', () => {
  test.each(crashes)('killing %s', (_, faults) =>
    withLake(faults, async (lake) => {
      await expectEachLineOnce(lake);
      return lake;
    }),
  );

  test('delivering every event out of order', () =>
    withLake([{ at: 'events:deliver', kind: 'reorder' }], async (lake) => {
      await expectEachLineOnce(lake);
      return lake;
    }));

  test('delivering every event twice', () =>
    withLake(doubled, async (lake) => {
      // The same log events in two objects are two rows of haproxy_requests with one record id; from there on they are one.
      const afterParsing = async () => (await counts(lake)).slice(1);
      await eventually(afterParsing, (seen) => seen.join() === all.slice(1).join(), 150_000);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      expect(await afterParsing()).toEqual(all.slice(1));
      return lake;
    }));

  test('delivering every object’s event again a day later', () =>
    withLake([], async (lake) => {
      await expectEachLineOnce(lake);
      const later = await restartLake(lake, 86_400_000);
      for (const bucket of [later.names.rawBucket, later.names.lakeBucket]) await redeliver(later, bucket);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      await expectEachLineOnce(later);
      return later;
    }));
});

/** Sends `Object Created` of every object of a bucket to the default bus, as S3 would if it were late. */
async function redeliver({ cloud }: TestLake, bucket: string): Promise<void> {
  const { Contents = [] } = await cloud.call(admin, 's3', 'ListObjectsV2', { Bucket: bucket });
  const { Versions = [] } = await cloud.call(admin, 's3', 'ListObjectVersions', { Bucket: bucket });
  const entries = Contents.map(({ Key = '', Size = 0, ETag = '' }) => ({
    version: '0',
    bucket: { name: bucket },
    object: {
      key: Key,
      size: Size,
      etag: ETag.replaceAll('"', ''),
      'version-id': Versions.find((version) => version.Key === Key)?.VersionId,
      sequencer: '00',
    },
    'request-id': 'again',
    requester: cloud.account,
    reason: 'PutObject',
  }));
  const events = cloud.service('events');
  if (events === undefined || !('deliver' in events) || typeof events.deliver !== 'function')
    throw new Error('no EventBridge');
  for (const [at, detail] of entries.entries()) {
    events.deliver({
      version: '0',
      id: `again-${bucket}-${at}`,
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: cloud.account,
      time: eventTime(cloud.clock.now()),
      region: cloud.region,
      resources: [`arn:aws:s3:::${bucket}`],
      detail,
    });
  }
}
