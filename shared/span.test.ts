import { expect, test } from 'vitest';
import { size } from './size.ts';
import { instant, span } from './span.ts';

test.each([
  [-20, '0 ms'],
  [350, '350 ms'],
  [1_999, '1 s'],
  [60_000, '1 min'],
  [245_000, '4 min 5 s'],
  [3_600_000, '1 h'],
  [3_605_000, '1 h'],
  [11_400_000, '3 h 10 min'],
  [190_800_000, '2 d 5 h'],
])('%d ms are told as %s', (millis, told) => {
  expect(span(millis)).toBe(told);
});

test('a time is told in UTC, to the second', () => {
  expect(instant(Date.UTC(2026, 10, 20, 13, 2, 11, 500))).toBe('2026-11-20 13:02:11 UTC');
});

test.each([
  [0, '0 B'],
  [1_023, '1,023 B'],
  [1_536, '1.5 kB'],
  [10 * 1024 ** 2, '10 MB'],
  [1_300_000_000, '1.2 GB'],
  [1024 ** 4 * 2_000, '2,000 TB'],
])('%d bytes are told as %s', (bytes, told) => {
  expect(size(bytes)).toBe(told);
});
