import type { Database, TableMetadata } from '@aws-sdk/client-athena';
import type { Database as GlueDatabase, Table } from '@aws-sdk/client-glue';
import { AwsError } from '../../../kernel/error.ts';
import type { Context } from '../../../kernel/operation.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Athena } from '../athena.ts';
import { findCatalog } from '../data-catalog.ts';
import { metadataError, required } from '../error.ts';
import { federatedColumns, federatedDatabases, federatedTables } from '../federated/columns.ts';
import type { StoredCatalog } from '../store.ts';
import { getDatabase, getTable, listDatabases, listTables } from './glue.ts';
import { hiveTypeName } from './hive-type.ts';

/** Databases and tables of any catalog, for the operations that list them. */
export function browse(athena: Athena, context: Context, catalogName: string | undefined) {
  const catalog = findCatalog(athena.store, catalogName, context.cloud.account);
  const access = { cloud: context.cloud, caller: context.caller, catalogsDir: athena.catalogsDir };
  return catalog.type === 'GLUE' ? browseGlue(access) : browseFederated(access, catalog);
}

type Access = Pick<Context, 'cloud' | 'caller'> & { readonly catalogsDir: string };

function browseGlue(access: Access) {
  return {
    databases: () => translated(async () => (await listDatabases(access)).map(describeDatabase)),
    database: (name: string) => translated(async () => describeDatabase(found(await getDatabase(access, name), name))),
    tables: (database: string, expression: string | undefined) =>
      translated(async () => (await listTables(access, database, expression)).map(describeTable)),
    table: (database: string, name: string) =>
      translated(async () => describeTable(found(await getTable(access, database, name), `${database}.${name}`))),
  };
}

function browseFederated(access: Access, catalog: StoredCatalog) {
  const table = async (database: string, name: string) => {
    const columns = await federatedColumns(access, catalog, { catalog: catalog.name, database, table: name });
    return columns && { Name: name, TableType: 'TABLE', Columns: columns.map(describeColumn) };
  };
  return {
    databases: () => translated(async () => (await federatedDatabases(access, catalog)).map((Name) => ({ Name }))),
    database: async (name: string): Promise<Database> => ({ Name: name }),
    tables: (database: string, expression: string | undefined) =>
      translated(async () => {
        const regex = new RegExp(`^(?:${expression ?? '.*'})$`, 'i');
        const names = (await federatedTables(access, catalog, database)).filter((name) => regex.test(name));
        const tables = await Promise.all(names.map((name) => table(database, name)));
        return tables.flatMap((each) => each ?? []);
      }),
    table: (database: string, name: string) =>
      translated(async () => found(await table(database, name), `${database}.${name}`)),
  };
}

function describeColumn({ name, type }: { readonly name: string; readonly type: Parameters<typeof hiveTypeName>[0] }) {
  return { Name: name, Type: hiveTypeName(type) };
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw metadataError(`${name} was not found`);
  return value;
}

/** Failures of the catalog, as Athena's metadata operations give them. */
async function translated<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof SqlError) throw metadataError(error.message);
    if (error instanceof AwsError && error.code === 'EntityNotFoundException') throw metadataError(error.message);
    throw error;
  }
}

function describeDatabase({ Name, Description, Parameters }: GlueDatabase): Database {
  return {
    Name: required(Name, 'name'),
    ...(Description === undefined ? {} : { Description }),
    ...(Parameters === undefined ? {} : { Parameters }),
  };
}

function describeTable(table: Table): TableMetadata {
  const storage = table.StorageDescriptor;
  const about = {
    location: storage?.Location,
    inputformat: storage?.InputFormat,
    outputformat: storage?.OutputFormat,
    'serde.serialization.lib': storage?.SerdeInfo?.SerializationLibrary,
  };
  const known = Object.entries(about).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    Name: required(table.Name, 'name'),
    CreateTime: table.CreateTime,
    TableType: table.TableType,
    Columns: describeColumns(storage?.Columns),
    PartitionKeys: describeColumns(table.PartitionKeys),
    Parameters: { ...table.Parameters, ...Object.fromEntries(known) },
  };
}

const describeColumns = (columns: Table['PartitionKeys']) =>
  (columns ?? []).map(({ Name = '', Type, Comment }) => ({ Name, Type, Comment }));
