import type { ParquetValue } from '@tributary/shared/parquet-write.ts';
import type { ColumnType } from '../types/column-type.ts';
import { daysOf, microsOf } from '../types/moments.ts';
import { isScalar, isWritten, textOf, type Value, written } from '../value.ts';

/** A scalar as a column of the type holds it; undefined where it does not fit. */
export type FitScalar = (value: Value) => ParquetValue | undefined;

export function fitScalar(type: ColumnType): FitScalar {
  if (type.kind === 'decimal') return decimalFit(type.precision, type.scale);
  return fits[type.kind] ?? none;
}

const none: FitScalar = () => undefined;

const most32 = 2 ** 31;
const most64 = 2n ** 63n;

const fits: Readonly<Partial<Record<ColumnType['kind'], FitScalar>>> = {
  string: (value) => (typeof value === 'string' ? value : isScalar(value) ? textOf(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : booleans.get(textValue(value)?.toLowerCase() ?? '')),
  bigint: (value) => whole(value),
  int(value) {
    const number = whole(value);
    return number !== undefined && number >= -most32 && number < most32 ? Number(number) : undefined;
  },
  double,
  date(value) {
    const text = textValue(value);
    return text === undefined ? undefined : daysOf(text);
  },
  timestamp(value) {
    const text = textValue(value);
    return text === undefined ? undefined : (microsOf(text) ?? midnightOf(text));
  },
};

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

function midnightOf(text: string): number | bigint | undefined {
  const days = daysOf(text);
  return days === undefined ? undefined : short(BigInt(days) * 86_400_000_000n);
}

/** What is written as a text. */
function textValue(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return isWritten(value) && value[written] !== 'number' ? value.text : undefined;
}

function whole(value: Value): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === 'bigint') return isLong(value) ? value : undefined;
  // 5.00 is 5; 005 is a text that looks like one.
  const [, digits] = /^(-?(?:0|[1-9]\d{0,18}))(?:\.0*)?$/.exec(numberText(value) ?? '') ?? [];
  return digits === undefined ? undefined : (whole(Number(digits)) ?? whole(BigInt(digits)));
}

function isLong(value: bigint): boolean {
  return value >= -most64 && value < most64;
}

/** What is written as a number, be it in a text. */
function numberText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return isWritten(value) && value[written] !== 'binary' ? value.text : undefined;
}

const doubleForm = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function double(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return nearest(String(value));
  const text = numberText(value);
  if (text === undefined || !doubleForm.test(text)) return undefined;
  return nearest(text);
}

/** The nearest double. Whole numbers have to be exact; what is too large, or too small, is none. */
function nearest(text: string): number | undefined {
  const number = Number(text);
  if (!Number.isFinite(number) || (number === 0 && /[1-9]/.test(text.replace(/e.*$/i, '')))) return undefined;
  return /^-?\d{16,}$/.test(text) && BigInt(number) !== BigInt(text) ? undefined : number;
}

/** The number as the whole number of its smallest units. */
function decimalFit(precision: number, scale: number): FitScalar {
  const most = 10n ** BigInt(precision);
  return (value) => {
    const units = unitsOf(digitsText(value) ?? '', scale);
    return units === undefined || units >= most || units <= -most ? undefined : short(units);
  };
}

function digitsText(value: Value): string | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : numberText(value);
}

const decimalForm = /^(-?)(0|[1-9]\d*|(?=\.\d))(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** More are in no decimal. */
const mostPlaces = 120;

/** Zeros at the end say nothing that gets lost. */
function unitsOf(text: string, scale: number): bigint | undefined {
  const [, sign, digits = '', fraction = '', exponent = '0'] = decimalForm.exec(text) ?? [];
  const shift = scale + Number(exponent) - fraction.length;
  if (sign === undefined || text.length > mostPlaces || Math.abs(shift) > mostPlaces) return undefined;
  const [all, power] = [BigInt(`${sign}${digits}${fraction}`), 10n ** BigInt(Math.abs(shift))];
  if (shift >= 0) return all * power;
  return all % power === 0n ? all / power : undefined;
}

function short(units: bigint): number | bigint {
  const number = Number(units);
  return Number.isSafeInteger(number) ? number : units;
}
