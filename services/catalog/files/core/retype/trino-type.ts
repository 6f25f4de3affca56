import type { ColumnType, Plain } from '../types/column-type.ts';

const plain: Readonly<Record<Plain, string>> = {
  boolean: 'boolean',
  int: 'integer',
  bigint: 'bigint',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp(3)',
  string: 'varchar',
};

/** A type as views name it: https://trino.io/docs/current/language/types.html */
export function trinoType(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  if (type.kind === 'array') return `array(${trinoType(type.element)})`;
  if (type.kind === 'map') return `map(varchar, ${trinoType(type.value)})`;
  if (type.kind === 'struct')
    return `row(${type.fields.map(({ name, type: inner }) => `"${name}" ${trinoType(inner)}`).join(', ')})`;
  return type.kind === 'other' ? type.text : plain[type.kind];
}
