import { describe, expect, test } from 'vitest';
import { afterFailure, type RunFailure, retryAt } from './after-failure.ts';
import type { Run } from './run.ts';

const run = (count: number, of: Partial<Run> = {}): Run => ({
  id: 'r',
  lane: 'write',
  digest: 'd',
  units: Array.from({ length: count }, (_, at) => ({ id: `u${at}`, version: 'v' })),
  attempt: 1,
  notBefore: 0,
  ...of,
});
const failure = (of: Partial<RunFailure> = {}): RunFailure => ({
  category: 'user',
  message: 'DIVISION_BY_ZERO: Division by zero',
  retryable: false,
  ...of,
});
const clock = { now: 1_000, chance: 0.5 };

describe('a run that failed', () => {
  test('is tried four times where that may help, each time later', () => {
    const transient = failure({ retryable: true, category: 'system', message: 'INTERNAL_ERROR' });
    const delays = [1, 2, 3].map((attempt) => afterFailure(run(4, { attempt }), transient, clock));
    expect(delays).toMatchObject([
      { do: 'retry', delaySeconds: 8, run: { attempt: 2, notBefore: 9_000 } },
      { do: 'retry', delaySeconds: 30 },
      { do: 'retry', delaySeconds: 120, run: { attempt: 4 } },
    ]);
    expect(afterFailure(run(4, { attempt: 4 }), transient, clock)).toEqual({ do: 'halve', limit: 2 });
  });

  test('is halved down to one, which is set aside', () => {
    expect(afterFailure(run(5), failure(), clock)).toEqual({ do: 'halve', limit: 3 });
    expect(afterFailure(run(1), failure(), clock)).toEqual({ do: 'set aside', mayPass: false });
    expect(afterFailure(run(1), failure({ category: 'timeout' }), clock)).toEqual({ do: 'set aside', mayPass: true });
  });

  test.each([
    'COLUMN_NOT_FOUND: line 1:8: Column x cannot be resolved',
    'TABLE_NOT_FOUND: line 2:1',
    'MALFORMED_QUERY: x',
    'PERMISSION_DENIED: Access Denied: s3://bucket/key',
  ])('is set aside as a whole by what no unit is to blame for: %s', (message) => {
    expect(afterFailure(run(90), failure({ message }), clock)).toEqual({ do: 'set aside', mayPass: true });
  });

  test('is set aside as a whole when its table could not be made', () => {
    expect(afterFailure(run(9, { lane: 'create' }), failure(), clock)).toMatchObject({ do: 'set aside' });
  });
});

test('what may pass is tried once more after 1, 6 and 24 hours, and then no more', () => {
  const hours = [1, 2, 3, 4].map((times) => retryAt(times, true, 0)).map((at) => at && at / 3_600_000);
  expect(hours).toEqual([1, 6, 24, undefined]);
  expect(retryAt(1, false, 0)).toBeUndefined();
});
