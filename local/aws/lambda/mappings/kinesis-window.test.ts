import { describe, expect, test } from 'vitest';
import {
  arn,
  type Event,
  failures,
  mappingFixture,
  never,
  numberOf,
  until,
  valuesOf,
  zero,
} from './kinesis-for-tests.ts';

const fixture = mappingFixture();

describe('a tumbling window', () => {
  const count = ({ Records, state = {} }: Event) => ({ state: { n: (state.n ?? 0) + Records.length } });

  /** The beginning of a window, a while from now. */
  function windowStart(lengthMs: number): number {
    const now = fixture.testing.cloud.clock.now();
    const start = Math.ceil((now + 1) / lengthMs) * lengthMs;
    fixture.testing.pass(start - now);
    return start;
  }
  const seconds = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

  test('carries its state from batch to batch, and ends with a last invocation', async () => {
    const start = windowStart(60_000);
    fixture.handler = count;
    await fixture.stream.put(['1', '2', '3'], 'key');
    fixture.follow({ TumblingWindowInSeconds: 60, BatchSize: 2 });
    await until(() => fixture.events.length === 2);
    fixture.testing.pass(60_000);
    await fixture.stream.put(['4'], 'key');
    await until(() => fixture.events.length === 4);
    const told = fixture.events.map(({ Records, ...rest }) => ({ ...rest, records: Records.length }));
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
    fixture.testing.pass(60_000);
    await until(() => fixture.events.length === 5);
    expect(fixture.events[4]).toMatchObject({ isFinalInvokeForWindow: true, state: { n: 1 }, Records: [] });
  });

  test('keeps its state when the process is killed; an answer without a state has failed', async () => {
    windowStart(60_000);
    fixture.handler = (event) => (valuesOf(event)[0] === '2' ? never() : count(event));
    await fixture.stream.put(['1', '2', '3'], 'key');
    fixture.follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => fixture.events.length === 2);
    fixture.kill();
    fixture.handler = (event) => (fixture.events.length === 1 ? { n: 9 } : count(event));
    fixture.follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => fixture.events.length === 3);
    expect(fixture.events.map((event) => [valuesOf(event)[0], event.state])).toEqual([
      ['2', { n: 1 }],
      ['2', { n: 1 }],
      ['3', { n: 2 }],
    ]);
  });

  test('ends early with a state of more than 1 MB, and goes on with a fresh one', async () => {
    windowStart(60_000);
    fixture.handler = (event) =>
      valuesOf(event).includes('1') ? { state: { big: 'x'.repeat(1_048_577) } } : count(event);
    await fixture.stream.put(['1', '2'], 'key');
    fixture.follow({ TumblingWindowInSeconds: 60, BatchSize: 1 });
    await until(() => fixture.events.length === 3);
    expect(fixture.events[1]).toMatchObject({
      isFinalInvokeForWindow: true,
      isWindowTerminatedEarly: true,
      Records: [],
    });
    expect(fixture.events[2]).toMatchObject({
      isFinalInvokeForWindow: false,
      isWindowTerminatedEarly: false,
      state: {},
    });
    expect(fixture.events[2]?.window).toEqual(fixture.events[0]?.window);
  });

  test('restarts from the lowest failed record with the state of what was handled', async () => {
    windowStart(60_000);
    await fixture.stream.put(['1', '2', '3'], 'key');
    fixture.handler = (event) =>
      fixture.events.length === 1
        ? { state: { n: 1 }, ...failures(numberOf(event, '2')) }
        : { ...count(event), batchItemFailures: [] };
    fixture.follow({ TumblingWindowInSeconds: 60, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await until(() => fixture.events.length === 2);
    expect([fixture.seen()[1], fixture.events[1]?.state]).toEqual([['2', '3'], { n: 1 }]);
  });

  test('whose last invocation fails waits for its success before the next begins', async () => {
    windowStart(60_000);
    await fixture.stream.put(['1'], 'key');
    let failing = 2;
    fixture.handler = (event) => {
      if (event.isFinalInvokeForWindow === true && failing-- > 0) throw new Error('no');
      return count(event);
    };
    fixture.follow({ TumblingWindowInSeconds: 60, MaximumRetryAttempts: 0 });
    await until(() => fixture.events.length === 1);
    fixture.testing.pass(60_000);
    await fixture.stream.put(['2'], 'key');
    await until(() => fixture.events.length === 5);
    expect(fixture.events.map(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
