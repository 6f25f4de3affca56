import type { Position } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { Column, Relation, TableName } from '../plan.ts';
import type { TrinoType } from '../type.ts';
import type { BoundRelation, Context, Field, ScanRecord } from './context.ts';
import { reference } from './context.ts';

const VARCHAR: TrinoType = { kind: 'varchar' };

/** Columns that Athena has in every table of files, but for `*`. */
const HIDDEN: Readonly<Record<'hive' | 'iceberg' | 'federated', readonly Column[]>> = {
  hive: [
    { name: '$path', type: VARCHAR },
    { name: '$file_size', type: { kind: 'bigint' } },
    { name: '$file_modified_time', type: { kind: 'timestamptz', precision: 3 } },
  ],
  iceberg: [{ name: '$path', type: VARCHAR }],
  federated: [],
};

/** A read of a table; the columns that are referred to are known in the end (`scanColumns`). */
export function bindScan(
  table: Extract<Relation, { kind: 'table' }>,
  context: Context,
  rowColumns: readonly Column[] = [],
  snapshot?: string,
): BoundRelation {
  const alias = context.fresh('t');
  const fallback = table.partitionColumns[0] ?? table.columns[0]?.name ?? '$path';
  const version = snapshot === undefined ? {} : { snapshot };
  const record: ScanRecord = {
    id: context.fresh('s'),
    table: table.name,
    ...version,
    alias,
    fallback,
    constraints: [],
  };
  context.scans.push(record);
  const field = (column: Column, hidden: boolean): Field => ({
    name: column.name,
    qualifier: qualifierOf(table.name),
    type: column.type,
    sql: reference(alias, column.name),
    hidden,
    origin: { scan: record, column: column.name, through: [] },
  });
  const visible = table.columns.map((column) => field(column, false));
  const hidden = [...HIDDEN[table.format], ...rowColumns].map((column) => field(column, true));
  return { fields: [...visible, ...hidden], render: () => `"${record.id}" AS "${alias}"` };
}

/** The columns a scan must give: those that the rendered SQL refers to, or one, for the sake of counting. */
export function scanColumns(record: ScanRecord, context: Context): readonly string[] {
  const marked = context.marked(record.alias);
  return marked.length > 0 ? marked : [record.fallback];
}

export function qualifierOf(name: TableName): readonly string[] {
  return [name.catalog.toLowerCase(), name.database.toLowerCase(), name.table.toLowerCase()];
}

export function tableNotFound(name: TableName, at: Position): SqlError {
  const full = qualifierOf(name).join('.');
  return new SqlError('TABLE_NOT_FOUND', `Table '${full}' does not exist`, at);
}
