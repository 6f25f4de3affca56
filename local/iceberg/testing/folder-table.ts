import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createTable, type NewTable } from '../create.ts';
import { nextMetadataLocation, printMetadata, type TableMetadata } from '../metadata.ts';
import type { TableContext, TableFiles } from '../port.ts';
import { planScan, type ScanPlan, type ScanRequest } from '../scan.ts';
import { type IcebergTable, loadCurrent, tableColumns } from '../table.ts';

/** A table in a folder of this disk, with an in-memory catalog pointer, for tests. */
export type FolderTable = {
  readonly context: TableContext;
  readonly connection: DuckDBConnection;
  readonly folder: string;
  /** The table as it is now. */
  load(): Promise<IcebergTable>;
  plan(request?: Partial<ScanRequest>): Promise<ScanPlan>;
  /** The table's rows as DuckDB prints them, in any order that `sql` gives the relation `t`. */
  query(sql: string): Promise<readonly unknown[]>;
  /** Makes this the table's metadata, as another writer would. */
  put(metadata: TableMetadata): Promise<void>;
  /** Sets the clock forward. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
};

export async function folderTable(definition: Omit<NewTable, 'location' | 'name'>): Promise<FolderTable> {
  const folder = await mkdtemp(join(tmpdir(), 'iceberg-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  let time = Date.UTC(2026, 10, 1, 12);
  const now = () => {
    time += 1;
    return time;
  };
  const files = await folderFiles(folder, now);
  const location = `file://${join(folder, 'table')}`;
  let current = (await createTable(files, now(), { ...definition, name: 'db.t', location })).metadataLocation;
  const pointer: TableContext['pointer'] = {
    name: 'db.t',
    current: async () => current,
    swap: async (expected, next) => {
      if (expected !== current) return 'conflict';
      current = next;
      return 'swapped';
    },
  };
  const load = () => loadCurrent(files, pointer);
  const plan = async (request: Partial<ScanRequest> = {}) => {
    const table = await load();
    const columns = request.columns ?? tableColumns(table).map(({ name }) => name);
    return planScan(connection, files, table, { columns, constraints: request.constraints ?? [] });
  };
  return {
    context: { connection, files, pointer, now },
    connection,
    folder,
    load,
    plan,
    query: async (sql) => {
      const { sql: scan } = await plan();
      const result = await connection.runAndReadAll(`WITH t AS (${scan}) ${sql}`);
      return result.getRowsJson();
    },
    put: async (metadata) => {
      const next = nextMetadataLocation(metadata, current, randomUUID());
      await files.write(next, printMetadata(metadata));
      current = next;
    },
    pass: (milliseconds) => {
      time += milliseconds;
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The key is the path as it stands: in S3 too, `%3D` in a key is three characters. */
function pathOf(uri: string): string {
  return uri.slice('file://'.length);
}

/** Files are as old as the table's clock says. */
async function folderFiles(folder: string, now: () => number): Promise<TableFiles> {
  const written = new Map<string, number>();
  const scratchDir = join(folder, 'scratch');
  await mkdir(scratchDir, { recursive: true });
  return {
    scratchDir,
    read: (uri) => readFile(pathOf(uri)),
    localPath: async (uri) => pathOf(uri),
    write: async (uri, content) => {
      const path = pathOf(uri);
      written.set(path, now());
      await mkdir(dirname(path), { recursive: true });
      await ('file' in content ? copyFile(content.file, path) : writeFile(path, content));
      return { size: (await stat(path)).size };
    },
    list: async (prefix) => {
      const path = pathOf(prefix);
      const names = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
      const found = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(
        found.map(async (file) => {
          const { size } = await stat(file);
          return { uri: `file://${file}`, size, lastModified: written.get(file) ?? 0 };
        }),
      );
    },
    remove: (uri) => rm(pathOf(uri), { force: true }),
  };
}
