import { describe, expect, test } from 'vitest';
import { afterFailure, nextDays, type Run } from './run.ts';

const run: Run = { id: 'r', step: 'replace', days: ['2026-11-20'], attempt: 1, notBefore: 0 };
const conflict = { category: 'other', message: 'ICEBERG_COMMIT_ERROR', retryable: true } as const;

describe('nextDays', () => {
  test('takes the failed days along with pending ones, and at most 90', () => {
    expect(nextDays({ pending: ['2026-11-21'], failed: ['2026-11-20'] })).toEqual(['2026-11-20', '2026-11-21']);
    const many = Array.from({ length: 200 }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
    expect(nextDays({ pending: many, failed: [] })).toEqual(many.slice(0, 90));
  });
  test('does not try failed days alone', () => {
    expect(nextDays({ pending: [], failed: ['2026-11-20'] })).toEqual([]);
  });
});

describe('afterFailure', () => {
  test('waits longer each time', () => {
    expect(afterFailure(run, conflict, { now: 1_000, chance: 0 })).toEqual({
      retry: true,
      delaySeconds: 5,
      run: { ...run, attempt: 2, notBefore: 6_000 },
    });
    expect(afterFailure({ ...run, attempt: 3 }, conflict, { now: 0, chance: 0.5 })).toMatchObject({
      delaySeconds: 120,
    });
  });
  test('ends after four attempts, and at once at what cannot succeed', () => {
    expect(afterFailure({ ...run, attempt: 4 }, conflict, { now: 0, chance: 0 })).toEqual({ retry: false });
    expect(afterFailure(run, { ...conflict, retryable: false }, { now: 0, chance: 0 })).toEqual({ retry: false });
  });
});
