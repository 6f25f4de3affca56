import type { ColumnStatistics } from '@aws-sdk/client-glue';
import { entityNotFound, required } from './error.ts';
import { findTable } from './find.ts';
import { type GlueStore, keyOf } from './store.ts';

/** Whose statistics: a table's, or with `values` a partition's. */
export type StatisticsOwner = {
  readonly DatabaseName?: string | undefined;
  readonly TableName?: string | undefined;
  readonly PartitionValues?: readonly string[] | undefined;
};

/** The statistics of the columns asked for; a column without any is an error entry, as Glue answers. */
export function readStatistics(store: GlueStore, owner: StatisticsOwner, columns: readonly string[] | undefined) {
  const key = keyFor(store, owner);
  const found: ColumnStatistics[] = [];
  const missing: { ColumnName: string; Error: { ErrorCode: string; ErrorMessage: string } }[] = [];
  for (const column of required(columns, 'columnNames')) {
    const statistics = store.statistics.get(key(column));
    if (statistics) found.push(statistics);
    else
      missing.push({
        ColumnName: column,
        Error: { ErrorCode: 'EntityNotFoundException', ErrorMessage: `Statistics of column ${column} not found.` },
      });
  }
  return { ColumnStatisticsList: found, Errors: missing };
}

/** Replaces the statistics of the columns given. */
export function writeStatistics(
  store: GlueStore,
  owner: StatisticsOwner,
  statistics: readonly ColumnStatistics[] | undefined,
) {
  const key = keyFor(store, owner);
  for (const column of required(statistics, 'columnStatisticsList'))
    store.statistics.put(key(required(column.ColumnName, 'columnName')), column);
  return { Errors: [] };
}

/** Deletes one column's statistics, or EntityNotFoundException. */
export function removeStatistics(store: GlueStore, owner: StatisticsOwner, column: string | undefined) {
  const name = required(column, 'columnName');
  if (!store.statistics.delete(keyFor(store, owner)(name)))
    throw entityNotFound(`Statistics of column ${name} not found.`);
  return {};
}

function keyFor(store: GlueStore, owner: StatisticsOwner): (column: string) => string {
  const table = findTable(store, owner.DatabaseName, owner.TableName);
  return (column) => keyOf(table.database, table.name, ...(owner.PartitionValues ?? []), `:${column.toLowerCase()}`);
}
