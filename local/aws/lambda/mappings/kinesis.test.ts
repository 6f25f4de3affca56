import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { createKinesis } from '../../kinesis/service.ts';
import { fromStart, streamClient } from '../../kinesis/testing.ts';
import { createTestCloud } from '../cloud-for-tests.ts';
import type { Engine, InvokeRequest } from '../engine.ts';
import type { Outcome } from '../invocation.ts';
import { defaultSettings } from '../mapping-settings.ts';
import { type Configuration, type LambdaStore, type Mapping, openLambdaStore } from '../store.ts';
import { pollKinesis } from './kinesis.ts';
import { createMappings } from './mappings.ts';
import type { Poller } from './poller.ts';

type Event = {
  readonly Records: readonly { readonly eventID: string; readonly kinesis: Readonly<Record<string, string>> }[];
  readonly window?: { readonly start: string; readonly end: string };
  readonly state?: Readonly<Record<string, number>>;
  readonly shardId?: string;
  readonly isFinalInvokeForWindow?: boolean;
  readonly isWindowTerminatedEarly?: boolean;
};
type Handler = (event: Event) => unknown;

const StreamName = 'events';
const arn = `arn:aws:kinesis:eu-west-1:000000000000:stream/${StreamName}`;
const role = 'arn:aws:iam::000000000000:role/worker';
const [zero = '', one = '', two = ''] = [0, 1, 2].map((index) => `shardId-00000000000${index}`);

let testing: ReturnType<typeof createTestCloud>;
let stream: ReturnType<typeof streamClient>;
let store: LambdaStore;
let pollers: Poller[];
let events: Event[];
let handler: Handler;

beforeEach(async () => {
  testing = createTestCloud();
  testing.add(createKinesis(testing.cloud));
  stream = streamClient(testing.cloud, StreamName);
  await testing.cloud.call(admin, 'kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
  openStore();
  pollers = [];
  events = [];
  handler = () => null;
});
afterEach(async () => {
  await Promise.all(pollers.map((poller) => poller.stop()));
  await testing.end();
});

function openStore(): void {
  store = openLambdaStore(join(testing.cloud.stateDir, 'lambda'));
  const configuration: Configuration = {
    FunctionName: 'f',
    FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    Runtime: 'nodejs24.x',
    Role: role,
    Handler: 'index.handler',
    Timeout: 3,
    MemorySize: 128,
    CodeSha256: '',
    CodeSize: 1,
    Version: '$LATEST',
    RevisionId: '1',
    LoggingConfig: { LogGroup: '/aws/lambda/f' },
  };
  store.functions.put('f', { configuration, tags: {}, versions: 0 });
}

/** The function is `handler`, which answers, throws for an error, or never returns. */
async function invoke(_target: unknown, { payload }: InvokeRequest): Promise<Outcome> {
  const event: Event = JSON.parse(payload);
  events.push(event);
  const ended = { logTail: '', durationMs: 1 };
  try {
    return { ...ended, payload: JSON.stringify((await handler(event)) ?? null) };
  } catch (error) {
    if (error instanceof Refused) throw error.cause;
    return { ...ended, payload: '{}', functionError: 'Unhandled', errorMessage: String(error) };
  }
}

class Refused extends Error {}

function mappingOf(settings: Partial<Mapping>): Mapping {
  const mapping: Mapping = {
    UUID: 'm',
    FunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    EventSourceArn: arn,
    ...defaultSettings(arn),
    StartingPosition: 'TRIM_HORIZON',
    LastModified: 0,
    enabled: true,
    ...settings,
  };
  store.mappings.put(mapping.UUID, mapping);
  return mapping;
}

function engine(): Engine {
  const pool = { acquire: never, release() {}, retire() {}, killSession() {}, killFunction() {}, stop: async () => {} };
  return { cloud: testing.cloud, store, invoke, room: () => 1, pool };
}

function follow(settings: Partial<Mapping> = {}): Poller {
  const poller = pollKinesis(engine(), mappingOf(settings), { streamRetryMs: 5 });
  pollers.push(poller);
  return poller;
}

const never = () => new Promise<never>(() => {});
const valuesOf = ({ Records }: Event) =>
  Records.map(({ kinesis }) => Buffer.from(kinesis.data ?? '', 'base64').toString());
const seen = () => events.map(valuesOf);
const failures = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});
const numberOf = (event: Event, value: string) => event.Records[valuesOf(event).indexOf(value)]?.kinesis.sequenceNumber;

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 8_000; waited += 5) await new Promise((go) => setTimeout(go, 5));
  expect(condition()).toBe(true);
}

const quiet = (ms = 60) => new Promise((go) => setTimeout(go, ms));

describe('a batch', () => {
  test('is what the shard holds, up to the batch size, as events of aws:kinesis', async () => {
    const { Records = [] } = await stream.put(['1', '2', '3'], 'key');
    follow({ BatchSize: 2 });
    await until(() => events.length === 2);
    expect(seen()).toEqual([['1', '2'], ['3']]);
    const [{ SequenceNumber = '' } = {}] = Records;
    expect(events[0]?.Records[0]).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'key',
        sequenceNumber: SequenceNumber,
        data: Buffer.from('1').toString('base64'),
        approximateArrivalTimestamp: expect.any(Number),
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${zero}:${SequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: role,
      awsRegion: 'eu-west-1',
      eventSourceARN: arn,
    });
  });

  test('waits for more during its window, but not once it is full', async () => {
    follow({ BatchSize: 3, MaximumBatchingWindowInSeconds: 200 });
    await stream.put(['1', '2'], 'key');
    await quiet(600);
    expect(events).toEqual([]);
    await stream.put(['3', '4'], 'key');
    await until(() => events.length === 1);
    testing.pass(200_000);
    await until(() => events.length === 2);
    expect(seen()).toEqual([['1', '2', '3'], ['4']]);
  });

  test('holds at most 6 MB', async () => {
    for (let index = 0; index < 9; index++) await stream.put([String(index).repeat(1_000_000)], 'key');
    follow();
    await until(() => events.flatMap(({ Records }) => Records).length === 9);
    for (const event of events) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(6_291_456);
    expect(events.map(({ Records }) => Records.length)).toEqual([4, 4, 1]);
  });

  test('holds only what the filters let through', async () => {
    await stream.put(['{"type":"a"}', '{"type":"b"}', 'no json'], 'key');
    follow({ FilterCriteria: { Filters: [{ Pattern: '{"data":{"type":["b"]}}' }] } });
    await until(() => events.length === 1);
    expect(seen()).toEqual([['{"type":"b"}']]);
  });
});

describe('a failed batch', () => {
  test('comes again until it succeeds, and later records wait', async () => {
    await stream.put(['1', '2'], 'key');
    let failing = 3;
    handler = () => {
      if (failing-- > 0) throw new Error('no');
    };
    follow({ BatchSize: 1 });
    await until(() => events.length === 5);
    expect(seen().flat()).toEqual(['1', '1', '1', '1', '2']);
  });

  test('restarts from the lowest failed record where the mapping asks for item failures', async () => {
    await stream.put(['1', '2', '3', '4'], 'key');
    handler = (event) => (events.length === 1 ? failures(numberOf(event, '4'), numberOf(event, '2')) : failures());
    follow({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => events.length === 2);
    await quiet();
    expect(seen()).toEqual([
      ['1', '2', '3', '4'],
      ['2', '3', '4'],
    ]);
  });

  test.each([
    ['an empty identifier', failures('')],
    ['an identifier that is null', failures(null)],
    ['an identifier of no record in it', failures('49')],
    ['a wrong name', { batchItemFailures: [{ wrong: 'x' }] }],
  ])('fails as a whole with %s', async (_what, answer) => {
    await stream.put(['1', '2'], 'key');
    handler = () => (events.length === 1 ? answer : { batchItemFailures: null });
    follow({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => events.length === 2);
    expect(seen()[1]).toEqual(['1', '2']);
  });

  test('that only its answer tells of has succeeded where the mapping does not ask', async () => {
    await stream.put(['1', '2'], 'key');
    handler = (event) => failures(numberOf(event, '1'));
    follow();
    await until(() => events.length === 1);
    await quiet(300);
    expect(events).toHaveLength(1);
  });

  test('is halved until the record at fault is alone, which then goes to the failure destination', async () => {
    const sent: unknown[] = [];
    testing.answer('sqs', 'SendMessage', (input) => sent.push(input) && {});
    const { Records = [] } = await stream.put(['1', '2', 'bad', '4'], 'key');
    handler = (event) => {
      if (valuesOf(event).includes('bad')) throw new Error('no');
    };
    follow({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:000000000000:failed' } },
    });
    await until(() => valuesOf(events.at(-1) ?? { Records: [] }).join() === '4');
    expect(seen()).toEqual([['1', '2', 'bad', '4'], ['1', '2'], ['bad', '4'], ['bad'], ['bad'], ['4']]);
    const [message] = sent.filter(hasBody);
    const record = JSON.parse(message?.MessageBody ?? '{}');
    const bad = Records[2]?.SequenceNumber;
    expect(record).toEqual({
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
      KinesisBatchInfo: {
        shardId: zero,
        startSequenceNumber: bad,
        endSequenceNumber: bad,
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 1,
        streamArn: arn,
      },
    });
  });

  test('is kept whole in a bucket', async () => {
    const objects: unknown[] = [];
    testing.answer('s3', 'PutObject', (input) => objects.push(input) && {});
    await stream.put(['bad'], 'key');
    handler = () => {
      throw new Error('no');
    };
    follow({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failed' } } });
    await until(() => objects.length === 1);
    const [object] = objects.filter(isObject);
    expect(object?.Bucket).toBe('failed');
    expect(object?.Key).toMatch(
      new RegExp(
        `^aws/lambda/m/${zero}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`,
      ),
    );
    const { payload } = JSON.parse(object?.Body.toString() ?? '{}');
    expect(valuesOf(JSON.parse(payload))).toEqual(['bad']);
  });

  test('is not sent once its records are too old; a throttle is no attempt', async () => {
    await stream.put(['old'], 'key');
    testing.pass(61_000);
    await stream.put(['young'], 'key');
    let throttles = 3;
    const { AwsError } = await import('../../../kernel/error.ts');
    handler = () => {
      if (throttles-- > 0)
        throw new Refused('', { cause: new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429) });
    };
    follow({ MaximumRecordAgeInSeconds: 60, MaximumRetryAttempts: 0 });
    await until(() => events.length === 4);
    expect(new Set(seen().flat())).toEqual(new Set(['young']));
  });
});

function hasBody(input: unknown): input is { readonly MessageBody: string } {
  return typeof input === 'object' && input !== null && 'MessageBody' in input;
}

function isObject(input: unknown): input is { readonly Bucket: string; readonly Key: string; readonly Body: Buffer } {
  return typeof input === 'object' && input !== null && 'Body' in input;
}

describe('where a mapping stands', () => {
  test('is kept when the process is killed: what was in the function’s hands comes again, nothing else', async () => {
    await stream.put(['1', '2', '3'], 'key');
    handler = (event) => (valuesOf(event).includes('2') ? never() : null);
    follow({ BatchSize: 1 });
    await until(() => events.length === 2);
    pollers = [];
    events = [];
    handler = () => null;
    openStore();
    follow({ BatchSize: 1 });
    await until(() => events.length === 2);
    expect(seen()).toEqual([['2'], ['3']]);
  });

  test('is kept when it is stopped and started', async () => {
    await stream.put(['1'], 'key');
    const first = follow();
    await until(() => events.length === 1);
    await first.stop();
    await stream.put(['2'], 'key');
    follow();
    await until(() => events.length === 2);
    expect(seen()).toEqual([['1'], ['2']]);
  });

  test('begins with LATEST at its making, also when no record came before a restart', async () => {
    await stream.put(['before'], 'key');
    testing.pass(10);
    const createdAt = testing.cloud.clock.now();
    const first = follow({ StartingPosition: 'LATEST', createdAt });
    await quiet();
    await first.stop();
    await stream.put(['meanwhile'], 'key');
    follow({ StartingPosition: 'LATEST', createdAt });
    await until(() => events.length === 1);
    expect(seen()).toEqual([['meanwhile']]);
  });
});

describe('a change of the mapping', () => {
  test('waits for the batch in the function’s hands, and then goes on behind it', async () => {
    await stream.put(['1', '2', '3'], 'key');
    let release = () => {};
    handler = () => (events.length === 1 ? new Promise<void>((resolve) => (release = resolve)) : null);
    const mappings = createMappings(engine(), { streamRetryMs: 5 });
    pollers.push(mappings);
    mappingOf({ BatchSize: 1 });
    mappings.start();
    await until(() => events.length === 1);
    mappingOf({ BatchSize: 10 });
    for (let changes = 0; changes < 3; changes++) mappings.refresh('m');
    await quiet(300);
    expect(seen()).toEqual([['1']]);
    release();
    await until(() => events.length === 2);
    expect(seen()).toEqual([['1'], ['2', '3']]);
    mappingOf({ enabled: false });
    mappings.refresh('m');
    await stream.put(['4'], 'key');
    await quiet(400);
    expect(events).toHaveLength(2);
    mappingOf({});
    mappings.refresh('m');
    await until(() => events.length === 3);
    expect(seen()[2]).toEqual(['4']);
  });
});

describe('several batches of a shard at a time', () => {
  test('keep the order of each partition key, and one that hangs does not stop the others', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    for (let round = 0; round < 5; round++) for (const key of keys) await stream.put([`${key}#${round}`], key);
    handler = (event) => (valuesOf(event).includes('k0#0') ? never() : quiet(2));
    follow({ ParallelizationFactor: 4, BatchSize: 3 });
    const inHand = () => new Set(seen().flat());
    const laneOfK0 = () => new Set(events.filter((event) => valuesOf(event).includes('k0#0')).flatMap(valuesOf));
    await until(() => inHand().size >= 25 && keys.filter((key) => inHand().has(`${key}#4`)).length >= 5);
    expect(laneOfK0().has('k0#4')).toBe(false);
    for (const key of keys) {
      const rounds = seen()
        .flat()
        .filter((value) => value.startsWith(`${key}#`));
      expect(rounds).toEqual([...rounds].sort());
    }
    pollers = [];
    events = [];
    handler = () => null;
    openStore();
    follow({ ParallelizationFactor: 3, BatchSize: 100 });
    await until(() => inHand().has('k0#4'));
    expect([0, 1, 2, 3, 4].every((round) => inHand().has(`k0#${round}`))).toBe(true);
  });
});

describe('resharding', () => {
  test('children are read after their parents, in order of each key', async () => {
    await stream.put(['a1', 'a2', 'b1', 'b2'], 'a');
    await testing.cloud.call(admin, 'kinesis', 'SplitShard', {
      StreamName,
      ShardToSplit: zero,
      NewStartingHashKey: (1n << 127n).toString(),
    });
    await stream.put(['a3'], 'a');
    await stream.put(['c1'], 'b');
    handler = () => quiet(20);
    const first = follow({ BatchSize: 1 });
    await until(() => events.length === 6);
    expect(seen().slice(0, 4).flat()).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(seen().slice(4).flat().sort()).toEqual(['a3', 'c1']);
    await first.stop();
    await testing.cloud.call(admin, 'kinesis', 'MergeShards', {
      StreamName,
      ShardToMerge: one,
      AdjacentShardToMerge: two,
    });
    await stream.put(['a4'], 'a');
    follow({ BatchSize: 1 });
    await until(() => events.length === 7);
    expect(seen().at(-1)).toEqual(['a4']);
    expect((await stream.read('shardId-000000000003', fromStart)).values).toEqual(['a4']);
  });
});

describe('a tumbling window', () => {
  const count = ({ Records, state = {} }: Event) => ({ state: { n: (state.n ?? 0) + Records.length } });

  /** The beginning of a window, a while from now. */
  function windowStart(lengthMs: number): number {
    const now = testing.cloud.clock.now();
    const start = Math.ceil((now + 1) / lengthMs) * lengthMs;
    testing.pass(start - now);
    return start;
  }
  const seconds = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

  test('carries its state from batch to batch, and ends with a last invocation', async () => {
    const start = windowStart(60_000);
    handler = count;
    await stream.put(['1', '2', '3'], 'key');
    follow({ TumblingWindowInSeconds: 60, BatchSize: 2 });
    await until(() => events.length === 2);
    testing.pass(60_000);
    await stream.put(['4'], 'key');
    await until(() => events.length === 4);
    const told = events.map(({ Records, ...rest }) => ({ ...rest, records: Records.length }));
    const window = { start: seconds(start), end: seconds(start + 60_000) };
    const same = { shardId: zero, eventSourceARN: arn, isWindowTerminatedEarly: false };
    expect(told).toEqual([
      { ...same, window, state: {}, records: 2, isFinalInvokeForWindow: false },
      { ...same, window, state: { n: 2 }, records: 1, isFinalInvokeForWindow: false },
      { ...same, window, state: { n: 3 }, records: 0, isFinalInvokeForWindow: true },
      {
        ...same,
        window: { start: window.end, end: seconds(start + 120_000) },
        state: {},
        records: 1,
        isFinalInvokeForWindow: false,
      },
    ]);
    testing.pass(60_000);
    await until(() => events.length === 5);
    expect(events[4]).toMatchObject({ isFinalInvokeForWindow: true, state: { n: 1 }, Records: [] });
  });

  test('keeps its state when the process is killed; an answer without a state has failed', async () => {
    windowStart(60_000);
    handler = (event) => (valuesOf(event)[0] === '2' ? never() : count(event));
    await stream.put(['1', '2', '3'], 'key');
    follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => events.length === 2);
    pollers = [];
    events = [];
    openStore();
    handler = (event) => (events.length === 1 ? { n: 9 } : count(event));
    follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => events.length === 3);
    expect(events.map((event) => [valuesOf(event)[0], event.state])).toEqual([
      ['2', { n: 1 }],
      ['2', { n: 1 }],
      ['3', { n: 2 }],
    ]);
  });

  test('ends early with a state of more than 1 MB, and goes on with a fresh one', async () => {
    windowStart(60_000);
    handler = (event) => (valuesOf(event).includes('1') ? { state: { big: 'x'.repeat(1_048_577) } } : count(event));
    await stream.put(['1', '2'], 'key');
    follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => events.length === 3);
    expect(events[1]).toMatchObject({ isFinalInvokeForWindow: true, isWindowTerminatedEarly: true, Records: [] });
    expect(events[2]).toMatchObject({ isFinalInvokeForWindow: false, isWindowTerminatedEarly: false, state: {} });
    expect(events[2]?.window).toEqual(events[0]?.window);
  });

  test('restarts from the lowest failed record with the state of what was handled', async () => {
    windowStart(60_000);
    await stream.put(['1', '2', '3'], 'key');
    handler = (event) =>
      events.length === 1
        ? { state: { n: 1 }, ...failures(numberOf(event, '2')) }
        : { ...count(event), batchItemFailures: [] };
    follow({ TumblingWindowInSeconds: 60, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => events.length === 2);
    expect([seen()[1], events[1]?.state]).toEqual([['2', '3'], { n: 1 }]);
  });

  test('whose last invocation fails waits for its success before the next begins', async () => {
    windowStart(60_000);
    await stream.put(['1'], 'key');
    let failing = 2;
    handler = (event) => {
      if (event.isFinalInvokeForWindow === true && failing-- > 0) throw new Error('no');
      return count(event);
    };
    follow({ TumblingWindowInSeconds: 60, MaximumRetryAttempts: 0 });
    await until(() => events.length === 1);
    testing.pass(60_000);
    await stream.put(['2'], 'key');
    await until(() => events.length === 5);
    expect(events.map(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
