import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../sql/error.ts';
import type { Constraint } from '../sql/plan.ts';
import type { ManifestEntry } from './data-file.ts';
import { readFooters } from './footer.ts';
import { deletesOf, liveFiles } from './live-files.ts';
import type { TableFiles } from './port.ts';
import { createPruner, type Pruner } from './pruning.ts';
import { chunkBytes } from './row-groups.ts';
import { type ScanFile, scanSql } from './scan-sql.ts';
import { findColumn, type IcebergTable } from './table.ts';
import type { Field } from './type.ts';

export type ScanRequest = {
  /** Column names in lower case; also `$path` and `$file_position`. */
  readonly columns: readonly string[];
  readonly constraints: readonly Constraint[];
};

export type ScanPlan = {
  /** A DuckDB SELECT of exactly the columns (of one NULL column where there are none), one row per row of the table that may match. */
  readonly sql: string;
  /** Athena's measure: the compressed chunks of the used columns in the row groups that may match, and the delete files. */
  readonly bytesScanned: number;
  readonly files: readonly { readonly uri: string; readonly size: number }[];
};

/** Plans a read of the table's current snapshot. */
export async function planScan(
  connection: DuckDBConnection,
  files: TableFiles,
  table: IcebergTable,
  request: ScanRequest,
): Promise<ScanPlan> {
  const pruner = createPruner(table, request.constraints);
  const { data, deletes } = await liveFiles(files, table, pruner);
  return planFiles(connection, files, table, { ...request, pruner, data, deletes });
}

export type FilesRequest = ScanRequest & {
  readonly pruner?: Pruner;
  readonly data: readonly ManifestEntry[];
  readonly deletes: readonly ManifestEntry[];
};

/** Plans a read of some of the table's data files, their deletes applied. */
export async function planFiles(
  connection: DuckDBConnection,
  files: TableFiles,
  table: IcebergTable,
  request: FilesRequest,
): Promise<ScanPlan> {
  const fields = request.columns.filter((name) => !name.startsWith('$')).map((name) => requireColumn(table, name));
  const located = await Promise.all(
    request.data.map(async (entry) => ({ entry, path: await files.localPath(entry.file.uri) })),
  );
  const footers = await readFooters(
    connection,
    located.map(({ path }) => path),
  );
  const scanned: ScanFile[] = [];
  const deleteSizes = new Map<string, number>();
  let bytesScanned = 0;
  for (const { entry, path } of located) {
    const footer = footers.get(path);
    if (!footer)
      throw new SqlError('ICEBERG_BAD_DATA', `Error opening Iceberg split ${entry.file.uri}: it has no footer`);
    bytesScanned += chunkBytes(footer, fields, request.pruner);
    const applied = deletesOf(entry, request.deletes);
    for (const { file } of applied) deleteSizes.set(file.uri, file.size);
    scanned.push({ uri: entry.file.uri, path, footer, deletes: await locateDeletes(files, applied) });
  }
  for (const size of deleteSizes.values()) bytesScanned += size;
  return {
    sql: scanSql(table, request.columns, scanned),
    bytesScanned,
    files: request.data.map(({ file }) => ({ uri: file.uri, size: file.size })),
  };
}

async function locateDeletes(files: TableFiles, deletes: readonly ManifestEntry[]): Promise<ScanFile['deletes']> {
  return Promise.all(
    deletes.map(async ({ file }) => ({
      path: await files.localPath(file.uri),
      ...(file.equalityIds === undefined ? {} : { equalityIds: file.equalityIds }),
    })),
  );
}

export function requireColumn(table: IcebergTable, name: string): Field {
  const field = findColumn(table, name);
  if (!field) throw new SqlError('COLUMN_NOT_FOUND', `Column '${name}' cannot be resolved`);
  return field;
}
