import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Cloud } from '../../../kernel/cloud.ts';
import type { ObjectFiles } from '../../../kernel/objects.ts';
import { createSlowness } from '../../../kernel/slowness.ts';
import { openTables } from '../catalog/tables.ts';
import { runDdl } from '../ddl/run.ts';
import type { Front } from '../front/front.ts';
import { writeResult } from '../result/write-result.ts';
import type { Run, Scanned } from '../run.ts';
import type { AthenaStore, StoredExecution } from '../store.ts';
import { permitDefaultDatabase } from './default-database.ts';
import type { Engine } from './engine.ts';
import { describeFailure, type Failure, ToldFailure } from './failure.ts';
import { findReusable } from './find-reusable.ts';
import { runPlan } from './run-plan.ts';
import type { Statement } from './statement.ts';

export type Finished = {
  readonly state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly failure?: Failure;
  readonly reason?: string;
  readonly change: Partial<StoredExecution>;
};

/** What every execution stands on. */
export type ExecutionDeps = {
  readonly cloud: Cloud;
  readonly objects: ObjectFiles;
  readonly catalogsDir: string;
  readonly front: Front;
  readonly store: AthenaStore;
};

type Job = ExecutionDeps & {
  readonly busySince: () => number;
  readonly engine: Engine;
  readonly execution: StoredExecution;
  readonly statement: Statement;
  readonly signal: AbortSignal;
};

/** Runs one execution from its statement to its result in S3. Failures are its answer, not exceptions. */
export async function runExecution(job: Job): Promise<Finished> {
  const { execution, signal, store } = job;
  const workDir = join(store.folder, 'work', execution.id);
  const scanned = { bytes: 0, rows: 0 };
  const counts = () => ({ scannedBytes: scanned.bytes, scannedRows: scanned.rows });
  await mkdir(workDir, { recursive: true });
  const connection = await job.engine.connect();
  const release = interruptOn(signal, connection);
  try {
    const change = await carryOut(job, createRun(job, { connection, workDir, scanned }));
    return { state: 'SUCCEEDED', change: { ...change, ...counts() } };
  } catch (error) {
    return { ...unsuccessful(error, signal), change: counts() };
  } finally {
    release();
    connection.closeSync();
    await rm(workDir, { recursive: true, force: true });
  }
}

const interruptMillis = 50;

/** Interrupts again and again once the execution is to stop: DuckDB forgets an interrupt that comes between two queries. */
function interruptOn(signal: AbortSignal, connection: DuckDBConnection): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), interruptMillis);
  };
  if (signal.aborted) start();
  signal.addEventListener('abort', start);
  return () => {
    signal.removeEventListener('abort', start);
    clearInterval(timer);
  };
}

class CutOff extends Error {
  override readonly name = 'CutOff';
}

function unsuccessful(error: unknown, signal: AbortSignal): Omit<Finished, 'change'> {
  if (error instanceof CutOff) return { state: 'CANCELLED', reason: error.message };
  if (!signal.aborted) return { state: 'FAILED', failure: describeFailure(error) };
  if (signal.reason === 'Query timeout') {
    return { state: 'FAILED', failure: describeFailure(new ToldFailure('Query timeout', 1, 206)) };
  }
  return { state: 'CANCELLED', reason: String(signal.reason) };
}

function createRun(
  job: Job,
  own: { readonly connection: DuckDBConnection; readonly workDir: string; readonly scanned: Scanned },
): Run {
  const { cloud, objects, execution, store, catalogsDir, signal } = job;
  const cutoff = store.workGroups.get(execution.workGroup)?.bytesScannedCutoff;
  return {
    cloud,
    objects,
    catalogsDir,
    signal,
    linger: createSlowness(cloud, { at: 'athena:run', subject: `${execution.workGroup} ${execution.query}` }, signal),
    busySince: job.busySince,
    ...own,
    caller: execution.caller,
    queryExecutionId: execution.id,
    outputFolder: execution.outputFolder,
    session: {
      catalog: (execution.catalog ?? 'awsdatacatalog').toLowerCase(),
      database: unquoted(execution.database ?? 'default').toLowerCase(),
    },
    parameters: execution.parameters,
    now: execution.submitted,
    catalogs: { get: (name) => findCatalog(job, name) },
    checkScanned() {
      if (cutoff !== undefined && own.scanned.bytes > cutoff)
        throw new CutOff(`Query cancelled! : Bytes scanned limit was exceeded (${own.scanned.bytes} of ${cutoff})`);
    },
  };
}

/** Some clients quote the context's database as Hive's DDL does. */
const unquoted = (name: string) => /^`(.+)`$/.exec(name)?.[1] ?? name;

const findCatalog = ({ store }: Job, name: string) =>
  store.catalogs.get(name) ?? [...store.catalogs.values()].find((catalog) => catalog.name.toLowerCase() === name);

async function carryOut(job: Job, run: Run): Promise<Partial<StoredExecution>> {
  const { front, cloud, statement } = job;
  permitDefaultDatabase(run);
  const tables = openTables(run);
  if (statement.kind === 'ddl') return writeResult(run, await runDdl(run, tables, statement.ddl));
  const started = cloud.clock.now();
  const session = { ...run.session, now: run.now, parameters: run.parameters };
  const plan = await front.plan(statement.sql, session, tables.metadata);
  run.signal.throwIfAborted();
  const planningMillis = cloud.clock.now() - started;
  const reused = plan.kind === 'query' ? findReusable(run, job, job.execution, plan.query) : undefined;
  if (reused) return { planningMillis, ...reused };
  return { planningMillis, ...(await writeResult(run, await runPlan(run, tables, plan))) };
}
