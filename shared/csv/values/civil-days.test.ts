import { expect, test } from 'vitest';
import { daysOfCivil } from './civil-days.ts';

test('each day of four centuries, and of the first and last, is what Date says', () => {
  for (const [from, to] of [
    [1, 3],
    [1599, 2001],
    [9998, 9999],
  ] as const) {
    const at = new Date(0);
    at.setUTCFullYear(from, 0, 1);
    for (; at.getUTCFullYear() <= to; at.setUTCDate(at.getUTCDate() + 1)) {
      const days = daysOfCivil(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
      if (days !== at.getTime() / 86_400_000) expect(at.toISOString()).toBe(String(days));
    }
  }
  expect(daysOfCivil(1970, 1, 1)).toBe(0);
});

test.each([
  [0, 1, 1],
  [2026, 0, 1],
  [2026, 13, 1],
  [2026, 1, 0],
  [2026, 1, 32],
  [2026, 2, 29],
  [2000, 2, 30],
  [1900, 2, 29],
  [2024, 2, 30],
  [2026, 4, 31],
])('%i-%i-%i is no day', (year, month, day) => {
  expect(daysOfCivil(year, month, day)).toBeUndefined();
});
