import type { Column } from '@tributary/shared/parquet-write.ts';
import type { ColumnType, Plain } from '../types/column-type.ts';

const plainTypes = {
  boolean: 'BOOLEAN',
  int: 'INT32',
  bigint: 'INT64',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP_MICROS',
  string: 'STRING',
} as const satisfies Record<Plain, Column['type']>;

/** How a column is written. Nothing fits a type of another hand: its column is one of texts that are all absent. */
export function parquetColumn(name: string, type: ColumnType): Column {
  if (type.kind === 'decimal') return { name, type: 'DECIMAL', precision: type.precision, scale: type.scale };
  if (type.kind === 'array') return { name, type: 'ARRAY', element: parquetColumn('element', type.element) };
  if (type.kind === 'map') return { name, type: 'MAP', value: parquetColumn('value', type.value) };
  if (type.kind === 'struct')
    return { name, type: 'STRUCT', fields: type.fields.map((field) => parquetColumn(field.name, field.type)) };
  return { name, type: type.kind === 'other' ? 'STRING' : plainTypes[type.kind] };
}

/** Whether a column can be written at all. */
export function isWritten(type: ColumnType): boolean {
  if (type.kind === 'array') return isWritten(type.element);
  if (type.kind === 'map') return isWritten(type.value);
  return type.kind === 'struct' ? type.fields.every((field) => isWritten(field.type)) : type.kind !== 'other';
}
