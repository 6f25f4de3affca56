import { tokenOf } from '@tributary/shared/athena-token.ts';
import type { IcebergColumns } from '@tributary/shared/iceberg-table.ts';
import type { Column, Table } from '../declaration/changes.ts';
import type { ColumnType } from '../declaration/column-type.ts';
import { ownColumns } from '../declaration/names.ts';

/** What a row is the last of: the change that made it so, and where that stands in the order of changes. */
export const stateColumns = { op: ownColumns.op, generation: ownColumns.generation, position: 'position' } as const;

/** The columns of the Iceberg table under `_current`: the table's own, and those of `stateColumns`. */
export function rowsColumns(table: Table): IcebergColumns {
  return Object.fromEntries([
    ...presentColumns(table).map(({ as, type }) => [as, icebergTypeOf(type)] as const),
    [stateColumns.op, 'string'],
    [stateColumns.generation, 'bigint'],
    [stateColumns.position, 'string'],
  ]);
}

/** Other columns make another table, which is filled beside the old one. */
export function rowsTableName(table: Table): string {
  const key = table.key.map(({ as }) => as);
  return `${table.name}_rows_${tokenOf(JSON.stringify({ columns: rowsColumns(table), key })).slice(0, 8)}`;
}

/** Those that the database has now. */
export function presentColumns({ columns }: Table): readonly Column[] {
  return columns.filter(({ dropped }) => !dropped);
}

function icebergTypeOf(type: ColumnType): IcebergColumns[string] {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return type.kind === 'timestamp(3)' || type.kind === 'timestamp(6)' ? 'timestamp' : type.kind;
}
