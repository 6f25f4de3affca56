import { type StartQuery, StatementRefusedError } from '../athena.ts';
import { tokenOf } from '../athena-token.ts';
import type { Count, Log } from '../lambda.ts';
import { filled } from './causes.ts';
import type { Conclude } from './conclude.ts';
import type { Gate } from './gates.ts';
import type { JobStore, Work } from './job-store.ts';
import { nextRun } from './next-run.ts';
import type { Places } from './places.ts';
import type { Next } from './plan-runs.ts';
import { attemptOf, type Run, type TargetState } from './run.ts';
import type { Target } from './target.ts';
import { laneFor, workOf } from './work.ts';

export type AdvanceDeps = {
  readonly jobs: JobStore;
  readonly startQuery: StartQuery;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly names: { readonly database: string; readonly workGroup: string };
  /** Calls advance for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly conclude: Conclude;
  /** What the units of a target wait for. */
  readonly gateOf: (target: Target) => Promise<Gate>;
  readonly places: Pick<Places, 'take'>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Pick<Log, 'info'>;
  readonly count: Count;
};

/** Starts what a target, as it stood a moment ago, has to do next, unless it is at it already; never waits for it. Safe at any time, from several functions at once. */
export type Advance = (target: Target, state: TargetState) => Promise<void>;

/** What SQS delayed for as long as `notBefore` says arrives on time by another clock; what is due by that is nearly due by this. */
export const clockToleranceMs = 1_000;
/** Less than a queue's alarm of age takes for a function that does not keep up: SQS counts messages that it delays. What is due later is woken for again. */
const maxWakeSeconds = 120;

export function createAdvance(deps: AdvanceDeps): Advance {
  return async function advance(target, state) {
    if (state.executionId !== undefined) return;
    if (state.run !== undefined) return startAgain(deps, target, state.run, state);
    if (state.digest !== undefined && state.digest !== target.digest) await releaseForNewSql(deps, target);
    const claimed = await claimNext(deps, target, state);
    if (claimed) await startRun(deps, target, claimed);
  };
}

/** Another SQL may do what the former could not. */
async function releaseForNewSql({ jobs, now }: AdvanceDeps, { name, digest }: Target): Promise<void> {
  const aside = (await jobs.setAside(name)).filter((unit) => unit.aside?.digest !== digest);
  await jobs.release(name, aside, { dueAt: now(), forget: true });
}

type Claimed = Work & Pick<TargetState, 'run'>;

async function claimNext(deps: AdvanceDeps, target: Target, state: TargetState): Promise<Claimed | undefined> {
  const { jobs, now, newId, places } = deps;
  const next = await nextRun(deps, target, state);
  if (next.do === 'wait') await wakeAt(deps, target, next.until);
  if (next.do !== 'run') return undefined;
  const id = newId();
  const since = Math.min(...next.units.map(({ dueAt }) => dueAt));
  const wish = wishOf(target, { id, lane: next.lane, attempt: 1, notBefore: 0, since });
  const place = await places.take({ ...wish, isBegun: false });
  if (place === undefined) return undefined;
  const lane = await laneOf(deps, target, { state, next });
  if (lane === 'create' && isOfChanges(target, next)) await jobs.forgetFilled(target.name);
  const units = next.units.map(({ version, partition, times, ...unit }) => ({
    ...{ id: unit.id, version, partition, times },
    ...{ since: unit.since, why: unit.why },
  }));
  const run: Run = { id, lane, digest: target.digest, units, attempt: 1, notBefore: 0, since };
  const isNew = next.units.every(({ limit }) => limit === undefined);
  const work = workOf(target, run, next.units);
  const isFirst = Object.keys(state.claimedAt).length === 0;
  if (!(await jobs.claim(target.name, run, { ...work, at: now(), isNew, isFirst }))) return undefined;
  if (place !== wish.run) await places.take({ ...wish, isBegun: true });
  return { run, ...work };
}

/** A run that was begun, and is to be started: by now, where its time has come, there may be no place for it. */
async function startAgain(deps: AdvanceDeps, target: Target, run: Run, state: TargetState): Promise<void> {
  const isDue = run.notBefore <= deps.now() + clockToleranceMs;
  if (isDue && (await deps.places.take({ ...wishOf(target, run), isBegun: true })) === undefined) return;
  await startRun(deps, target, state);
}

/** What makes the table then makes some of its rows: of all others nobody knows that they were there before the table was gone. */
function isOfChanges({ lanes }: Target, { lane, units }: Chosen['next']): boolean {
  return lanes[lane]?.makes === true && !units.some(({ why = [] }) => why.includes(filled));
}

function wishOf({ name, lanes }: Target, run: Pick<Run, 'id' | 'lane' | 'attempt' | 'notBefore' | 'since'>) {
  const { lane, notBefore, since: dueAt = notBefore } = run;
  return { target: name, run: attemptOf(run), dueAt, yields: lanes[lane]?.yields === true };
}

type Chosen = { readonly state: TargetState; readonly next: Extract<Next, { do: 'run' }> };

async function laneOf({ tableExists, names }: AdvanceDeps, target: Target, { state, next }: Chosen): Promise<string> {
  const there = target.table !== undefined && (await tableExists(names.database, target.name));
  return laneFor(target, next.lane, { there, prepared: state.prepared });
}

async function startRun(deps: AdvanceDeps, target: Target, { run, ...work }: Claimed): Promise<void> {
  const sql = sqlOf(run, work);
  if (run === undefined || sql === undefined) return;
  if (run.notBefore > deps.now() + clockToleranceMs) return wakeAt(deps, target, run.notBefore);
  const { workGroup, database } = deps.names;
  const { step = 0 } = run;
  const token = tokenOf(target.name, run.id, run.attempt, ...(step === 0 ? [] : [step]));
  try {
    const executionId = await deps.startQuery({ sql, workGroup, database, token });
    await deps.jobs.recordStart(target.name, run, { executionId, at: deps.now(), step: work.steps?.[step]?.name });
    deps.count('StatementsStarted', 1);
    deps.log.info('Started', {
      target: target.name,
      lane: run.lane,
      units: run.units.length,
      attempt: run.attempt,
      executionId,
    });
  } catch (error) {
    if (!(error instanceof StatementRefusedError)) throw error;
    await refused(deps, target, { run, ...work, message: error.message });
  }
}

function sqlOf(run: Run | undefined, { statement, steps }: Work): string | undefined {
  return steps === undefined ? statement : steps[run?.step ?? 0]?.sql;
}

type Refused = Work & { readonly run: Run; readonly message: string };

/** Athena does not take the statement at all: no event will tell of its end. */
async function refused(
  { conclude, wake, now }: AdvanceDeps,
  target: Target,
  { message, ...work }: Refused,
): Promise<void> {
  const failure = { category: 'user', message, retryable: false } as const;
  const { id, attempt, step = 0 } = work.run;
  const executionId = `refused-${id}-${attempt}${step === 0 ? '' : `-${step}`}`;
  await conclude(target, { ...work, executionId, at: now(), state: 'REFUSED', scannedBytes: 0, failure });
  // What tidies up after it.
  if (work.steps !== undefined) await wake(target.name, 0);
}

async function wakeAt({ jobs, wake, now }: AdvanceDeps, { name }: Target, at: number): Promise<void> {
  const seconds = Math.min(Math.max(Math.ceil((at - now()) / 1_000), 1), maxWakeSeconds);
  if (await jobs.noteWake(name, now() + seconds * 1_000, now())) await wake(name, seconds);
}
