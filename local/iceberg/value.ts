import type { Primitive } from './type.ts';

/**
 * A value of a primitive type: int, long, date (days), time, timestamp and timestamptz (microseconds) and decimal (unscaled) are bigints;
 * float and double numbers; string a string; uuid, fixed and binary bytes.
 */
export type Value = boolean | bigint | number | string | Buffer;

/** Iceberg's single-value serialisation (specification, appendix D). */
export function encodeValue(type: Primitive, value: Value): Buffer {
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (typeof value === 'number') return encodeFloat(type, value);
  return typeof value === 'bigint' ? encodeInteger(type, value) : value;
}

function encodeInteger(type: Primitive, value: bigint): Buffer {
  if (type.kind === 'decimal') return twosComplement(value);
  const narrow = type.kind === 'int' || type.kind === 'date';
  const bytes = Buffer.alloc(narrow ? 4 : 8);
  if (narrow) bytes.writeInt32LE(Number(value));
  else bytes.writeBigInt64LE(value);
  return bytes;
}

function encodeFloat(type: Primitive, value: number): Buffer {
  const bytes = Buffer.alloc(type.kind === 'float' ? 4 : 8);
  if (type.kind === 'float') bytes.writeFloatLE(value);
  else bytes.writeDoubleLE(value);
  return bytes;
}

/** The inverse of `encodeValue`; a bound written before the column's type was promoted is read by its width. */
export function decodeValue(type: Primitive, bytes: Buffer): Value {
  switch (type.kind) {
    case 'boolean':
      return bytes[0] !== 0;
    case 'float':
    case 'double':
      return bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE();
    case 'string':
      return bytes.toString('utf8');
    case 'decimal':
      return fromTwosComplement(bytes);
    case 'uuid':
    case 'fixed':
    case 'binary':
      return bytes;
    default:
      return bytes.length === 4 ? BigInt(bytes.readInt32LE()) : bytes.readBigInt64LE();
  }
}

/** Big-endian two's complement in as few bytes as hold the number. */
export function twosComplement(value: bigint): Buffer {
  let width = 1;
  while (BigInt.asIntN(width * 8, value) !== value) width += 1;
  return Buffer.from(
    BigInt.asUintN(width * 8, value)
      .toString(16)
      .padStart(width * 2, '0'),
    'hex',
  );
}

export function fromTwosComplement(bytes: Buffer): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
}

/** Orders two values of one type: strings by their UTF-8 bytes, bytes unsigned. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return Buffer.compare(left, right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Reads a value from DuckDB's (or a constraint's) text; undefined where it is none that bounds can be compared with. */
export function parseValue(type: Primitive, text: string): Value | undefined {
  switch (type.kind) {
    case 'boolean':
      return parseBoolean(text);
    case 'int':
    case 'long':
      return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    case 'float':
    case 'double':
      return parseFloatText(text);
    case 'decimal':
      return parseDecimal(text, type.scale);
    case 'string':
      return text;
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
        ? Buffer.from(text.replaceAll('-', ''), 'hex')
        : undefined;
    case 'fixed':
    case 'binary':
      return undefined;
    default:
      return parseTime(type.kind, text);
  }
}

function parseBoolean(text: string): boolean | undefined {
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

function parseFloatText(text: string): number | undefined {
  if (/^[+-]?inf/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || text === '' || text === '-') return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return undefined;
  const unscaled = BigInt(`${match[2]}${fraction.padEnd(scale, '0')}` || '0');
  return match[1] === '-' ? -unscaled : unscaled;
}

const dateTime =
  /^(?:(\d{4})-(\d\d)-(\d\d))?(?:(?:^|[ T])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(?:Z|\+00(?::?00)?| ?UTC)?$/;

function parseTime(kind: 'date' | 'time' | 'timestamp' | 'timestamptz', text: string): bigint | undefined {
  const match = dateTime.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match;
  const clock = BigInt((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000_000n;
  const micros = clock + BigInt(fraction.padEnd(6, '0'));
  if (kind === 'time') return year === undefined && match[4] !== undefined ? micros : undefined;
  if (year === undefined) return undefined;
  const midnight = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return kind === 'date' ? BigInt(midnight / 86_400_000) : BigInt(midnight) * 1000n + micros;
}
