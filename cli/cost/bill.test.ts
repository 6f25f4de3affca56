import { describe, expect, test } from 'vitest';
import { usageOfJobs } from './from-jobs.ts';
import { type Surroundings, usagesOf } from './from-metrics.ts';
import type { Measured } from './read-metrics.ts';
import { billOf, type Usage } from './usage.ts';
import { wayOf, ways } from './ways.ts';

const lake = { prefix: 'tributary', stage: 'dev' };
const gigabyte = 1024 ** 3;
const terabyte = 1024 ** 4;

const surroundings: Surroundings = {
  wayOf: (name) => wayOf(name, lake),
  memoryOf: (name) => (name.endsWith('gone') ? undefined : { megabytes: 2_048, isArm: !name.endsWith('bridge') }),
  shardsOf: () => 0,
  hours: 24,
};

const measure = (
  namespace: string,
  name: string,
  sums: Readonly<Record<string, number>>,
  samples = 1,
): readonly Measured[] => Object.entries(sums).map(([metric, sum]) => ({ namespace, metric, name, sum, samples }));

const costs = (measured: readonly Measured[], around = surroundings) => {
  const { ways: all } = billOf(usagesOf(measured, around));
  return all.flatMap(({ way, items }) => items.map((item) => [way, item.what, item.cost] as const));
};

const close = (now: number, times10: number, times100: number) => ({
  now: expect.closeTo(now, 8),
  times10: expect.closeTo(times10, 8),
  times100: expect.closeTo(times100, 8),
});

describe('what a day cost, by its metrics', () => {
  test('a log group pays for its texts and 26 bytes more of each event', () => {
    // 10 GiB + 26 × 41,297,762 events, which is 0.9999… GiB: chosen as 1 GiB / 26 = 41,297,762.46. 11 GB × $0.57 = $6.27.
    const measured = measure('AWS/Logs', '/tributary/dev/haproxy', {
      IncomingBytes: 10 * gigabyte,
      IncomingLogEvents: gigabyte / 26,
    });
    expect(costs(measured)).toEqual([[ways.haproxy, 'CloudWatch Logs /tributary/dev/haproxy', close(6.27, 62.7, 627)]]);
  });

  test('a delivery stream pays 5 KB for each record that is smaller', () => {
    // 1,048,576 records of 256 bytes count as 5,120 each: 5 GiB × $0.031 = $0.155, 20 times the 0.25 GiB that they are.
    const measured = measure('AWS/Firehose', 'tributary-haproxy-lines-dev', {
      IncomingBytes: 1_048_576 * 256,
      IncomingRecords: 1_048_576,
    });
    expect(costs(measured)).toEqual([[ways.haproxy, 'Firehose tributary-haproxy-lines-dev', close(0.155, 1.55, 15.5)]]);
  });

  test('its files are no more at ten times the data while they are not full', () => {
    // 1,440 files of 1 MiB; 64 MiB is full. PUTs: 1,440 × $0.005 / 1,000 = $0.0072; × 10: 225 full files, so still 1,440;
    // × 100: 2,250 files: $0.01125. Firehose: a MiB counts as 205 × 5,120 bytes,
    // 1,440 of them as 1,511,424,000: 1.407623… GB × $0.031 = $0.043636322.
    const measured = measure(
      'AWS/Firehose',
      'tributary-events-dev',
      { 'DeliveryToS3.Bytes': 1_440 * 1024 ** 2, 'DeliveryToS3.Records': 1_440, 'DeliveryToS3.Success': 1_440 },
      1_440,
    );
    expect(costs(measured)).toEqual([
      [ways.events, 'Firehose tributary-events-dev', close(0.043636322, 0.43636322, 4.3636322)],
      [ways.events, 'S3 PUTs of tributary-events-dev', close(0.0072, 0.0072, 0.01125)],
    ]);
  });

  test('a stream on demand pays for its hours, and 1 KB for each record that is smaller', () => {
    // In: 1,048,576 records of 100 bytes count as 1 GiB: $0.088. Out: 2 GiB × $0.044 = $0.088. 24 hours × $0.044 = $1.056.
    const measured = measure('AWS/Kinesis', 'tributary-events-dev', {
      IncomingBytes: 104_857_600,
      IncomingRecords: 1_048_576,
      'GetRecords.Bytes': 2 * gigabyte,
    });
    expect(costs(measured)).toEqual([
      [ways.events, 'Kinesis stream tributary-events-dev', close(1.056, 1.056, 1.056)],
      [ways.events, 'Kinesis in tributary-events-dev', close(0.088, 0.88, 8.8)],
      [ways.events, 'Kinesis out tributary-events-dev', close(0.088, 0.88, 8.8)],
    ]);
  });

  test('a stream of shards needs more of them only when the average takes more', () => {
    // 86,400 MiB a day are 1 MiB/s: one shard is enough, two are there: 48 h × $0.017 = $0.816; × 10: 10 shards = 240 h = $4.08; × 100: $40.80.
    // 86,400 records of 1 MiB are 42 units of 25 KB (1,048,576 / 25,600 = 40.96 → 41): 86,400 × 41 = 3,542,400 × $0.0165 / 1,000,000 = $0.0584496.
    const measured = measure('AWS/Kinesis', 'tributary-events-dev', {
      IncomingBytes: 86_400 * 1024 ** 2,
      IncomingRecords: 86_400,
      'GetRecords.Bytes': 1,
    });
    expect(costs(measured, { ...surroundings, shardsOf: () => 2 })).toEqual([
      [ways.events, 'Kinesis shards tributary-events-dev', close(0.816, 4.08, 40.8)],
      [ways.events, 'Kinesis records tributary-events-dev', close(0.0584496, 0.584496, 5.84496)],
    ]);
  });

  test('a function pays for its time by its memory, and for each call; what makes rows also for S3', () => {
    // 1,000,000 calls of 100 ms with 2 GB: 200,000 GB-s × $0.0000133334 = $2.66668 on arm64; calls $0.20; S3: 8,000,000 × $0.005 / 1,000 = $40.
    const parse = measure('AWS/Lambda', 'tributary-ingest-dev-parse-logs', {
      Invocations: 1_000_000,
      Duration: 100_000_000,
    });
    expect(costs(parse)).toEqual([
      [ways.haproxy, 'S3 requests of tributary-ingest-dev-parse-logs', close(40, 400, 4_000)],
      [ways.haproxy, 'Lambda time tributary-ingest-dev-parse-logs', close(2.66668, 26.6668, 266.668)],
      [ways.haproxy, 'Lambda calls tributary-ingest-dev-parse-logs', close(0.2, 2, 20)],
    ]);
    // On x86 $0.0000166667: $3.33334.
    const bridge = measure('AWS/Lambda', 'tributary-ingest-dev-bridge', {
      Invocations: 1_000_000,
      Duration: 100_000_000,
    });
    expect(costs(bridge)[0]?.[2]).toEqual(close(3.33334, 33.3334, 333.334));
  });

  test('queues, rules, flows and what people ask', () => {
    // 4,000,000 requests × $0.40 / 1,000,000 = $1.60; 2,000,000 events = $2; 24 runs × $0.001 = $0.024, however much they bring;
    // 100 statements that scanned 100 MiB together count as 10 MiB each, 1,000 MiB = $0.00476837158203125, at ten times the same,
    // at a hundred times 10,000 MiB = $0.0476837158203125.
    const queue = { NumberOfMessagesSent: 1e6, NumberOfMessagesReceived: 1e6, NumberOfMessagesDeleted: 1e6 };
    const measured = [
      ...measure('AWS/SQS', 'tributary-ingest-dev-parse', { ...queue, NumberOfEmptyReceives: 1e6 }),
      ...measure('AWS/Events', 'tributary-catalog-dev-LakeObjectCreated-1A2B', { MatchedEvents: 2e6 }),
      ...measure('AWS/Athena', 'tributary-dev', { ProcessedBytes: 100 * 1024 ** 2 }, 100),
    ];
    expect(costs(measured)).toEqual([
      [ways.catalog, 'EventBridge tributary-catalog-dev-LakeObjectCreated-1A2B', close(2, 20, 200)],
      [ways.haproxy, 'SQS tributary-ingest-dev-parse', close(1.6, 16, 160)],
      [ways.people, 'Athena tributary-dev', close(0.00476837158, 0.00476837158, 0.0476837158)],
    ]);
  });

  test('what is not of this lake is left out, also of another stage whose name begins alike', () => {
    const others = [
      'other-dev',
      'tributary-ingest-development-parse-logs',
      'tributary-events-prod',
      '/aws/lambda/other',
    ];
    expect(others.map((name) => wayOf(name, lake))).toEqual([undefined, undefined, undefined, undefined]);
    expect(costs(measure('AWS/Lambda', 'other-dev', { Invocations: 1e9, Duration: 1e9 }))).toEqual([]);
  });
});

test.each([
  ['tributary-ingest-dev-land-changes', ways.changes],
  ['tributary-ingest-dev-RawChangesCreated-1A2B', ways.changes],
  ['tributary-ingest-dev-RawLogsCreated-1A2B', ways.haproxy],
  ['tributary-ingest-dev-drain', ways.events],
  ['tributary-ingest-dev-replay', ways.replay],
  ['/aws/lambda/tributary-catalog-dev-convert', ways.files],
  ['tributary-catalog-dev-register', ways.catalog],
  ['tributary-enrich-dev-plan', ways.enrich],
  ['tributary-query-dev-settle', ways.query],
])('%s is for %s', (name, way) => {
  expect(wayOf(name, lake)).toBe(way);
});

test('statements count as 10 MB at least, each by itself, those of the day alone, and those that failed not', () => {
  const entry = {
    executionId: 'e',
    units: 1,
    examples: [],
    why: [],
    partitions: [],
    partitionCount: 0,
    attempt: 1,
    lane: 'write',
    state: 'SUCCEEDED',
    startedAt: 90,
  };
  const log = [
    { ...entry, endedAt: 100, scannedBytes: terabyte },
    { ...entry, endedAt: 199, scannedBytes: 1024 ** 2 },
    { ...entry, endedAt: 200, scannedBytes: terabyte },
    { ...entry, endedAt: 150, scannedBytes: terabyte, state: 'FAILED' },
    { ...entry, endedAt: 150, scannedBytes: terabyte, lane: 'create' },
    { ...entry },
  ];
  const usage = usageOfJobs('integration_usage', log, { from: 100, to: 200 });
  expect(usage).toMatchObject({ way: 'integration_usage', what: 'Athena, 2 statements' });
  // $5 and 10 MiB = $0.0000476837158203125; × 10: $50 and 10 MiB; × 100: $500 and 100 MiB = $0.000476837158203125.
  expect(billOf([usage]).total).toEqual(close(5.0000476837, 50.0000476837, 500.0004768372));
});

test('the bill has the largest first, with shares that add up, and nothing that costs nothing', () => {
  const usage = (way: string, quantity: number): Usage => ({
    way,
    what: way,
    meter: 'flowRuns',
    growth: { kind: 'linear', at: (times) => quantity * times },
    from: 'metrics',
  });
  const { total, ways: all } = billOf([
    usage('small', 1_000),
    usage('none', 0),
    usage('large', 2_000),
    usage('small', 1_000),
    usage('small', 4_000),
  ]);
  // $0.001 a run: 6,000 runs are $6, 2,000 are $2.
  expect(total).toEqual(close(8, 80, 800));
  expect(all.map(({ way, share, items }) => [way, share, items.length])).toEqual([
    ['small', 0.75, 3],
    ['large', 0.25, 1],
  ]);
});
