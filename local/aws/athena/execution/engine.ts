import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export type Engine = {
  /** A connection of its own for one execution; its temporary relations go with it. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
};

/** The process's one DuckDB, in memory, spilling into `folder`. It starts with the first statement. */
export function createEngine(folder: string): Engine {
  let started: Promise<DuckDBInstance> | undefined;
  return {
    async connect() {
      started ??= start(folder);
      const connection = await (await started).connect();
      const { prepareConnection } = await import('../../../sql/native/prepare-connection.ts');
      await prepareConnection(connection);
      return connection;
    },
    close() {
      started?.then((instance) => instance.closeSync()).catch(() => undefined);
      started = undefined;
    },
  };
}

async function start(folder: string): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  mkdirSync(folder, { recursive: true });
  const memory = Math.floor(Math.min(totalmem() / 2, 4 * 2 ** 30) / 2 ** 20);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memory}MiB`,
    threads: String(Math.min(availableParallelism(), 8)),
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
  });
  await makeKnown(instance);
  return instance;
}

/** Once for all connections: it takes 20 ms and more, a quarter of a small statement. */
async function makeKnown(instance: DuckDBInstance): Promise<void> {
  const { registerNatives } = await import('../../../sql/native/register.ts');
  const connection = await instance.connect();
  await registerNatives(connection);
  connection.closeSync();
}
