import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReadDecimal, type ReadValue, readBigint, readDouble, readInt } from './read-number.ts';

/** Read from the midst of other bytes. */
const by = (read: ReadValue) => (text: string) => {
  const bytes = Buffer.from(`9${text}9`);
  return read(bytes, 1, bytes.length - 1);
};
const big = (value: number | bigint | undefined) => (value === undefined ? undefined : BigInt(value));
const zeros = fc.nat(20).map((count) => '0'.repeat(count));

describe('whole numbers', () => {
  const near = (limit: bigint) => fc.bigInt({ min: limit - 3n, max: limit + 3n });
  const whole = fc.oneof(
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.maxSafeInteger().map(BigInt),
    ...[0n, 2n ** 31n, -(2n ** 31n), 2n ** 53n, 10n ** 15n, -(10n ** 15n), 2n ** 63n, -(2n ** 63n)].map(near),
  );
  const textOf = (value: bigint, lead: string, plus: boolean) =>
    `${value < 0n ? '-' : plus ? '+' : ''}${lead}${value < 0n ? -value : value}`;
  test.each([
    ['bigint', readBigint, 63n],
    ['int', readInt, 31n],
  ] as const)('of %s are exact, and none beyond its range', (_, read, bits) => {
    fc.assert(
      fc.property(whole, zeros, fc.boolean(), (value, lead, plus) => {
        const fits = value >= -(2n ** bits) && value < 2n ** bits;
        expect(big(by(read)(textOf(value, lead, plus)))).toBe(fits ? value : undefined);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['', '-', '+', '1.0', '1.', '1e3', ' 1', '1 ', '0x1', '١', '--1', '+-1', '1,000', 'constructor'])(
    '%j is none',
    (text) => {
      expect([by(readBigint)(text), by(readInt)(text)]).toEqual([undefined, undefined]);
    },
  );
});

describe('decimals', () => {
  const digits = (most: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most }).map((all) => all.join(''));
  const part = fc.oneof(digits(40), digits(5));
  const shape = fc.integer({ min: 1, max: 38 }).chain((precision) =>
    fc.record({
      precision: fc.constant(precision),
      scale: fc.integer({ min: 0, max: precision }),
      sign: fc.constantFrom('', '-', '+'),
      whole: part,
      fraction: fc.oneof(
        fc.constant(''),
        fc.tuple(part, zeros).map(([said, end]) => `.${said}${end}`),
      ),
    }),
  );
  /** What the text is as so many units, by the rules of school. */
  const unitsOf = (sign: string, whole: string, fraction: string, scale: number): bigint | undefined => {
    const said = fraction.slice(1).replace(/0+$/, '');
    if (!/\d/.test(whole + fraction) || said.length > scale) return undefined;
    const units = BigInt(whole + said.padEnd(scale, '0'));
    return sign === '-' ? -units : units;
  };

  test('are exact to the last digit; what has more of them is none', () => {
    fc.assert(
      fc.property(shape, ({ precision, scale, sign, whole, fraction }) => {
        const units = unitsOf(sign, whole, fraction, scale) ?? 10n ** 99n;
        const fits = units > -(10n ** BigInt(precision)) && units < 10n ** BigInt(precision);
        expect(big(by(createReadDecimal(precision, scale))(`${sign}${whole}${fraction}`))).toBe(
          fits ? units : undefined,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['', '-', '.', '-.', '1e2', '1.2.3', ' 1', 'NaN'])('%j is none', (text) => {
    expect(by(createReadDecimal(10, 2))(text)).toBeUndefined();
  });
});

describe('doubles', () => {
  const form = fc.constantFrom<(value: number) => string>(
    (value) => `${value}`,
    (value) => value.toExponential(),
    (value) => value.toPrecision(17),
    (value) => value.toPrecision(15),
    (value) => (Math.abs(value) < 1e21 ? value.toFixed(20) : `${value}`),
    (value) => `${value}`.toUpperCase(),
    (value) => `${Object.is(value, -0) ? '-0' : value}`,
  );
  const double = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc
      .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 15 }))
      .map(([a, b]) => a / 10 ** b),
  );
  test('are to the last bit what JavaScript reads, in any form', () => {
    fc.assert(
      fc.property(double, form, (value, write) => {
        const text = write(value);
        const expected = Number.isFinite(Number(text)) ? Number(text) : undefined;
        expect(Object.is(by(readDouble)(text), expected), text).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['NaN', Number.NaN],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['5.', 5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['+1.5', 1.5],
    ['-0', -0],
    ['999999999999999', 999_999_999_999_999],
  ])('%s is one', (text, value) => {
    expect(Object.is(by(readDouble)(text), value)).toBe(true);
  });

  test.each(['', '.', '-', '1e', '1e400', 'constructor', '__proto__', '0x10', '1_0', ' 1', '1 '])(
    '%j is none',
    (text) => {
      expect(by(readDouble)(text)).toBeUndefined();
    },
  );
});
