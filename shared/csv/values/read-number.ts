import { digitsAt, hasDigits, plain } from './plain-digits.ts';
import { powers } from './plain-values.ts';

/** Reads a value from the bytes [from, to); undefined where what stands there is none, or is too large. */
export type ReadValue = (bytes: Buffer, from: number, to: number) => number | bigint | undefined;

const most32 = 2n ** 31n - 1n;
const most64 = 2n ** 63n - 1n;

/** More is no number of any column. */
const mostCharacters = 100;

export const readBigint: ReadValue = (bytes, from, to) =>
  digitsAt(bytes, from, to) && plain.fraction < 0 ? plain.value : long(bytes, { from, to }, most64);

export const readInt: ReadValue = (bytes, from, to) => {
  const value = readBigint(bytes, from, to);
  return value === undefined || value > most32 || value < -most32 - 1n ? undefined : Number(value);
};

function long(
  bytes: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
  most: bigint,
): bigint | undefined {
  if (to - from > mostCharacters) return undefined;
  const text = bytes.toString('latin1', from, to);
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value > most || value < -most - 1n ? undefined : value;
}

/** A decimal as the whole number of its smallest units: `-12.5` with a scale of 4 is -125000. What has more digits than there is room for is none. */
export function createReadDecimal(precision: number, scale: number): ReadValue {
  const most = 10n ** BigInt(precision);
  return (bytes, from, to) => {
    if (digitsAt(bytes, from, to)) {
      const missing = scale - Math.max(0, plain.fraction);
      if (missing >= 0 && hasDigits(plain.digits + missing, precision)) return plain.value * (powers[missing] ?? 0);
    }
    return to - from > mostCharacters ? undefined : longUnits(bytes.toString('latin1', from, to), scale, most);
  };
}

function longUnits(text: string, scale: number, most: bigint): bigint | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '' && fraction === '') return undefined;
  // Zeros at the end say nothing that gets lost.
  if (/[1-9]/.test(fraction.slice(scale))) return undefined;
  const units = BigInt(`${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`);
  if (units >= most) return undefined;
  return sign === '-' ? -units : units;
}

/** Digits and perhaps a point: the quotient of two whole numbers that are exact is the nearest double. */
export const readDouble: ReadValue = (bytes, from, to) => {
  if (!digitsAt(bytes, from, to)) return longDouble(bytes.toString('latin1', from, to));
  return plain.fraction < 1 ? plain.value : plain.value / (powers[plain.fraction] ?? 1);
};

function longDouble(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return words.get(text.toLowerCase());
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

const words: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);
