import type { TableContext } from '../../../iceberg/port.ts';
import { applyInsert } from '../../../iceberg/write.ts';
import { SqlError } from '../../../sql/error.ts';
import type { QueryPlan, TableName } from '../../../sql/plan.ts';
import { addPartitions } from '../catalog/glue.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import { tableFiles, tablePointer } from '../catalog/table-files.ts';
import type { Tables } from '../catalog/tables.ts';
import type { Outcome } from '../execution/outcome.ts';
import { prepareQuery } from '../execution/query.ts';
import { isProjected } from '../read/projection.ts';
import type { Run } from '../run.ts';
import { requireGrant } from './require-grant.ts';
import { stageQuery } from './stage-query.ts';
import { type Written, writeFiles } from './write-files.ts';

/** INSERT INTO: new files beside a Hive table's own, or a snapshot of an Iceberg table. */
export async function runInsert(run: Run, tables: Tables, target: TableName, query: QueryPlan): Promise<Outcome> {
  const table = await tables.find(target);
  if (!table) throw new SqlError('TABLE_NOT_FOUND', `Table '${Object.values(target).join('.')}' does not exist`);
  requireGrant(run, target, 'INSERT');
  if (table.kind === 'iceberg') {
    await prepareQuery(run, tables, query);
    const { rows } = await applyInsert(tableContext(run, target), table.table, `(${query.sql})`);
    return { kind: 'update', count: rows };
  }
  if (table.kind === 'hive') return insertIntoHive(run, tables, table, query);
  if (table.kind === 'view') throw new SqlError('NOT_SUPPORTED', 'Inserting into views is not supported');
  throw new SqlError('NOT_SUPPORTED', 'This connector does not support inserts');
}

/** What a statement on an Iceberg table of Glue works with. */
export function tableContext(run: Run, { database, table }: TableName): TableContext {
  return {
    connection: run.connection,
    files: tableFiles(run),
    pointer: tablePointer(run, database, table),
    now: () => run.cloud.clock.now(),
    signal: run.signal,
    beforeCommit: run.linger,
  };
}

async function insertIntoHive(run: Run, tables: Tables, table: HiveTable, query: QueryPlan): Promise<Outcome> {
  const { columns, partitionColumns, location, format, parameters } = table;
  const staged = await stageQuery(run, tables, query, [...columns, ...partitionColumns]);
  const compression =
    parameters['write.compression'] ?? parameters['parquet.compress'] ?? parameters['parquet.compression'];
  const written = await writeFiles(run, staged, { location, columns, partitionColumns, format, compression });
  if (!isProjected(table)) await registerPartitions(run, table, written);
  return { kind: 'update', count: written.rows, files: written.files };
}

/** Adds the written partitions to Glue, each described as its table is. */
export async function registerPartitions(
  run: Run,
  table: Pick<HiveTable, 'name' | 'glue'>,
  { partitions }: Pick<Written, 'partitions'>,
): Promise<void> {
  await addPartitions(
    run,
    table.name,
    partitions.map(({ values, location }) => ({
      Values: [...values],
      StorageDescriptor: { ...table.glue.StorageDescriptor, Location: location },
    })),
  );
}
