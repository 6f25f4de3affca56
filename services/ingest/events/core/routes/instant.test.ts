import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReadInstant } from './instant.ts';

function read(format: string, value: unknown): string | null {
  const instant = createReadInstant(format)?.(value) ?? null;
  return instant === null ? null : new Date(instant).toISOString();
}

describe('a date', () => {
  test.each([
    ['iso', '2026-11-20T13:00:00Z', '2026-11-20T13:00:00.000Z'],
    ['iso', '2026-11-20T13:00:00.123456789Z', '2026-11-20T13:00:00.123Z'],
    ['iso', '2026-11-20T13:00:00,5+01:00', '2026-11-20T12:00:00.500Z'],
    ['iso', '2026-11-20 13:00-0530', '2026-11-20T18:30:00.000Z'],
    ['iso', '2026-11-20T13:00:00', '2026-11-20T13:00:00.000Z'],
    ['iso', '2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['iso', '2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['iso', '2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['epoch_s', 1_763_640_000, '2025-11-20T12:00:00.000Z'],
    ['epoch_s', '1763640000.25', '2025-11-20T12:00:00.250Z'],
    ['epoch_ms', 1_763_640_000_250, '2025-11-20T12:00:00.250Z'],
    ['epoch_ms', -1, '1969-12-31T23:59:59.999Z'],
    ['yyyy-MM-dd HH:mm:ss', '2026-11-20 13:00:01', '2026-11-20T13:00:01.000Z'],
    ['dd/MM/yyyy', '20/11/2026', '2026-11-20T00:00:00.000Z'],
    ["yyyyMMdd'T'HHmmssXXX", '20261120T130000+0100', '2026-11-20T12:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss.SSS', '2026-11-20 13:00:01.042', '2026-11-20T13:00:01.042Z'],
  ])('as %s, %s is %s', (format, value, expected) => {
    expect(read(format, value)).toBe(expected);
  });

  test.each([
    ['iso', 'yesterday'],
    ['iso', '2026-02-29'],
    ['iso', '2026-13-01'],
    ['iso', '2026-11-20T25:00:00Z'],
    ['iso', 1_763_640_000],
    ['epoch_s', '2026-11-20'],
    ['epoch_s', null],
    ['epoch_s', Number.NaN],
    ['epoch_ms', 1e18],
    ['yyyy-MM-dd', '2026-11-20 13:00'],
  ])('as %s, %s is none', (format, value) => {
    expect(read(format, value)).toBeNull();
  });

  test.each([['YYYY-MM-DD'], ['HH:mm'], ['yyyy yyyy'], ['epoch'], ['']])('has no format %s', (format) => {
    expect(createReadInstant(format)).toBeNull();
  });

  test('is read back from ISO 8601, whatever it is', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(dates, (date) => read('iso', date.toISOString()) === date.toISOString()));
  });
});
