import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readType } from '../types/column-type.ts';
import type { Value } from '../value.ts';
import { anyScalar, asWritten } from '../values-for-tests.ts';
import { fitScalar } from './fit-scalar.ts';
import { anyType } from './testing/any-fields.ts';
import { holds } from './testing/holds.ts';

const fit = (type: string, value: Value) => fitScalar(readType(type))(value);
const number = (text: string) => asWritten('number', text);
const day = 86_400_000_000;

describe('a value that fits', () => {
  test.each<[string, Value, unknown]>([
    ['string', 'x', 'x'],
    ['string', true, 'true'],
    ['string', 1.5, '1.5'],
    ['string', number('1.50'), '1.50'],
    ['string', asWritten('binary', 'AAA='), 'AAA='],
    ['string', asWritten('date', '2026-11-29'), '2026-11-29'],
    ['boolean', false, false],
    ['boolean', 'TRUE', true],
    ['int', 2 ** 31 - 1, 2 ** 31 - 1],
    ['int', '-2147483648', -(2 ** 31)],
    ['bigint', '5.00', 5],
    ['bigint', number('10.0'), 10],
    ['bigint', '9223372036854775807', 2n ** 63n - 1n],
    ['bigint', -(2n ** 63n), -(2n ** 63n)],
    ['bigint', number('9007199254740993'), 2n ** 53n + 1n],
    ['double', 5, 5],
    ['double', 'x'.length, 1],
    ['double', '1.5e3', 1500],
    ['double', '.5', 0.5],
    ['double', '-0', -0],
    ['double', 2n ** 60n, 2 ** 60],
    ['double', number('36893488147419103232'), 2 ** 65],
    ['double', Number.NaN, Number.NaN],
    ['decimal(10,2)', '12.50', 1250],
    ['decimal(10,2)', '12.500', 1250],
    ['decimal(10,2)', -0.07, -7],
    ['decimal(10,7)', 1e-7, 1],
    ['decimal(10,7)', number('12E-7'), 12],
    ['decimal(38,0)', 1e21, 10n ** 21n],
    ['decimal(38,0)', number('1.5e3'), 1500],
    ['decimal(4,2)', 99.99, 9999],
    ['decimal(4,2)', '.5', 50],
    ['decimal(3,0)', asWritten('decimal', '999.000'), 999],
    ['decimal(38,2)', 2n ** 70n, 2n ** 70n * 100n],
    ['date', '1970-01-02', 1],
    ['date', '0001-01-01', -719_162],
    ['timestamp', '1970-01-01T00:00:00.000001Z', 1],
    ['timestamp', '1970-01-01 00:00', 0],
    ['timestamp', '1970-01-01T02:00:00+02:00', 0],
    ['timestamp', '1969-12-31T18:30:00-0530', 0],
    ['timestamp', '1970-01-01T00:00:00.5 UTC', 500_000],
    ['timestamp', '1970-01-01T00:00:00,5', 500_000],
    ['timestamp', '1970-01-01T18:00:00+18', 0],
    ['timestamp', '1969-12-31 23:59:59.999999', -1],
    ['timestamp', '1970-01-02', day],
    ['timestamp', '0001-01-01', -719_162n * 86_400_000_000n],
    ['timestamp', '1600-01-01T00:00:00.000001Z', -135_140n * 86_400_000_000n + 1n],
    ['timestamp', asWritten('timestamp', '1970-01-01T00:00:00.123456000Z'), 123_456],
  ])('%s of %o is %o', (type, value, cell) => {
    expect(fit(type, value)).toBe(cell);
  });
});

describe('a value that does not', () => {
  test.each<[string, Value]>([
    ['string', ['x']],
    ['string', { a: 1 }],
    ['boolean', 1],
    ['boolean', '1'],
    ['boolean', 'yes'],
    ['boolean', 'constructor'],
    ['boolean', '__proto__'],
    ['boolean', number('1')],
    ['int', 2 ** 31],
    ['int', '-2147483649'],
    ['int', 1.5],
    ['bigint', 1.5],
    ['bigint', 2n ** 70n],
    ['bigint', 2n ** 63n],
    ['bigint', '-9223372036854775809'],
    ['bigint', 2 ** 53],
    ['bigint', '007'],
    ['bigint', '+1'],
    ['bigint', ' 1'],
    ['bigint', ''],
    ['bigint', 'x'],
    ['bigint', true],
    ['bigint', number('5.01')],
    ['bigint', asWritten('binary', '1234')],
    ['double', number('1e400')],
    ['double', number('1e-400')],
    ['double', '9007199254740993'],
    ['double', 2n ** 60n + 1n],
    ['double', 10n ** 400n],
    ['double', '007'],
    ['double', '1,5'],
    ['double', 'NaN'],
    ['double', '.'],
    ['double', '-'],
    ['double', true],
    ['decimal(10,2)', '12.505'],
    ['decimal(10,2)', '007'],
    ['decimal(10,2)', '1,5'],
    ['decimal(10,2)', '.'],
    ['decimal(10,2)', ''],
    ['decimal(4,2)', 100],
    ['decimal(4,2)', -100],
    ['decimal(38,0)', number('1e400')],
    ['decimal(38,0)', number('1e999')],
    ['decimal(38,0)', Number.NaN],
    ['decimal(38,0)', Number.POSITIVE_INFINITY],
    ['date', '0000-00-00'],
    ['date', '0000-01-01'],
    ['date', '2024-02-30'],
    ['date', '2023-02-29'],
    ['date', '2026-13-01'],
    ['date', '2026-11-29T00:00:00Z'],
    ['date', 20_261_129],
    ['date', number('2026')],
    ['timestamp', '0000-00-00 00:00:00'],
    ['timestamp', '2016-12-31T23:59:60Z'],
    ['timestamp', '2026-11-29T24:00:00Z'],
    ['timestamp', '2026-11-29T10:60:00Z'],
    ['timestamp', '2026-11-29T10:00:00+19:00'],
    ['timestamp', '2026-11-29T10:00:00+10:60'],
    ['timestamp', '2026-11-29T10:00:00.123456789Z'],
    ['timestamp', '2026-11-29T10'],
    ['timestamp', 1_764_410_400],
    ['tinyint', 1],
    ['array<int>', 1],
  ])('%s of %o', (type, value) => {
    expect(fit(type, value)).toBeUndefined();
  });
});

test('what fits says what was written, whatever the type', () => {
  let fitting = 0;
  fc.assert(
    fc.property(anyType(0), anyScalar, (type, value) => {
      const cell = fitScalar(type)(value);
      if (cell === undefined) return;
      fitting += 1;
      expect(holds(type, cell, value)).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(fitting).toBeGreaterThan(400);
});

test('whole numbers and decimals that have room for a value take it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      for (const given of [value, `${value}`, number(`${value}`), `${value}.00`]) {
        expect(BigInt(String(fit('bigint', given)))).toBe(value);
        expect(BigInt(String(fit('decimal(21,2)', given)))).toBe(value * 100n);
      }
    }),
  );
});
