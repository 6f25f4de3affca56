import { SqlError } from '../sql/error.ts';
import { murmur3 } from './murmur3.ts';
import type { Primitive } from './type.ts';
import { type IcebergType, isPrimitive } from './type.ts';
import { twosComplement, type Value } from './value.ts';

export type Transform =
  | { readonly kind: 'identity' | 'void' | 'year' | 'month' | 'day' | 'hour' }
  | { readonly kind: 'bucket' | 'truncate'; readonly width: number };

/** Reads a transform as partition specs write it: `identity`, `day`, `bucket[16]`. */
export function readTransform(text: string): Transform {
  const sized = /^(bucket|truncate)\[(\d+)\]$/.exec(text);
  if (sized) return { kind: sized[1] === 'bucket' ? 'bucket' : 'truncate', width: Number(sized[2]) };
  const kind = (['identity', 'void', 'year', 'month', 'day', 'hour'] as const).find((name) => name === text);
  if (!kind) throw new SqlError('NOT_SUPPORTED', `Partition transform ${text} is not supported`);
  return { kind };
}

export function printTransform(transform: Transform): string {
  return 'width' in transform ? `${transform.kind}[${transform.width}]` : transform.kind;
}

/** The type of a partition value. `day` gives a date, as Iceberg's own library has it. */
export function resultType(transform: Transform, source: Primitive): Primitive {
  if (transform.kind === 'identity' || transform.kind === 'void' || transform.kind === 'truncate') return source;
  return { kind: transform.kind === 'day' ? 'date' : 'int' };
}

const allowed: Readonly<Record<Transform['kind'], readonly IcebergType['kind'][] | 'any'>> = {
  identity: 'any',
  void: 'any',
  year: ['date', 'timestamp', 'timestamptz'],
  month: ['date', 'timestamp', 'timestamptz'],
  day: ['date', 'timestamp', 'timestamptz'],
  hour: ['timestamp', 'timestamptz'],
  bucket: ['int', 'long', 'decimal', 'date', 'time', 'timestamp', 'timestamptz', 'string', 'uuid', 'fixed', 'binary'],
  truncate: ['int', 'long', 'decimal', 'string', 'binary'],
};

export function canTransform(transform: Transform, type: IcebergType): boolean {
  const kinds = allowed[transform.kind];
  return isPrimitive(type) && (kinds === 'any' || kinds.includes(type.kind));
}

/** A transform of one value, as the specification's appendix B defines it; null stays null, `void` makes everything null. */
export function applyTransform(transform: Transform, type: Primitive, value: Value | null): Value | null {
  if (value === null || transform.kind === 'void') return null;
  if (transform.kind === 'identity') return value;
  if (transform.kind === 'bucket') return BigInt((hashValue(type, value) & 0x7fffffff) % transform.width);
  if (transform.kind === 'truncate') return truncateValue(value, transform.width);
  return typeof value === 'bigint' ? timeUnit(transform.kind, microsOf(type, value)) : null;
}

/** The 32-bit hash of a value; whole numbers, dates and times hash as 8 bytes. */
export function hashValue(type: Primitive, value: Value): number {
  if (typeof value === 'bigint') {
    if (type.kind === 'decimal') return murmur3(twosComplement(value));
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return murmur3(bytes);
  }
  if (typeof value === 'string') return murmur3(Buffer.from(value, 'utf8'));
  if (Buffer.isBuffer(value)) return murmur3(value);
  throw new Error(`Iceberg has no bucket of ${type.kind}`);
}

function truncateValue(value: Value, width: number): Value {
  if (typeof value === 'bigint') {
    const step = BigInt(width);
    return value - (((value % step) + step) % step);
  }
  if (typeof value === 'string') return [...value].slice(0, width).join('');
  return Buffer.isBuffer(value) ? value.subarray(0, width) : value;
}

const dayMicros = 86_400_000_000n;

function microsOf(type: Primitive, value: bigint): bigint {
  return type.kind === 'date' ? value * dayMicros : value;
}

function timeUnit(kind: 'year' | 'month' | 'day' | 'hour', micros: bigint): bigint {
  if (kind === 'day') return floorDivide(micros, dayMicros);
  if (kind === 'hour') return floorDivide(micros, 3_600_000_000n);
  const date = new Date(Number(floorDivide(micros, 1000n)));
  const years = date.getUTCFullYear() - 1970;
  return BigInt(kind === 'year' ? years : years * 12 + date.getUTCMonth());
}

function floorDivide(value: bigint, by: bigint): bigint {
  return (value - (((value % by) + by) % by)) / by;
}
