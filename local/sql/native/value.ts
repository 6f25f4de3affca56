import { DuckDBBlobValue, DuckDBListValue } from '@duckdb/node-api';

/** A VARCHAR argument. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`not a text: ${typeof value}`);
}

/** An INTEGER or DOUBLE argument, or a BIGINT that is small. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new TypeError(`not a number: ${typeof value}`);
}

/** A BIGINT argument. */
export function asBigint(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  throw new TypeError(`not a whole number: ${typeof value}`);
}

/** A BLOB argument. */
export function asBytes(value: unknown): Uint8Array {
  if (value instanceof DuckDBBlobValue) return value.bytes;
  throw new TypeError(`not a blob: ${typeof value}`);
}

/** A list argument. */
export function asList(value: unknown): readonly unknown[] {
  if (value instanceof DuckDBListValue) return value.items;
  throw new TypeError(`not a list: ${typeof value}`);
}
