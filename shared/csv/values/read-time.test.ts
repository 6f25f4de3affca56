import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { ReadValue } from './read-number.ts';
import { readBoolean, readDate, readMicros, readMillis } from './read-time.ts';

const by = (read: ReadValue) => (text: string) => {
  const bytes = Buffer.from(`0${text}0`);
  return read(bytes, 1, bytes.length - 1);
};
const two = (value: number) => `${value}`.padStart(2, '0');
const big = (value: number | bigint | undefined) => (value === undefined ? undefined : BigInt(value));

/** Days since 1970-01-01 by counting, the reference. https://howardhinnant.github.io/date_algorithms.html#days_from_civil */
function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lengthOf = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

describe('dates', () => {
  const years = [1, 99, 100, 400, 999, 1582, 1900, 1969, 1970, 1999, 2000, 2023, 2024, 2100, 9999];
  test.each(years)('of the year %i are its days, each of them and no other', (year) => {
    const all = Array.from({ length: 14 * 33 }, (_, at) => [Math.floor(at / 33), at % 33] as const);
    const wrong = all.filter(([month, day]) => {
      const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(year, month);
      const read = by(readDate)(`${`${year}`.padStart(4, '0')}-${two(month)}-${two(day)}`);
      return read !== (isDay ? daysOf(year, month, day) : undefined);
    });
    expect(wrong).toEqual([]);
  });

  test('of nothing are none, also as the first that is ever read', async () => {
    vi.resetModules();
    const anew = await import('./read-time.ts');
    expect(by(anew.readDate)('0000-00-00')).toBeUndefined();
    expect(by(anew.readMicros)('0000-00-00 00:00:00')).toBeUndefined();
  });

  test.each([
    '',
    '0000-01-01',
    '2026-1-1',
    '2026/01/01',
    '2026-01-01 ',
    '20260101',
    '2026-01-0a',
    '-026-01-01',
    '12026-01-01',
  ])('%j is none', (text) => {
    expect(by(readDate)(text)).toBeUndefined();
  });
});

const moment = fc.record({
  year: fc.integer({ min: 1, max: 9999 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  hour: fc.nat(23),
  minute: fc.nat(59),
  second: fc.nat(59),
  fraction: fc.array(fc.nat(9), { maxLength: 6 }).map((all) => all.join('')),
  zeros: fc.nat(3),
  between: fc.constantFrom(' ', 'T'),
  zone: fc.constantFrom('', 'Z'),
});

describe('times', () => {
  test('are exact to the microsecond in all years, and to the millisecond where nothing gets lost', () => {
    fc.assert(
      fc.property(moment, ({ year, month, day, hour, minute, second, fraction, zeros, between, zone }) => {
        const digits = `${fraction}${'0'.repeat(zeros)}`;
        const date = `${`${year}`.padStart(4, '0')}-${two(month)}-${two(day)}`;
        const end = digits === '' ? zone : `.${digits}${zone}`;
        const text = `${date}${between}${two(hour)}:${two(minute)}:${two(second)}${end}`;
        const seconds = daysOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
        const micros = BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
        expect(big(by(readMicros)(text)), text).toBe(micros);
        expect(big(by(readMillis)(text)), text).toBe(micros % 1000n === 0n ? micros / 1000n : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '2026-11-17 24:00:00',
    '2026-11-17 23:60:00',
    '2016-12-31 23:59:60',
    '2026-02-29 00:00:00',
    '0000-00-00 00:00:00',
    '2026-11-17 22:58:26.',
    '2026-11-17 22:58:26.1234567',
    '2026-11-17 22:58:26.000000001',
    '2026-11-17 22:58:26.0000000000',
    '2026-11-17 22:58:26,5',
    '2026-11-17 22:58:26.5+02',
    '2026-11-17_22:58:26',
    '2026-11-17 22.58.26',
    '2026-11-17 22:58',
    '2026-11-17',
    '-26:00:00',
    '',
    'Z',
  ])('%j is none', (text) => {
    expect([by(readMicros)(text), by(readMillis)(text)]).toEqual([undefined, undefined]);
  });
});

test('truths and falsehoods', () => {
  const read = ['true', 'TRUE', 't', '1', 'false', 'False', 'f', '0', '', 'yes', '2', 'truee', '01'].map(
    by(readBoolean),
  );
  expect(read).toEqual([1, 1, 1, 1, 0, 0, 0, 0, undefined, undefined, undefined, undefined, undefined]);
});
