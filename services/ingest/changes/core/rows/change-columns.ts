import type { Column as ParquetColumn } from '@tributary/shared/parquet-write.ts';
import type { Format, Table } from '../declaration/changes.ts';
import type { ColumnType } from '../declaration/column-type.ts';
import { beforeColumn, ownColumns } from '../declaration/names.ts';

/** The columns of `_changes`, in order: what is told of a change, the key before it, the table's own, and what did not fit. */
export function changeColumns(table: Table, { beforeImage }: Format): readonly ParquetColumn[] {
  const before = beforeImage === undefined ? [] : table.key;
  return [
    { name: ownColumns.op, type: 'STRING' },
    { name: ownColumns.isLoad, type: 'BOOLEAN' },
    { name: ownColumns.committedAt, type: 'TIMESTAMP_MICROS' },
    { name: ownColumns.arrivedAt, type: 'TIMESTAMP_MILLIS' },
    { name: ownColumns.changeSeq, type: 'STRING' },
    { name: ownColumns.generation, type: 'INT64' },
    { name: ownColumns.sourceKey, type: 'STRING' },
    { name: ownColumns.rowNumber, type: 'INT64' },
    ...before.map(({ as, type }) => ({ name: beforeColumn(as), ...parquetTypeOf(type) })),
    ...table.columns.map(({ as, type }) => ({ name: as, ...parquetTypeOf(type) })),
    { name: ownColumns.rescued, type: 'MAP_STRING_STRING' },
  ];
}

type ParquetType = ParquetColumn extends infer C ? (C extends unknown ? Omit<C, 'name'> : never) : never;

/** Athena reads the timestamps of Hive tables in milliseconds: those with more digits are text here, and timestamps in the views. */
function parquetTypeOf(type: ColumnType): ParquetType {
  switch (type.kind) {
    case 'string':
    case 'timestamp(6)':
      return { type: 'STRING' };
    case 'int':
      return { type: 'INT32' };
    case 'bigint':
      return { type: 'INT64' };
    case 'double':
      return { type: 'DOUBLE' };
    case 'boolean':
      return { type: 'BOOLEAN' };
    case 'date':
      return { type: 'DATE' };
    case 'timestamp(3)':
      return { type: 'TIMESTAMP_MILLIS' };
    case 'decimal':
      return { type: 'DECIMAL', precision: type.precision, scale: type.scale };
  }
}
