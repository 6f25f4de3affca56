import type { SchemaElement } from 'hyparquet';

export type ColumnType =
  | 'STRING'
  | 'INT32'
  | 'INT64'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'TIMESTAMP_MILLIS'
  | 'TIMESTAMP_MICROS'
  | 'MAP_STRING_STRING';

export type Column = { readonly name: string; readonly type: ColumnType };

/** A map as two lists of equal length; no key comes twice. Rows whose maps have the same keys may share the list of them. */
export type MapEntries = { readonly keys: readonly string[]; readonly values: readonly (string | null)[] };

/** Timestamps are counts since the epoch in the column's unit; absent is null or undefined. */
export type ParquetValue =
  | string
  | number
  | bigint
  | boolean
  | Readonly<Record<string, string>>
  | MapEntries
  | null
  | undefined;
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

/** The object that a map's entries stand for; any other value as it is. */
export function mapAsObject(value: unknown): unknown {
  if (!isMapEntries(value)) return value;
  return Object.fromEntries(value.keys.map((key, at) => [key, value.values[at] ?? null]));
}

export function isMapEntries(value: unknown): value is MapEntries {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
}

/** The Parquet schema of optional columns; maps have the three-level layout that Athena, Spark and DuckDB read. */
export function parquetSchemaOf(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

/** A column of the file that holds values: where it is in the schema, and its element there. */
export type Leaf = { readonly path: readonly string[]; readonly type: keyof typeof byType };

const byType = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  INT32: { type: 'INT32' },
  INT64: { type: 'INT64' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP_MILLIS: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  TIMESTAMP_MICROS: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
} as const;

/** How a leaf's values are stored. */
export function physicalTypeOf({ type }: Leaf): (typeof byType)[keyof typeof byType]['type'] {
  return byType[type].type;
}

function elementsOf({ name, type }: Column): SchemaElement[] {
  if (type !== 'MAP_STRING_STRING') return [{ name, ...byType[type], repetition_type: 'OPTIONAL' }];
  return [
    { name, repetition_type: 'OPTIONAL', converted_type: 'MAP', num_children: 1 },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    { name: 'key', ...byType.STRING, repetition_type: 'REQUIRED' },
    { name: 'value', ...byType.STRING, repetition_type: 'OPTIONAL' },
  ];
}
