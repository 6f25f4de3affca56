import { SqlError } from '../../../sql/error.ts';
import type { TableName } from '../../../sql/plan.ts';
import type { CatalogTable } from '../catalog/source-table.ts';
import type { Tables } from '../catalog/tables.ts';
import { nothing, type Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import { runAlterTable } from './alter-table.ts';
import { runCreateTable } from './create-table.ts';
import { alterDatabase, createDatabase, dropDatabase } from './database.ts';
import type { Ddl, TableRef } from './ddl.ts';
import { describeTable } from './describe.ts';
import { dropTable } from './drop-table.ts';
import { repairTable } from './repair.ts';
import { showColumns, showDatabases, showPartitions, showProperties, showTables } from './show.ts';
import { showCreateTable, showCreateView } from './show-create.ts';
import { vacuum } from './vacuum.ts';

/** Carries out a DDL or utility statement. */
export async function runDdl(run: Run, tables: Tables, ddl: Ddl): Promise<Outcome> {
  switch (ddl.kind) {
    case 'invalid':
      throw ddl.error;
    case 'create database':
      return createDatabase(run, ddl);
    case 'drop database':
      return dropDatabase(run, ddl);
    case 'alter database':
      return alterDatabase(run, ddl);
    case 'create table':
      return runCreateTable(run, tables, ddl, nameOf(run, ddl.ref));
    case 'drop table':
      return dropTable(run, tables, nameOf(run, ddl.ref), ddl.ifExists);
    case 'show databases':
      return showDatabases(run, ddl.like);
    case 'show tables':
    case 'show views':
      return showTables(run, ddl);
    default:
      return runOnTable(run, ddl, await requireTable(tables, nameOf(run, ddl.ref)));
  }
}

type OnTable = Extract<
  Ddl,
  {
    kind:
      | 'alter table'
      | 'repair table'
      | 'show partitions'
      | 'show columns'
      | 'show create table'
      | 'show create view'
      | 'show properties'
      | 'describe'
      | 'vacuum';
  }
>;

async function runOnTable(run: Run, ddl: OnTable, source: CatalogTable): Promise<Outcome> {
  switch (ddl.kind) {
    case 'alter table':
      await runAlterTable(run, source, ddl.alteration);
      return nothing;
    case 'repair table':
      return repairTable(run, source);
    case 'show partitions':
      return showPartitions(run, source);
    case 'show columns':
      return showColumns(source);
    case 'show create table':
      return showCreateTable(source);
    case 'show create view':
      return showCreateView(source);
    case 'show properties':
      return showProperties(source, ddl.name);
    case 'describe':
      return describeTable(source, ddl.detailed);
    case 'vacuum':
      return vacuum(run, source);
  }
}

const nameOf = (run: Run, { database, table }: TableRef): TableName => ({
  catalog: 'awsdatacatalog',
  database: database ?? run.session.database,
  table,
});

async function requireTable(tables: Tables, name: TableName): Promise<CatalogTable> {
  const source = await tables.find(name);
  if (source?.kind === 'hive' || source?.kind === 'iceberg' || source?.kind === 'view') return source;
  throw new SqlError('TABLE_NOT_FOUND', `Table '${name.catalog}.${name.database}.${name.table}' does not exist`);
}
