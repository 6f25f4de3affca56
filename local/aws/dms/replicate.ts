import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud } from '../../kernel/cloud.ts';
import { type Bucket, openBucket } from './bucket.ts';
import type { Endpoint } from './endpoint.ts';
import { follow } from './follow.ts';
import { loadTables } from './load-tables.ts';
import { type LogListener, readLog } from './mysql/read-log.ts';
import { withSession } from './mysql/server.ts';
import { openProgress, type ProgressFile } from './progress.ts';

export type ReplicationOptions = {
  /** A MariaDB or MySQL: `mysql://user:password@host:3306`. */
  readonly url: string;
  readonly bucket: string;
  readonly endpoints: readonly Endpoint[];
  /** Hears what a person at the terminal should know. */
  readonly tell: (text: string) => void;
  readonly batchMs?: number;
  readonly maxFileSize?: number;
};

export type Replication = { stop(): Promise<void> };

const defaults = { batchMs: 1000, maxFileSize: 32 * 1024 * 1024 };
const maxBatchSize = 8 * 1024 * 1024;
const retryMs = { first: 1000, most: 30_000 };

/**
 * What a DMS replication does, on this machine: full load, then changes by the binary log, on from where it was at the next start.
 * Whatever fails is told, and tried again until it is stopped.
 */
export function replicate(cloud: Cloud, options: ReplicationOptions): Replication {
  const controller = new AbortController();
  const done = run({ ...defaults, ...options, cloud }, controller.signal);
  return {
    async stop() {
      controller.abort();
      await done;
    },
  };
}

type Run = Required<ReplicationOptions> & { readonly cloud: Cloud };

async function run(options: Run, signal: AbortSignal): Promise<void> {
  const ports = {
    progress: openProgress(join(options.cloud.stateDir, 'dms', 'progress.json')),
    bucket: openBucket(options.cloud, options.bucket),
  };
  const tell = onChange(options.tell);
  let waitMs = retryMs.first;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const failure = await runOnce(options, ports, signal).catch(describe);
    if (failure === undefined || signal.aborted) continue;
    options.cloud.log('warn', 'The replication of MYSQL_URL failed', { error: failure });
    tell(`The database of MYSQL_URL: ${failure}. It is tried again until it works.`);
    waitMs = Date.now() - startedAt > retryMs.most ? retryMs.first : Math.min(waitMs * 2, retryMs.most);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The same is told once. */
function onChange(tell: (text: string) => void): (text: string) => void {
  let told = '';
  return (text) => {
    if (text !== told) tell(text);
    told = text;
  };
}

/** A connection that is refused says so in its code only. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

type Ports = { readonly progress: ProgressFile; readonly bucket: Bucket };

async function runOnce(options: Run, { progress, bucket }: Ports, signal: AbortSignal): Promise<void> {
  const { url, cloud, tell, endpoints, batchMs, maxFileSize } = options;
  const { now } = cloud.clock;
  const loading = { endpoints, bucket, progress, tell, now, maxFileSize };
  const targets = await withSession(url, (session) => loadTables(session, loading, signal));
  const start = progress.read();
  if (start === undefined || signal.aborted) return;
  const from = { url, serverId: randomInt(1_000_000, 2 ** 31), position: start.position };
  const tables = targets.map(({ table }) => table);
  const read = (listener: LogListener) => readLog(from, tables, listener);
  await follow(targets, start, { bucket, now, read, save: progress.write, tell, batchMs, maxBatchSize }, signal);
}
