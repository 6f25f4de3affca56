import type { Athena, Execution } from '@tributary/shared/athena.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { Dataset } from '../core/dataset.ts';
import { afterFailure, type Run } from '../core/run.ts';
import type { Advance } from './advance.ts';
import type { Job, JobLog } from './job-log.ts';

export type SettleDeps = {
  readonly datasets: readonly Dataset[];
  readonly jobs: JobLog;
  readonly athena: Pick<Athena, 'getQuery' | 'getUpdateCount'>;
  readonly advance: Advance;
  /** Calls advance for the dataset again, so many seconds later. */
  readonly tryAgainLater: (dataset: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  readonly lakeDatabase: string;
  readonly now: () => Date;
  readonly chance: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
};

/**
 * Draws the consequences of an execution that ended: tells the lake, ends or continues its run, and starts what waited. What
 * Athena says now counts, not what an event said; an execution settled before changes nothing.
 */
export type SettleExecution = (executionId: string) => Promise<void>;

// Told first, then written down: whoever is killed in between does it all again, and tells twice rather than never.
export function createSettleExecution(deps: SettleDeps): SettleExecution {
  return async function settleExecution(executionId) {
    const job = await findJob(deps, executionId);
    if (!job) return deps.log.info('Not started by this service', { executionId });
    const execution = await deps.athena.getQuery(executionId);
    if (execution.state === 'QUEUED' || execution.state === 'RUNNING') return;
    if (job.kind === 'view') await settleView(deps, job, execution);
    else await settleDataset(deps, job, execution);
  };
}

async function settleDataset(deps: SettleDeps, job: DatasetJob, execution: Execution): Promise<void> {
  const dataset = deps.datasets.find(({ table }) => table === job.dataset);
  if (!dataset) return deps.log.warn('The dataset is no longer there', { dataset: job.dataset, ...execution });
  const state = await deps.jobs.getState(job.dataset);
  if (state.executionId === execution.id) await settleRun(deps, job, execution);
  await deps.advance(dataset);
}

// The event can be faster than the function that started the query and has yet to write its id down.
async function findJob({ jobs, datasets, advance }: SettleDeps, executionId: string): Promise<Job | undefined> {
  const known = await jobs.getJob(executionId);
  if (known) return known;
  for (const dataset of datasets) await advance(dataset);
  return jobs.getJob(executionId);
}

type DatasetJob = Extract<Job, { kind: 'dataset' }>;

async function settleRun(deps: SettleDeps, { dataset, run }: DatasetJob, execution: Execution): Promise<void> {
  const { id, failure, scannedBytes, state } = execution;
  if (failure) await giveUpOrRetry(deps, { dataset, run }, execution);
  else await succeed(deps, { dataset, run }, id);
  deps.count('ScannedBytes', scannedBytes);
  await deps.jobs.recordEnd(id, { state, scannedBytes, message: failure?.message ?? '' }, deps.now());
}

type Running = { readonly dataset: string; readonly run: Run };

async function succeed(deps: SettleDeps, { dataset, run }: Running, executionId: string): Promise<void> {
  if (run.step === 'create') {
    await deps.sendEvents([updated(deps, dataset, { cause: 'created', queryExecutionId: executionId })]);
    return deps.jobs.continueRun(dataset, executionId, { ...run, step: 'replace', attempt: 1, notBefore: 0 });
  }
  const rows = await deps.athena.getUpdateCount(executionId);
  const changed: Change = { cause: 'rows', partitions: [...run.days], queryExecutionId: executionId };
  await deps.sendEvents([updated(deps, dataset, rows === undefined ? changed : { ...changed, rows })]);
  deps.count('RunsSucceeded', 1);
  await deps.jobs.endRun(dataset, executionId, []);
}

async function giveUpOrRetry(deps: SettleDeps, { dataset, run }: Running, { id, failure }: Execution): Promise<void> {
  if (!failure) return;
  const next = afterFailure(run, failure, { now: deps.now().getTime(), chance: deps.chance() });
  await deps.sendEvents([failed(dataset, { attempt: run.attempt, failure, id, willRetry: next.retry })]);
  if (next.retry) {
    await deps.tryAgainLater(dataset, next.delaySeconds);
    return deps.jobs.continueRun(dataset, id, next.run);
  }
  deps.count('RunsFailed', 1);
  await deps.jobs.endRun(dataset, id, run.days);
}

async function settleView(deps: SettleDeps, { view, sql }: Extract<Job, { kind: 'view' }>, execution: Execution) {
  const { id, failure, scannedBytes, state } = execution;
  const event = failure
    ? failed(view, { attempt: 1, failure, id, willRetry: false })
    : updated(deps, view, { cause: 'schema', queryExecutionId: id });
  await deps.sendEvents([event]);
  if (!failure) await deps.jobs.putViewSql(view, sql);
  deps.count(failure ? 'ViewsFailed' : 'ViewsReplaced', 1);
  await deps.jobs.recordEnd(id, { state, scannedBytes, message: failure?.message ?? '' }, deps.now());
}

type Change = Omit<Extract<LakeEvent, { type: 'Table Updated' }>['detail'], 'version' | 'database' | 'table'>;

function updated({ lakeDatabase: database }: SettleDeps, table: string, change: Change): LakeEvent {
  return { type: 'Table Updated', detail: { version: '1', database, table, ...change } };
}

type Failed = {
  readonly attempt: number;
  readonly failure: NonNullable<Execution['failure']>;
  readonly id: string;
  readonly willRetry: boolean;
};

function failed(dataset: string, { attempt, failure, id, willRetry }: Failed): LakeEvent {
  const { category, message } = failure;
  return {
    type: 'Dataset Failed',
    detail: { version: '1', dataset, attempt, category, message, queryExecutionId: id, willRetry },
  };
}
