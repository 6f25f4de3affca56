import { expect, test } from 'vitest';
import { clock, count, minute } from './words.ts';

test('one is one, and thousands are parted', () => {
  expect([count(1, 'row'), count(0, 'row'), count(1200, 'row')]).toEqual(['1 row', '0 rows', '1,200 rows']);
  expect(count(2, 'unit set aside', 'units set aside')).toBe('2 units set aside');
});

test('times of the day are UTC', () => {
  const at = Date.UTC(2026, 10, 20, 13, 2, 11, 900);
  expect([minute(at), clock(at)]).toEqual(['13:02', '13:02:11']);
});
