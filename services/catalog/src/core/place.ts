import { type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';
import * as z from 'zod';
import type { HiveColumn } from './hive-type.ts';

const declaredTable = z.strictObject({
  prefix: z.string().regex(/^[^/].*\/$/, 'begins without and ends with /'),
  database: z.enum(['raw', 'lake']),
  format: z.literal('json'),
  columns: z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), z.string()),
});

/** `tables.yml`: tables whose columns cannot be read from their files. */
export const declaredTables = z.strictObject({
  tables: z.record(z.string().regex(/^[a-z_][a-z0-9_]*$/), declaredTable),
});

export type DeclaredTables = z.infer<typeof declaredTables>['tables'];

/** Where an object belongs: table, folder, and (for formats that do not tell) columns. */
export type Place = {
  readonly database: 'raw' | 'lake';
  readonly table: string;
  readonly format: 'parquet' | 'json';
  readonly columns?: readonly HiveColumn[];
  /** The table's folder and the object's, both with a / at the end. */
  readonly tableFolder: string;
  readonly folder: string;
  readonly partitions: readonly PartitionValue[];
};

/**
 * The table of a key: declared ones by their prefix, and `lake/<table>/…/*.parquet`. Undefined for what is in no table, and for
 * names with `_` or `.` in front, which Hive tables hide.
 */
export function placeOf(key: string, declared: DeclaredTables): Place | undefined {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  const file = key.slice(folder.length);
  if (file === '' || /^[_.]/.test(file)) return undefined;
  for (const [table, { prefix, database, format, columns }] of Object.entries(declared)) {
    if (!key.startsWith(prefix)) continue;
    // Without partitions: Athena reads all that lies under the table's folder.
    const typed = Object.entries(columns).map(([name, type]) => ({ name, type }));
    return { database, table, format, columns: typed, tableFolder: prefix, folder, partitions: [] };
  }
  const [, table] = /^lake\/([a-z_][a-z0-9_]*)\/(?:.*\/)?[^/]+\.parquet$/.exec(key) ?? [];
  if (table === undefined) return undefined;
  return {
    database: 'lake',
    table,
    format: 'parquet',
    tableFolder: `lake/${table}/`,
    folder,
    partitions: partitionsOf(key),
  };
}
