import { expect, test } from 'vitest';
import { fromEpoch, fromEpochIn } from './epoch.ts';

const at = Date.parse('2026-11-20T13:00:00.250Z');

test.each([
  [Math.floor(at / 1000), at - 250],
  [at / 1000, at],
  [at, at],
  [at * 1000, at],
  [at * 1000 + 999, at],
  [1.001, 1001],
  [-86_400, -86_400_000],
])('%d since 1970 is %d ms: the size tells the unit', (count, instant) => {
  expect(fromEpoch(count)).toBe(instant);
});

test.each([0, Number.NaN, Number.POSITIVE_INFINITY, 1e18, -1e18, 2 ** 63])('%d says nothing of when', (count) => {
  expect(fromEpoch(count)).toBeNull();
});

test('in a known unit, only what is too large for it counts in a smaller one', () => {
  expect([fromEpochIn(1, 86_400_000), fromEpochIn(1, at * 1000), fromEpochIn(1000, 0), fromEpochIn(1000, at)]).toEqual([
    86_400_000,
    at,
    0,
    at,
  ]);
});
