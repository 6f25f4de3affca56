import { type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';
import type { HiveColumn } from '../../glue/hive-type.ts';
import { type DeclaredTables, openPart } from './tables-file.ts';

/** Where an object belongs: table, folder, and (for formats that do not tell) columns. */
export type Place = {
  readonly database: 'raw' | 'lake';
  readonly table: string;
  readonly format: 'parquet' | 'json';
  readonly columns?: readonly HiveColumn[];
  /** The table is one of several that share a declaration, which allows so many whose names begin so. */
  readonly family?: { readonly namePrefix: string; readonly limit: number };
  /** The table's folder and the object's, both with a / at the end. */
  readonly tableFolder: string;
  readonly folder: string;
  readonly partitions: readonly PartitionValue[];
  /** Of a table of files: those after the first lie in a folder of their own, `lake/<table>/2/`. */
  readonly generation?: number;
};

/** An object lies where a table is declared, and its folders are not what the declaration says. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/**
 * The table of a key: declared ones by their prefix, and `lake/<table>/…/*.parquet`. Undefined for what is in no table, and for
 * names with `_` or `.` in front, which Hive tables hide. Throws PlaceError.
 */
export function placeOf(key: string, declared: DeclaredTables): Place | undefined {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  const file = key.slice(folder.length);
  if (file === '' || /^[_.]/.test(file)) return undefined;
  return declaredPlace(key, folder, declared) ?? parquetPlace(key, folder);
}

function declaredPlace(key: string, folder: string, declared: DeclaredTables): Place | undefined {
  for (const [name, table] of Object.entries(declared)) {
    const found = tableAt(key, name, table.prefix);
    if (found === undefined) continue;
    const { database, format, columns, limit } = table;
    return {
      database,
      format,
      columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      ...found,
      ...(limit === undefined ? {} : { family: { namePrefix: name.slice(0, name.indexOf('{')), limit } }),
      folder,
      partitions: declaredPartitions(key, found.tableFolder, table.partitions),
    };
  }
  return undefined;
}

type TableAt = Pick<Place, 'table' | 'tableFolder'>;

function tableAt(key: string, name: string, prefix: string): TableAt | undefined {
  const open = openPart(prefix);
  if (open === undefined) return key.startsWith(prefix) ? { table: name, tableFolder: prefix } : undefined;
  const parent = prefix.slice(0, prefix.indexOf('{'));
  if (!key.startsWith(parent)) return undefined;
  const [value = ''] = key.slice(parent.length).split('/');
  if (/^[a-z][a-z0-9_]{0,62}$/.test(value)) {
    return { table: name.replace(open, value), tableFolder: `${parent}${value}/` };
  }
  throw new PlaceError(
    `${key}: the folder after ${parent} is the ${open}, a lower-case name of 63 characters at most: letter, then letters, digits, _`,
  );
}

function declaredPartitions(key: string, tableFolder: string, names: readonly string[]): readonly PartitionValue[] {
  // Without partitions Athena reads all that lies under the table's folder.
  if (names.length === 0) return [];
  const found = partitionsOf(key.slice(tableFolder.length));
  if (found.map(({ name }) => name).join('/') === names.join('/')) return found;
  throw new PlaceError(
    `${key}: folders ${names.map((name) => `${name}=…/`).join('')} are expected after ${tableFolder}`,
  );
}

function parquetPlace(key: string, folder: string): Place | undefined {
  const [, table, generation = '1'] = /^lake\/([a-z_][a-z0-9_]*)\/(?:(\d+)\/)?(?:.*\/)?[^/]+\.parquet$/.exec(key) ?? [];
  if (table === undefined) return undefined;
  return {
    database: 'lake',
    table,
    format: 'parquet',
    tableFolder: `lake/${table}/`,
    folder,
    partitions: partitionsOf(key),
    generation: Number(generation),
  };
}
