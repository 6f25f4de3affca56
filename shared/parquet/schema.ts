import type { ParquetType, SchemaElement } from 'hyparquet';

export type ColumnType =
  | 'STRING'
  | 'INT32'
  | 'INT64'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIMESTAMP_MILLIS'
  | 'TIMESTAMP_MICROS'
  | 'MAP_STRING_STRING'
  | 'STRUCT'
  | 'ARRAY'
  | 'MAP';

/** Every column and field is optional. */
export type Column = FlatColumn | { readonly name: string; readonly type: 'MAP_STRING_STRING' } | NestedColumn;

/** Columns of columns, at any depth. The names of an ARRAY's elements and of a MAP's values are not written; a MAP's keys are texts. */
export type NestedColumn =
  | { readonly name: string; readonly type: 'STRUCT'; readonly fields: readonly Column[] }
  | { readonly name: string; readonly type: 'ARRAY'; readonly element: Column }
  | { readonly name: string; readonly type: 'MAP'; readonly value: Column };

/** Digits in all, 1 to 38, and how many of them are behind the point. */
export type DecimalColumn = {
  readonly name: string;
  readonly type: 'DECIMAL';
  readonly precision: number;
  readonly scale: number;
};

/** A map as two lists of equal length; no key comes twice. Rows whose maps have the same keys may share the list of them. */
export type MapEntries = { readonly keys: readonly string[]; readonly values: readonly (string | null)[] };

/**
 * Timestamps and dates are counts since the epoch in the column's unit, decimals their digits as one whole number (12.50 of scale 2 is 1250);
 * a STRUCT is an object of its fields, a MAP an object or a Map, a MAP_STRING_STRING its entries or an object; absent is null or undefined.
 */
export type ParquetValue =
  | string
  | number
  | bigint
  | boolean
  | MapEntries
  | readonly ParquetValue[]
  | ReadonlyMap<string, ParquetValue>
  | { readonly [name: string]: ParquetValue }
  | null
  | undefined;
export type ParquetRow = Readonly<Record<string, ParquetValue>>;

/** The Parquet schema of optional columns; maps and lists have the three-level layout that Athena, Spark and DuckDB read. */
export function parquetSchemaOf(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

/** A column of the file that holds values: where it is in the schema, and how they are stored. */
export type Leaf = { readonly path: readonly string[]; readonly type: ParquetType };

/** Most digits that fit 64 bits. */
export const mostDigitsOfInt64 = 18;
const mostDigits = 38;
export const wideDecimalBytes = 16;

const byType = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  INT32: { type: 'INT32' },
  INT64: { type: 'INT64' },
  DOUBLE: { type: 'DOUBLE' },
  BOOLEAN: { type: 'BOOLEAN' },
  DATE: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  TIMESTAMP_MILLIS: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  TIMESTAMP_MICROS: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
} as const;

/** How the values of a column that is no map are stored. */
export function storedAs(column: FlatColumn): Omit<SchemaElement, 'name'> & { readonly type: ParquetType } {
  return column.type === 'DECIMAL' ? decimal(column) : byType[column.type];
}

export type FlatColumn = { readonly name: string; readonly type: keyof typeof byType } | DecimalColumn;

function decimal({ name, precision, scale }: DecimalColumn) {
  if (!Number.isInteger(precision) || precision < 1 || precision > mostDigits)
    throw new RangeError(`the Parquet column ${name} is to have ${precision} digits: 1 to ${mostDigits} can be stored`);
  if (!Number.isInteger(scale) || scale < 0 || scale > precision)
    throw new RangeError(`the Parquet column ${name} is to have ${scale} of ${precision} digits behind the point`);
  const meaning = {
    converted_type: 'DECIMAL',
    precision,
    scale,
    logical_type: { type: 'DECIMAL', precision, scale },
  } as const;
  return precision <= mostDigitsOfInt64
    ? ({ type: 'INT64', ...meaning } as const)
    : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: wideDecimalBytes, ...meaning } as const);
}

export function isFlat(column: Column): column is FlatColumn {
  const { type } = column;
  return type !== 'MAP_STRING_STRING' && type !== 'STRUCT' && type !== 'ARRAY' && type !== 'MAP';
}

function elementsOf(column: Column): SchemaElement[] {
  const { name } = column;
  if (isFlat(column)) return [{ name, ...storedAs(column), repetition_type: 'OPTIONAL' }];
  switch (column.type) {
    case 'STRUCT':
      return [group(name, column.fields.length), ...column.fields.flatMap(elementsOf)];
    case 'ARRAY':
      return [
        { ...group(name, 1), converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf({ ...column.element, name: 'element' }),
      ];
    case 'MAP':
      return mapElements(name, column.value);
    case 'MAP_STRING_STRING':
      return mapElements(name, { name: 'value', type: 'STRING' });
  }
}

function group(name: string, children: number) {
  return { name, repetition_type: 'OPTIONAL', num_children: children } as const;
}

function mapElements(name: string, value: Column): SchemaElement[] {
  return [
    { ...group(name, 1), converted_type: 'MAP' },
    { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
    { name: 'key', ...byType.STRING, repetition_type: 'REQUIRED' },
    ...elementsOf({ ...value, name: 'value' }),
  ];
}
