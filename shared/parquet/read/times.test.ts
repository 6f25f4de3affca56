import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText, timestampText, timeText } from './times.ts';

test('days and moments are those of the calendar that JavaScript has', () => {
  const micros = fc.bigInt({ min: -62_167_219_200_000_000n, max: 253_402_300_799_999_999n });
  fc.assert(
    fc.property(fc.oneof(micros, fc.bigInt(-9_999_999n, 9_999_999n)), (count) => {
      const rest = ((count % 1000n) + 1000n) % 1000n;
      const iso = new Date(Number((count - rest) / 1000n)).toISOString();
      const expected = `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(rest).padStart(3, '0')}`;
      expect(timestampText(count, 1_000_000)).toBe(expected);
      expect(timestampText((count - rest) / 1000n, 1000)).toBe(`${expected.slice(0, -3)}000`);
      expect(timestampText(count * 1000n, 1_000_000_000)).toBe(expected);
      expect(timestampText(count * 1000n + 7n, 1_000_000_000)).toBe(`${expected}007`);
      expect(dateText(Math.floor(Number((count - rest) / 1000n) / 86_400_000))).toBe(expected.slice(0, 10));
    }),
    { numRuns: 2000 },
  );
});

test('years of more than four digits and before the year 0 are written, too', () => {
  expect(dateText(2_932_897)).toBe('10000-01-01');
  expect(dateText(-719_529)).toBe('-0001-12-31');
  expect(dateText(2 ** 31 - 1)).toBe('5881580-07-11');
  expect(timestampText(2n ** 63n - 1n, 1_000_000)).toBe('294247-01-10 04:00:54.775807');
});

test('times of a day', () => {
  expect(timeText(0, 1000)).toBe('00:00:00.000000');
  expect(timeText(86_399_999_999n, 1_000_000)).toBe('23:59:59.999999');
  expect(timeText(1_000_000_001, 1_000_000_000)).toBe('00:00:01.000000001');
});
