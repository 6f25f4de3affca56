import type { Athena } from '../athena.ts';
import type { TableUpdated } from '../events.ts';
import type { Count, CountBy, Log } from '../lambda.ts';
import type { SendEvents } from '../send-events.ts';
import { afterFailure, type RunFailure, retryAt } from './after-failure.ts';
import { fromTheStart } from './after-step.ts';
import { endStep } from './end-step.ts';
import type { Ended } from './ended.ts';
import { failedEvent } from './failed-event.ts';
import type { JobStore } from './job-store.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';
import { tellLake } from './tell-lake.ts';
import { stepsOf } from './work.ts';

export type ConcludeDeps = Pick<Athena, 'getRows' | 'getUpdateCount'> & {
  readonly jobs: JobStore;
  /** Calls advance for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  readonly database: string;
  /** A statement in Athena's console. */
  readonly linkOf?: ((executionId: string) => string) | undefined;
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
  readonly countBy: CountBy;
};

/**
 * Draws the consequences of a run's end. The lake is told first, then those of us who read the table, then the units are done with, then the end is written down, then the run ends:
 * whoever is killed in between does it all again, and tells twice rather than never. Of a run of several statements the next one is left to `advance`.
 */
export type Conclude = (target: Target, ended: Ended) => Promise<void>;

// Not a failure: Athena removes or rewrites so much at a time. https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html
const moreRuns = /ICEBERG_(VACUUM|OPTIMIZE)_MORE_RUNS_NEEDED/;

export function createConclude(deps: ConcludeDeps): Conclude {
  return async function conclude(target, statementEnded) {
    deps.count('ScannedBytes', statementEnded.scannedBytes);
    const ended = await endStep(deps, target, explained(target, statementEnded));
    if (ended === undefined) return;
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

/** Says it in the words of whoever wrote the file that the statement came from. */
function explained({ explain }: Target, ended: Ended): Ended {
  const { failure, statement, steps, run } = ended;
  const sql = steps?.[run.step ?? 0]?.sql ?? statement;
  if (explain === undefined || sql === undefined || failure?.category !== 'user') return ended;
  const { message, where } = explain(sql, failure.message);
  return { ...ended, failure: { ...failure, message, where } };
}

async function succeed(deps: ConcludeDeps, target: Target, ended: Ended): Promise<void> {
  const { run } = ended;
  const update = await tellLake(deps, target, ended);
  const lane = target.lanes[run.lane];
  const passedOn = lane?.passOn?.(run.units, run.id, deps.now()) ?? [];
  for (const { target: reader, units } of passedOn) await deps.jobs.addUnits(reader, units);
  const said = await addFound(deps, target, ended);
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
  await end(
    deps,
    target,
    said === undefined
      ? ended
      : { ...ended, last: { state: ended.state, scannedBytes: ended.scannedBytes, ...ended.last, message: said } },
  );
}

const mostRows = 1_000;

/** What the rows of a statement call for, and what the log is told of them. */
async function addFound(
  { jobs, getRows, now }: ConcludeDeps,
  target: Target,
  ended: Ended,
): Promise<string | undefined> {
  const { found, says, fills } = target.lanes[ended.run.lane] ?? {};
  const { rows } = found === undefined ? { rows: [] } : await getRows(ended.result ?? ended.executionId, mostRows);
  if (found !== undefined) await jobs.addUnits(target.name, found(rows, now()));
  if (fills !== undefined) await jobs.noteFilled(target.name, fills);
  return says?.(rows);
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

type Failed = Ended & { readonly failure: RunFailure };

async function fail(deps: ConcludeDeps, target: Target, ended: Failed): Promise<void> {
  const { run, failure } = ended;
  const next = afterFailure(fromTheStart(run), failure, { now: deps.now(), chance: deps.chance() });
  // Of several statements that publish, some have.
  if (ended.done?.rows !== undefined) await tellLake(deps, target, ended);
  const executionId = ended.state === 'REFUSED' ? undefined : (ended.result ?? ended.executionId);
  const isAside = next.do === 'set aside';
  await deps.sendEvents([failedEvent(target, { run, failure, executionId, isAside, linkOf: deps.linkOf })]);
  deps.log.warn('Failed', {
    target: target.name,
    lane: run.lane,
    units: run.units.length,
    next: next.do,
    executionId,
    ...failure,
  });
  deps.count('RunsFailed', 1);
  if (next.do === 'retry') {
    await recordEnd(deps, target, ended);
    await deps.wake(target.name, next.delaySeconds);
    return deps.jobs.retry(target.name, run, next.run, stepsOf(target, next.run));
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
  const { run, executionId, at, failure } = ended;
  const whole = { state: ended.state, message: failure?.message ?? '', at: now() };
  const { step, state, scannedBytes, message } = {
    step: undefined,
    ...whole,
    ...(ended.last ?? { scannedBytes: ended.scannedBytes }),
  };
  await jobs.recordEnd(name, run, { start: { executionId, at, step }, state, scannedBytes, message, at: whole.at });
  if (lanes[run.lane]?.update !== undefined)
    await jobs.stand(name, { ...whole, executionId: ended.result ?? executionId });
}

/** Before the units are removed: whoever is killed in between does it again. */
async function noteVersions({ jobs, now }: ConcludeDeps, target: Target, { run, ...ended }: Ended): Promise<void> {
  if (target.lanes[run.lane]?.makes === undefined) return;
  const partitions = new Set(run.units.map(({ partition = 'all' }) => partition));
  const version = { digest: run.digest, executionId: ended.result ?? ended.executionId, at: now() };
  await jobs.made(
    target.name,
    [...partitions].map((partition) => ({ ...version, partition })),
  );
}
