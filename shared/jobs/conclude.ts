import type { GetUpdateCount } from '../athena.ts';
import type { LakeEvent, TableUpdated } from '../events.ts';
import type { Count, CountBy, Log } from '../lambda.ts';
import type { SendEvents } from '../send-events.ts';
import { afterFailure, type Consequence, type RunFailure, retryAt } from './after-failure.ts';
import type { JobStore } from './job-store.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';

export type ConcludeDeps = {
  readonly jobs: JobStore;
  readonly getUpdateCount: GetUpdateCount;
  /** Calls advance for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  readonly database: string;
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
  readonly countBy: CountBy;
};

/** A run whose statement has ended, or that Athena did not take (`state` REFUSED). */
export type Ended = {
  readonly run: Run;
  readonly executionId: string;
  /** When it was started (epoch ms). */
  readonly at: number;
  readonly state: string;
  readonly scannedBytes: number;
  readonly failure?: RunFailure | undefined;
};

/**
 * Draws the consequences of a run's end. The lake is told first, then those of us who read the table, then the units are done with, then the end is written down, then the run ends:
 * whoever is killed in between does it all again, and tells twice rather than never.
 */
export type Conclude = (target: Target, ended: Ended) => Promise<void>;

// Not a failure: Athena removes or rewrites so much at a time. https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html
const moreRuns = /ICEBERG_(VACUUM|OPTIMIZE)_MORE_RUNS_NEEDED/;

export function createConclude(deps: ConcludeDeps): Conclude {
  return async function conclude(target, ended) {
    deps.count('ScannedBytes', ended.scannedBytes);
    if (ended.failure === undefined) return succeed(deps, target, ended);
    if (moreRuns.test(ended.failure.message)) return goOn(deps, target, ended);
    return fail(deps, target, { ...ended, failure: ended.failure });
  };
}

/** With a limit, which says that they have been begun: see sparedOf. */
async function goOn(deps: ConcludeDeps, target: Target, ended: Ended): Promise<void> {
  await deps.jobs.limit(target.name, ended.run.units, ended.run.units.length, deps.now());
  await end(deps, target, ended);
}

async function succeed(deps: ConcludeDeps, target: Target, ended: Ended): Promise<void> {
  const { run } = ended;
  const update = await updateOf(deps, target, ended);
  if (update !== undefined) await deps.sendEvents([{ type: 'Table Updated', detail: update }]);
  const lane = target.lanes[run.lane];
  const passedOn = lane?.passOn?.(run.units, run.id, deps.now()) ?? [];
  for (const { target: reader, units } of passedOn) await deps.jobs.addUnits(reader, units);
  const later = lane?.after?.(run.units, deps.now()) ?? [];
  await deps.jobs.addUnits(
    target.name,
    later.map((unit) => ({ ...unit, stamp: 'later' })),
  );
  await noteVersions(deps, target, ended);
  if (lane !== undefined) await deps.jobs.remove(target.name, run.units);
  for (const { target: reader } of passedOn) await deps.wake(reader, 0);
  deps.count('RunsSucceeded', 1);
  tell(deps, target, { ...ended, update });
  await end(deps, target, ended);
}

type Told = Ended & { readonly update: TableUpdated | undefined };

/** What a statement did, how long it took, and how long after its oldest work was due the table's rows are there. */
function tell({ log, countBy, now }: ConcludeDeps, { name: table }: Target, { run, update, ...ended }: Told): void {
  const { executionId, at, scannedBytes } = ended;
  const { lane, units, since } = run;
  const rows = update?.rows ?? 0;
  log.info('Succeeded', { target: table, lane, units: units.length, ms: now() - at, scannedBytes, rows, executionId });
  if (update?.cause !== 'rows') return;
  countBy('RowsWritten', { table }, rows);
  if (since !== undefined) countBy('SecondsBehind', { table }, Math.max(0, (now() - since) / 1_000));
}

async function updateOf(deps: ConcludeDeps, target: Target, ended: Ended): Promise<TableUpdated | undefined> {
  const { run, executionId: queryExecutionId } = ended;
  const common = { version: '1', database: deps.database, table: target.name, queryExecutionId } as const;
  if (run.lane === 'create') return { ...common, cause: 'created' };
  const update = target.lanes[run.lane]?.update?.(run.units);
  if (update === undefined) return undefined;
  const rows = update.cause === 'rows' ? await deps.getUpdateCount(queryExecutionId) : undefined;
  const { cause, partitions } = update;
  return {
    ...common,
    cause,
    ...(partitions === undefined ? {} : { partitions: [...partitions] }),
    ...(rows === undefined ? {} : { rows }),
  };
}

type Failed = Ended & { readonly failure: RunFailure };

async function fail(deps: ConcludeDeps, target: Target, ended: Failed): Promise<void> {
  const { run, failure } = ended;
  const next = afterFailure(run, failure, { now: deps.now(), chance: deps.chance() });
  await deps.sendEvents([failedEvent(target, ended, next)]);
  deps.log.warn('Failed', {
    target: target.name,
    lane: run.lane,
    units: run.units.length,
    next: next.do,
    executionId: ended.executionId,
    ...failure,
  });
  deps.count('RunsFailed', 1);
  if (next.do === 'retry') {
    await recordEnd(deps, target, ended);
    await deps.wake(target.name, next.delaySeconds);
    return deps.jobs.retry(target.name, run, next.run);
  }
  if (next.do === 'halve') await deps.jobs.limit(target.name, run.units, next.limit, deps.now());
  else await putAside(deps, target, ended, next.mayPass);
  await end(deps, target, ended);
}

async function putAside(deps: ConcludeDeps, target: Target, { run, failure }: Failed, mayPass: boolean): Promise<void> {
  const times = Math.max(0, ...run.units.map((unit) => unit.times ?? 0)) + 1;
  const at = deps.now();
  await deps.jobs.putAside(target.name, run.units, {
    digest: run.digest,
    reason: failure.message,
    at,
    againAt: at + (target.lanes[run.lane]?.limits.everyMs ?? 0),
    retryAt: retryAt(times, mayPass, at),
  });
  deps.count('UnitsSetAside', run.units.length);
}

async function end(deps: ConcludeDeps, target: Target, ended: Ended): Promise<void> {
  await recordEnd(deps, target, ended);
  const prepared = ended.failure === undefined ? preparedBy(target, ended.run) : undefined;
  await deps.jobs.endRun(target.name, ended.run, prepared);
}

function preparedBy({ table, lanes }: Target, { lane }: Run): string | undefined {
  return lane === 'create' || lane === 'alter' ? table?.properties : lanes[lane]?.prepared;
}

/** How the table's rows stand is what a run that was to change them came to. */
async function recordEnd({ jobs, now }: ConcludeDeps, { name, lanes }: Target, ended: Ended): Promise<void> {
  const { run, executionId, at, state, scannedBytes, failure } = ended;
  const message = failure?.message ?? '';
  const end = { state, message, at: now() };
  await jobs.recordEnd(name, run, { ...end, start: { executionId, at }, scannedBytes });
  if (lanes[run.lane]?.update !== undefined) await jobs.stand(name, { ...end, executionId });
}

/** Before the units are removed: whoever is killed in between does it again. */
async function noteVersions({ jobs, now }: ConcludeDeps, target: Target, { run, executionId }: Ended): Promise<void> {
  if (target.lanes[run.lane]?.makes === undefined) return;
  const partitions = new Set(run.units.map(({ partition = 'all' }) => partition));
  const version = { digest: run.digest, executionId, at: now() };
  await jobs.made(
    target.name,
    [...partitions].map((partition) => ({ ...version, partition })),
  );
}

const maxNamed = 100;

function failedEvent({ name }: Target, { run, failure, executionId, state }: Failed, next: Consequence): LakeEvent {
  const { category, message } = failure;
  return {
    type: 'Dataset Failed',
    detail: {
      version: '1',
      dataset: name,
      attempt: run.attempt,
      category,
      message,
      ...(state === 'REFUSED' ? {} : { queryExecutionId: executionId }),
      willRetry: next.do !== 'set aside',
      ...(next.do === 'set aside' ? { setAside: run.units.slice(0, maxNamed).map(({ id }) => id) } : {}),
    },
  };
}
