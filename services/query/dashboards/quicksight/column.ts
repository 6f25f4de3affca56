import type { ColumnType } from '../../src/core/header/columns.ts';

/** QuickSight's word for a type of the lake; undefined of one that it does not read. */
export function quickSightType(type: ColumnType): string | undefined {
  if (type === 'string') return 'STRING';
  if (type === 'int' || type === 'bigint') return 'INTEGER';
  if (type === 'double' || type.startsWith('decimal(')) return 'DECIMAL';
  if (type === 'date' || type === 'timestamp') return 'DATETIME';
  return type === 'boolean' ? 'BOOLEAN' : undefined;
}

/** A column of a data set, as visuals and filters name it. */
export function columnOf(dataset: string, column: string) {
  return { DataSetIdentifier: dataset, ColumnName: column };
}

/** A column in an expression. */
export function inExpression(column: string): string {
  return `{${column}}`;
}
