import { type StartQuery, StatementRefusedError } from '../athena.ts';
import { tokenOf } from '../athena-token.ts';
import type { Count, Log } from '../lambda.ts';
import type { Conclude } from './conclude.ts';
import type { JobStore } from './job-store.ts';
import { type Next, planRuns } from './plan-runs.ts';
import type { Run, TargetState } from './run.ts';
import type { Lane, Target } from './target.ts';
import type { Unit } from './unit.ts';

export type AdvanceDeps = {
  readonly jobs: JobStore;
  readonly startQuery: StartQuery;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly names: { readonly database: string; readonly workGroup: string };
  /** Calls advance for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly conclude: Conclude;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Pick<Log, 'info'>;
  readonly count: Count;
};

/** Starts what a target has to do next, unless it is at it already; never waits for it. Safe at any time, from several functions at once. */
export type Advance = (target: Target) => Promise<void>;

// What SQS delayed for as long as `notBefore` says arrives on time by another clock.
const clockToleranceMs = 1_000;
const maxWakeSeconds = 900;
const enough = 1_000;

export function createAdvance(deps: AdvanceDeps): Advance {
  return async function advance(target) {
    const state = await deps.jobs.state(target.name);
    if (state.executionId !== undefined) return;
    if (state.run !== undefined) return startRun(deps, target, state);
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

type Claimed = Pick<TargetState, 'run' | 'statement'>;

async function claimNext(deps: AdvanceDeps, target: Target, state: TargetState): Promise<Claimed | undefined> {
  const { jobs, now, newId } = deps;
  const waiting = await jobs.waiting(target.name, now(), enough);
  const next = await nextRun(deps, target, { state, waiting });
  if (next.do === 'wait') await wakeAt(deps, target, next.until);
  if (next.do !== 'run') return undefined;
  const { lane, statement } = await statementFor(deps, target, { state, next });
  const units = next.units.map(({ id, version, partition, times }) => ({ id, version, partition, times }));
  const since = Math.min(...next.units.map(({ dueAt }) => dueAt));
  const run: Run = { id: newId(), lane, digest: target.digest, units, attempt: 1, notBefore: 0, since };
  const isNew = next.units.every(({ limit }) => limit === undefined);
  const isOurs = await jobs.claim(target.name, run, { statement, at: now(), isNew });
  return isOurs ? { run, statement } : undefined;
}

type Situation = { readonly state: TargetState; readonly waiting: readonly Unit[] };

/** What is due but cannot be taken yet is put off, twice as long each time up to 15 minutes, and the next is looked for. */
async function nextRun(deps: AdvanceDeps, target: Target, { state, waiting }: Situation): Promise<Next> {
  const lanes = Object.fromEntries(Object.entries(target.lanes).map(([name, { limits }]) => [name, limits]));
  let units = waiting;
  for (;;) {
    const next = planRuns({ units, lanes, claimedAt: state.claimedAt, now: deps.now() });
    if (next.do !== 'run') return next;
    const lane = target.lanes[next.lane];
    const unready = (await lane?.unready?.(next.units)) ?? new Set();
    if (unready.size === 0) return withThoseAlong(lane, next, units);
    units = await putOff(deps, target, { units, unready });
  }
}

// A run stands in one item of DynamoDB, which has at most 400 kB.
const maxAlong = 500;

/** What failed before goes without others: with them it would be as large as before, and never come down to the unit that fails. */
function withThoseAlong(lane: Lane | undefined, next: Extract<Next, { do: 'run' }>, waiting: readonly Unit[]): Next {
  if (next.units.some(({ limit }) => limit !== undefined)) return next;
  const ids = new Set(next.units.map(({ id }) => id));
  const along = (lane?.along?.(next.units, waiting) ?? []).filter(({ id }) => !ids.has(id));
  return { ...next, units: [...next.units, ...along.slice(0, maxAlong)] };
}

type Unready = { readonly units: readonly Unit[]; readonly unready: ReadonlySet<string> };

async function putOff({ jobs, now }: AdvanceDeps, { name }: Target, { units, unready }: Unready) {
  const later = (unit: Unit) => now() + Math.min(2 ** (unit.postponed ?? 0), maxWakeSeconds) * 1_000;
  const off = units.filter(({ id }) => unready.has(id));
  for (const unit of off) await jobs.postpone(name, [unit], later(unit));
  return units.map((unit) => (unready.has(unit.id) ? { ...unit, dueAt: later(unit) } : unit));
}

type Chosen = { readonly state: TargetState; readonly next: Extract<Next, { do: 'run' }> };

/** The table comes first: where it is missing, or has been given other properties. */
async function statementFor({ tableExists, names }: AdvanceDeps, { name, table, lanes }: Target, chosen: Chosen) {
  const { lane, units } = chosen.next;
  const own = () => ({ lane, statement: lanes[lane]?.statement(units) ?? '' });
  if (table === undefined) return own();
  if (!(await tableExists(names.database, name))) return { lane: 'create', statement: table.create };
  return chosen.state.prepared === table.properties ? own() : { lane: 'alter', statement: table.alter };
}

async function startRun(deps: AdvanceDeps, target: Target, { run, statement }: Claimed): Promise<void> {
  if (run === undefined || statement === undefined) return;
  if (run.notBefore > deps.now() + clockToleranceMs) return wakeAt(deps, target, run.notBefore);
  const { workGroup, database } = deps.names;
  const token = tokenOf(target.name, run.id, run.attempt);
  try {
    const executionId = await deps.startQuery({ sql: statement, workGroup, database, token });
    await deps.jobs.recordStart(target.name, run, { executionId, at: deps.now() });
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
    await refused(deps, target, { run, message: error.message });
  }
}

type Refused = { readonly run: Run; readonly message: string };

/** Athena does not take the statement at all: no event will tell of its end. */
async function refused({ conclude, now }: AdvanceDeps, target: Target, { run, message }: Refused): Promise<void> {
  const failure = { category: 'user', message, retryable: false } as const;
  const executionId = `refused-${run.id}-${run.attempt}`;
  await conclude(target, { run, executionId, at: now(), state: 'REFUSED', scannedBytes: 0, failure });
}

async function wakeAt({ jobs, wake, now }: AdvanceDeps, { name }: Target, at: number): Promise<void> {
  const seconds = Math.min(Math.max(Math.ceil((at - now()) / 1_000), 1), maxWakeSeconds);
  if (await jobs.noteWake(name, now() + seconds * 1_000, now())) await wake(name, seconds);
}
