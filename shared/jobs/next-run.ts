import type { Gate } from './gates.ts';
import { flowOf } from './holding.ts';
import type { JobStore } from './job-store.ts';
import { type Next, planRuns } from './plan-runs.ts';
import type { TargetState } from './run.ts';
import { spare, sparedOf } from './spare.ts';
import type { Lane, Target } from './target.ts';
import type { Unit } from './unit.ts';

export type NextRunDeps = {
  readonly jobs: Pick<JobStore, 'waiting' | 'postpone' | 'remove'>;
  /** What the units of a target wait for. */
  readonly gateOf: (target: Target) => Promise<Gate>;
  readonly now: () => number;
};

type Chosen = Extract<Next, { readonly do: 'run' }>;

const enough = 1_000;
const maxPauseSeconds = 900;

/**
 * What a target has to do next. What waits for targets upstream is left as it is; what is due but cannot be taken yet is put off, twice as long
 * each time up to 15 minutes; what need not be done is done with; and the next is looked for.
 */
export async function nextRun(deps: NextRunDeps, target: Target, state: TargetState): Promise<Next> {
  const { jobs, now } = deps;
  const plan = planner(target, state, now);
  const yields = Object.values(target.lanes).some((lane) => lane.yields === true);
  // Behind a thousand that yield there may be one that does not.
  const units = await jobs.waiting(target.name, now(), yields ? Number.POSITIVE_INFINITY : enough);
  const next = plan(units);
  const isGated = (target.upstream ?? []).length > 0;
  if (!isGated || next.do !== 'run' || !flowOf(target.lanes[next.lane]).writes)
    return firstOf(deps, target, { plan, units, gate: () => [] });
  const gate = await deps.gateOf(target);
  // Read again: what was passed on to us before the gate was looked at is what the run takes. And all: the first may all be held.
  const all = await jobs.waiting(target.name, now(), Number.POSITIVE_INFINITY);
  return firstOf(deps, target, { plan, units: all, gate });
}

type Plan = (units: readonly Unit[]) => Next;

function planner({ lanes: all }: Target, { claimedAt }: TargetState, now: () => number): Plan {
  const lanes = Object.fromEntries(Object.entries(all).map(([name, { limits }]) => [name, limits]));
  const yields = new Set(Object.keys(all).filter((name) => all[name]?.yields === true));
  return (units) => planRuns({ units, lanes, yields, claimedAt, now: now() });
}

type Waiting = { readonly plan: Plan; readonly units: readonly Unit[]; readonly gate: Gate };

async function firstOf(deps: NextRunDeps, target: Target, { plan, units: all, gate }: Waiting): Promise<Next> {
  let units = all;
  for (;;) {
    const next = plan(units);
    if (next.do !== 'run') return next;
    const left = await takeable(deps, target, { next, units, gate });
    if (left === units) return withThoseAlong(target.lanes[next.lane], { next, units, gate });
    units = left;
  }
}

type Choice = { readonly next: Chosen; readonly units: readonly Unit[]; readonly gate: Gate };

/** All that waits, where what was chosen of it can be taken; else without what is held, or with a later time of what is not ready. */
async function takeable(deps: NextRunDeps, target: Target, { next, units, gate }: Choice): Promise<readonly Unit[]> {
  const held = new Set(next.units.filter((unit) => gate(unit).length > 0).map(({ id }) => id));
  if (held.size > 0) return units.filter(({ id }) => !held.has(id));
  const lane = target.lanes[next.lane];
  const unready = (await lane?.unready?.(next.units)) ?? new Set();
  if (unready.size > 0) return putOff(deps, target, { units, unready });
  const spared = await sparedOf(lane, next.units, deps.now());
  return spared.size === 0 ? units : spare(deps.jobs, target, { units, spared, now: deps.now() });
}

// A run stands in one item of DynamoDB, which has at most 400 kB.
const maxAlong = 500;

/** What failed before goes without others: with them it would be as large as before, and never come down to the unit that fails. */
function withThoseAlong(lane: Lane | undefined, { next, units, gate }: Choice): Next {
  if (next.units.some(({ limit }) => limit !== undefined)) return next;
  const ids = new Set(next.units.map(({ id }) => id));
  const along = (lane?.along?.(next.units, units) ?? []).filter((unit) => !ids.has(unit.id) && gate(unit).length === 0);
  return { ...next, units: [...next.units, ...along.slice(0, maxAlong)] };
}

type Unready = { readonly units: readonly Unit[]; readonly unready: ReadonlySet<string> };

async function putOff({ jobs, now }: NextRunDeps, { name }: Target, { units, unready }: Unready) {
  const later = (unit: Unit) => now() + Math.min(2 ** (unit.postponed ?? 0), maxPauseSeconds) * 1_000;
  const off = units.filter(({ id }) => unready.has(id));
  for (const unit of off) await jobs.postpone(name, [unit], later(unit));
  return units.map((unit) => (unready.has(unit.id) ? { ...unit, dueAt: later(unit) } : unit));
}
