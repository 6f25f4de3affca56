import { writeFileSync } from 'node:fs';
import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { type Column, mapAsObject } from '../../parquet-write.ts';
import { compressors } from '../decompress.ts';

/** The rows of a file as hyparquet reads them, whole numbers of every kind as they are stored. */
export async function readByHyparquet(bytes: Buffer): Promise<readonly unknown[]> {
  const file = new Uint8Array(bytes).buffer;
  const metadata = parquetMetadata(file);
  const schema = metadata.schema.map(({ converted_type: converted, logical_type: _, ...element }) =>
    converted === undefined || isOfNumbers(converted) ? element : { ...element, converted_type: converted },
  );
  return parquetReadObjects({ file, metadata: { ...metadata, schema }, compressors });
}

function isOfNumbers(converted: string): boolean {
  return converted === 'DECIMAL' || converted === 'DATE' || converted.startsWith('TIMESTAMP');
}

/** The same as DuckDB reads them. */
export async function readByDuckDb(bytes: Buffer, file: string, connection: DuckDBConnection) {
  writeFileSync(file, bytes);
  const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  return read.getRowObjects().map(plain);
}

/** The rows of several files, column by column of the same name. */
export async function readAllByDuckDb(files: readonly string[], connection: DuckDBConnection) {
  const list = files.map((file) => `'${file}'`).join();
  const read = await connection.runAndReadAll(`SELECT * FROM read_parquet([${list}], union_by_name = true)`);
  return read.getRowObjects().map(plain);
}

function plain(value: unknown): unknown {
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) return plain(value.entries);
  if (value instanceof DuckDBMapValue) return new Map(value.entries.map(({ key, value: of }) => [key, plain(of)]));
  if (value instanceof DuckDBDateValue) return value.days;
  if (value instanceof DuckDBDecimalValue) return value.value;
  if (value instanceof DuckDBTimestampTZValue || value instanceof DuckDBTimestampValue) return value.micros;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

/** A cell, whoever read it, as text; what is absent is null, maps are entries in the order of their keys. `millis`: what a millisecond is. */
export function shown(value: unknown, column: Column, millis = 1n): unknown {
  if (value === null || value === undefined) return null;
  switch (column.type) {
    case 'STRUCT':
      return column.fields.map((field) => shown(ownOf(value, field.name), field, millis));
    case 'ARRAY':
      return Array.from(Array.isArray(value) ? value : ['no list'], (each) => shown(each, column.element, millis));
    case 'MAP':
      return shownMap(value, column.value, millis);
    case 'MAP_STRING_STRING':
      return shownMap(mapAsObject(value), { name: 'value', type: 'STRING' }, millis);
    case 'TIMESTAMP_MILLIS':
      return `${BigInt(String(value)) / millis}`;
    case 'DOUBLE':
      return Number(value);
    default:
      return value instanceof Uint8Array ? wideText(value) : String(value);
  }
}

/** Not what every object has, `constructor` for one. */
export function ownOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
}

function shownMap(map: unknown, column: Column, millis: bigint): unknown {
  const entries = map instanceof Map ? [...map] : Object.entries(Object(map));
  return entries
    .map(([key, value]) => [String(key), shown(value, column, millis)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function wideText(bytes: Uint8Array): string {
  return String(BigInt.asIntN(128, BigInt(`0x${Buffer.from(bytes).toString('hex')}`)));
}
