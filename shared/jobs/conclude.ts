import { afterFailure, type RunFailure, retryAt } from './after-failure.ts';
import { fromTheStart } from './after-step.ts';
import { endStep } from './end-step.ts';
import type { Ended } from './ended.ts';
import { failedEvent } from './failed-event.ts';
import { type PublishDeps, publish } from './publish.ts';
import type { Run } from './run.ts';
import type { Target } from './target.ts';
import { tellLake } from './tell-lake.ts';
import { stepsOf } from './work.ts';

export type ConcludeDeps = PublishDeps & {
  /** A statement in Athena's console. */
  readonly linkOf?: ((executionId: string) => string) | undefined;
  /** In [0, 1). */
  readonly chance: () => number;
};

/**
 * Draws the consequences of a run's end: of its rows first, then the end is written down, then the run ends: whoever is killed in between does it
 * all again, and tells twice rather than never. Of a run of several statements the next one is left to `advance`.
 */
export type Conclude = (target: Target, ended: Ended) => Promise<void>;

// Not a failure: Athena removes or rewrites so much at a time. https://docs.aws.amazon.com/athena/latest/ug/vacuum-statement.html
const moreRuns = /ICEBERG_(VACUUM|OPTIMIZE)_MORE_RUNS_NEEDED/;

export function createConclude(deps: ConcludeDeps): Conclude {
  return async function conclude(target, statementEnded) {
    deps.count('ScannedBytes', statementEnded.scannedBytes);
    const published = (of: Ended) => publish(deps, target, of);
    const ended = await endStep({ ...deps, published }, target, explained(target, statementEnded));
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

/** What was published before its last steps, which tidy up, has had its consequences. */
async function succeed(deps: ConcludeDeps, target: Target, ended: Ended): Promise<void> {
  const said = ended.run.told === true ? undefined : await publish(deps, target, ended);
  await end(
    deps,
    target,
    said === undefined
      ? ended
      : { ...ended, last: { state: ended.state, scannedBytes: ended.scannedBytes, ...ended.last, message: said } },
  );
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
