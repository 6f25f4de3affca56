import { SqlError } from '../../../sql/error.ts';
import type { Column, TableName } from '../../../sql/plan.ts';
import { denied } from '../denied.ts';
import type { StoredCatalog } from '../store.ts';
import { type Access, serverOf } from './connection.ts';
import { usePermissions } from './connector.ts';
import { csvFile, csvTables, readCsv } from './csv-files.ts';
import { driverOf } from './driver-of.ts';

/** A federated table's columns; undefined where there is no such table. */
export async function federatedColumns(
  run: Access,
  catalog: StoredCatalog,
  name: TableName,
): Promise<readonly Column[] | undefined> {
  permitCatalog(run, catalog);
  const server = await serverOf(run, catalog);
  if (!server) {
    const path = csvFile(run, catalog.name, name.database, name.table);
    return path === undefined ? undefined : readCsv(path).columns;
  }
  const { columns: read } = await driverOf(server);
  const columns = await fromServer(catalog, () => read(server, name.database, name.table));
  return columns.length > 0 ? columns : undefined;
}

/** The databases of a federated catalog. */
export async function federatedDatabases(run: Access, catalog: StoredCatalog): Promise<readonly string[]> {
  permitCatalog(run, catalog);
  const server = await serverOf(run, catalog);
  if (!server) return [catalog.name];
  const { names } = await driverOf(server);
  const sql = `SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', 'pg_catalog', 'pg_toast') ORDER BY 1`;
  return fromServer(catalog, () => names(server, sql, []));
}

/** The tables of a federated database. */
export async function federatedTables(
  run: Access,
  catalog: StoredCatalog,
  database: string,
): Promise<readonly string[]> {
  permitCatalog(run, catalog);
  const server = await serverOf(run, catalog);
  if (!server) return csvTables(run, catalog.name, database);
  const { names, firstPlace } = await driverOf(server);
  const sql = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${firstPlace} ORDER BY 1`;
  return fromServer(catalog, () => names(server, sql, [database]));
}

/** Refuses unless the caller may use the catalog, its connection and its connector. */
export function permitCatalog({ cloud, caller }: Pick<Access, 'cloud' | 'caller'>, catalog: StoredCatalog): void {
  const { region, account } = cloud;
  try {
    cloud.authorize(caller, {
      action: 'athena:GetDataCatalog',
      resource: `arn:aws:athena:${region}:${account}:datacatalog/${catalog.name}`,
    });
    if (catalog.type !== 'FEDERATED') throw notRun(catalog);
    for (const permission of usePermissions(catalog.name, cloud)) cloud.authorize(caller, permission);
  } catch (error) {
    throw denied(error);
  }
}

const notRun = (catalog: StoredCatalog) =>
  new SqlError(
    'NOT_SUPPORTED',
    `Data catalog ${catalog.name} is of type ${catalog.type}, which the local cloud keeps but cannot query; FEDERATED can be`,
  );

/** What the server could not do, as a connector's failure. */
export async function fromServer<T>(catalog: StoredCatalog, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof SqlError) throw error;
    const why = error instanceof Error ? error.message || String(Object(error)) : String(error);
    throw new SqlError('GENERIC_USER_ERROR', `Encountered an exception from data source '${catalog.name}': ${why}`);
  }
}
