import { type StartQuery, tokenOf } from '@tributary/shared/athena.ts';
import { createTableSql } from '@tributary/shared/iceberg-table.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { Dataset } from '../core/dataset.ts';
import { replaceDaysSql } from '../core/replace-days.ts';
import { type DatasetState, nextDays, type Run } from '../core/run.ts';
import type { JobLog } from './job-log.ts';

export type AdvanceDeps = {
  readonly jobs: Pick<JobLog, 'getState' | 'claim' | 'recordStart'>;
  readonly startQuery: StartQuery;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly names: { readonly lakeDatabase: string; readonly lakeBucket: string; readonly workGroup: string };
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Pick<Log, 'info'>;
};

/** Starts what a dataset has to do next, unless it is at it already: one run at a time, so that commits never clash. */
export type Advance = (dataset: Dataset) => Promise<void>;

// What was delayed by SQS for as long as notBefore says arrives on time by another clock.
const clockToleranceMillis = 1_000;

/**
 * Safe to call at any time, from several functions at once: claiming is a conditional write, and a claimed run that nobody has
 * started (its function was killed) is started with the same client token, which gives the same execution.
 */
export function createAdvance(deps: AdvanceDeps): Advance {
  return async function advance(dataset) {
    const state = await deps.jobs.getState(dataset.table);
    if (state.executionId !== undefined) return;
    const run = state.run ?? (await claimNext(deps, dataset, state));
    if (!run || run.notBefore > deps.now().getTime() + clockToleranceMillis) return;
    await startRun(deps, dataset, run);
  };
}

async function claimNext(deps: AdvanceDeps, { table }: Dataset, state: DatasetState): Promise<Run | undefined> {
  const days = nextDays(state);
  if (days.length === 0) return undefined;
  const exists = await deps.tableExists(deps.names.lakeDatabase, table);
  const run: Run = { id: deps.newId(), step: exists ? 'replace' : 'create', days, attempt: 1, notBefore: 0 };
  return (await deps.jobs.claim(table, run)) ? run : undefined;
}

async function startRun(deps: AdvanceDeps, dataset: Dataset, run: Run): Promise<void> {
  const sql = statementOf(dataset, run, deps.names);
  const { workGroup, lakeDatabase: database } = deps.names;
  const token = tokenOf(dataset.table, run.id, run.step, run.attempt, sql);
  const executionId = await deps.startQuery({ sql, workGroup, database, token });
  await deps.jobs.recordStart({ kind: 'dataset', dataset: dataset.table, run }, executionId, deps.now());
  deps.log.info('Started', { dataset: dataset.table, ...run, executionId });
}

function statementOf(
  dataset: Dataset,
  { step, days }: Run,
  { lakeDatabase, lakeBucket }: AdvanceDeps['names'],
): string {
  if (step === 'replace') return replaceDaysSql(dataset, days, lakeDatabase);
  const { table, columns, partitionColumn: partitionedBy } = dataset;
  const location = `s3://${lakeBucket}/iceberg/${table}/`;
  return createTableSql({ database: lakeDatabase, table, columns, partitionedBy, location });
}
