import type { ParquetParsers, SchemaElement } from 'hyparquet';
import { dateText, type PerSecond, timestampText, timeText } from './times.ts';

/** What hyparquet makes of values as it reads them, where it does: texts at once, so that what a dictionary holds is written once. */
export const parsers: ParquetParsers = {
  timestampFromMilliseconds: (millis) => timestampText(millis, 1_000),
  timestampFromMicroseconds: (micros) => timestampText(micros, 1_000_000),
  timestampFromNanoseconds: (nanos) => timestampText(nanos, 1_000_000_000),
  dateFromDays: dateText,
  stringFromBytes: utf8,
  jsonFromBytes: utf8,
  geometryFromBytes: hex,
  geographyFromBytes: hex,
  uuidFromBytes: (bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
};

/** A schema's element as hyparquet is to read it: exact where it would round (decimals), as bytes where it would refuse. */
export function readable(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical, ...stored } = element;
  const meaning = logical?.type ?? converted ?? '';
  if (texts.has(meaning)) return { ...stored, converted_type: 'UTF8' };
  if (meaning === 'DATE') return { ...stored, converted_type: 'DATE' };
  return exact.has(meaning) ? stored : element;
}

const texts: ReadonlySet<string> = new Set(['STRING', 'UTF8', 'ENUM', 'JSON']);
const exact: ReadonlySet<string> = new Set([
  'DECIMAL',
  'BSON',
  'INTERVAL',
  'TIME',
  'TIME_MILLIS',
  'TIME_MICROS',
  'VARIANT',
  'GEOMETRY',
  'GEOGRAPHY',
]);

export type Leaf = {
  /** Of a value that is present. */
  readonly text: (value: unknown) => string;
  /** Whether JSON writes it as a number. */
  readonly isNumber: boolean;
};

/** What the values of a column without fields are, where that is more than how they are stored. */
export type LeafKind =
  | { readonly kind: 'decimal'; readonly scale: number }
  | { readonly kind: 'time'; readonly perSecond: PerSecond }
  | { readonly kind: 'float' | 'plain' };

export function leafKindOf(element: SchemaElement): LeafKind {
  const { type, converted_type: converted, logical_type: logical } = element;
  const scale = scaleOf(element);
  if (scale !== undefined) return { kind: 'decimal', scale };
  const perSecond = unitOfTime(logical?.type === 'TIME' ? logical.unit : converted);
  if (perSecond !== undefined && (type === 'INT32' || type === 'INT64')) return { kind: 'time', perSecond };
  return { kind: type === 'FLOAT' ? 'float' : 'plain' };
}

/** How the values of a column without fields are written. */
export function leafOf(element: SchemaElement): Leaf {
  const kind = leafKindOf(element);
  if (kind.kind === 'decimal') return { text: (value) => decimalText(value, kind.scale), isNumber: true };
  if (kind.kind === 'time') return { text: (value) => timeText(wholeOf(value), kind.perSecond), isNumber: false };
  return kind.kind === 'float' ? { text: floatText, isNumber: true } : { text: plainText, isNumber: false };
}

/** Of a decimal; undefined of all else, and of what says to be one and cannot. */
function scaleOf({
  type,
  converted_type: converted,
  logical_type: logical,
  scale = 0,
}: SchemaElement): number | undefined {
  if (type === 'FLOAT' || type === 'DOUBLE' || type === 'BOOLEAN' || type === 'INT96') return undefined;
  const said = logical?.type === 'DECIMAL' ? logical.scale : converted === 'DECIMAL' ? scale : undefined;
  return said !== undefined && said >= 0 && said <= mostScale ? said : undefined;
}

/** Some databases have numbers of so many digits. */
const mostScale = 1000;

function unitOfTime(unit: string | undefined): PerSecond | undefined {
  if (unit === 'TIME_MILLIS' || unit === 'MILLIS') return 1_000;
  if (unit === 'TIME_MICROS' || unit === 'MICROS') return 1_000_000;
  return unit === 'NANOS' ? 1_000_000_000 : undefined;
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return hex(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The shortest that is this 32-bit number again. */
export function floatText(value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return plainText(value);
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return plainText(short);
  }
  return plainText(Number(value.toPrecision(9)));
}

export function decimalText(value: unknown, scale: number): string {
  const unscaled = String(wholeOf(value));
  if (scale === 0) return unscaled;
  const isNegative = unscaled.startsWith('-');
  const digits = (isNegative ? unscaled.slice(1) : unscaled).padStart(scale + 1, '0');
  return `${isNegative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A whole number, or the big-endian bytes of one in two's complement. */
export function wholeOf(value: unknown): bigint | number {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  if (!(value instanceof Uint8Array)) throw new TypeError(`no whole number: ${String(value)}`);
  return value.length === 0 ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex(value)}`));
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
