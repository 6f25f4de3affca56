import { entityNotFound } from './error.ts';
import { entityName } from './name.ts';
import { type GlueStore, keyOf, type StoredDatabase, type StoredPartition, type StoredTable } from './store.ts';

/** The database, or EntityNotFoundException. */
export function findDatabase(store: GlueStore, name: string | undefined): StoredDatabase {
  const key = entityName(name, 'databaseName');
  const database = store.databases.get(key);
  if (!database) throw entityNotFound(`Database ${key} not found.`);
  return database;
}

/** The table, or EntityNotFoundException naming what is missing: the database or the table. */
export function findTable(
  store: GlueStore,
  databaseName: string | undefined,
  tableName: string | undefined,
): StoredTable {
  const database = findDatabase(store, databaseName);
  const name = entityName(tableName, 'tableName');
  const table = store.tables.get(keyOf(database.name, name));
  if (!table) throw entityNotFound(`Table ${name} not found.`);
  return table;
}

/** The partition, or EntityNotFoundException. */
export function findPartition(
  store: GlueStore,
  table: StoredTable,
  values: readonly string[] | undefined,
): StoredPartition {
  const partition = store.partition(table.database, table.name, values ?? []);
  if (!partition)
    throw entityNotFound(
      `Partition with values [${(values ?? []).join(', ')}] not found in ${table.database}.${table.name}.`,
    );
  return partition;
}
