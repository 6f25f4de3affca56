import type { Athena } from '../athena.ts';
import type { Count, CountBy, Log } from '../lambda.ts';
import type { SendEvents } from '../send-events.ts';
import { clockToleranceMs, createAdvance } from './advance.ts';
import { createConclude } from './conclude.ts';
import { noteDefinitions } from './definitions.ts';
import { createGates } from './gates.ts';
import type { JobStore } from './job-store.ts';
import type { Measure } from './measure.ts';
import { createPlaces, leaving } from './places.ts';
import { rotated } from './rotated.ts';
import type { TargetState } from './run.ts';
import { createSettle } from './settle.ts';
import type { Target } from './target.ts';
import type { Unit } from './unit.ts';

export type JobsDeps = {
  readonly targets: readonly Target[];
  readonly jobs: JobStore;
  readonly athena: Athena;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly names: { readonly database: string; readonly workGroup: string };
  /** Calls `advance` for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  /** What a statement may take before it is stopped. */
  readonly maxMs: number;
  /** How many statements of the service run at once; without it as many as there are targets. */
  readonly statementsAtOnce?: number;
  readonly measure: Measure;
  /** A statement in Athena's console. */
  readonly linkOf?: (executionId: string) => string;
  readonly now: () => number;
  readonly newId: () => string;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
  readonly countBy: CountBy;
};

/**
 * Statements are started by `advance` and `retry` alone, and so by one function of a service: its role is part of what a client token stands for,
 * and another function could not go on for it. The others send it a message.
 */
export type Jobs = {
  /** Starts what a target has to do next, unless it is at it already. */
  readonly advance: (target: string) => Promise<void>;
  /** The same, once what the target is at is settled, if it has ended. */
  readonly goOn: (target: string) => Promise<void>;
  /** Of an execution that has ended, as Athena's event says. */
  readonly settleExecution: (executionId: string) => Promise<void>;
  /** Does what a lost event or a killed function left undone: Athena's state changes are sent at best effort. */
  readonly reconcile: () => Promise<void>;
  /** Tries again at once what was set aside. */
  readonly retry: (target: string) => Promise<void>;
};

const measureEveryMs = 3_600_000;

/** The statements of a service's targets, from what waits for them to what comes of it. */
export function createJobs(deps: JobsDeps): Jobs {
  const { targets, athena, now, statementsAtOnce: most = targets.length } = deps;
  const places = createPlaces({ ...deps, most });
  const jobs = leaving(deps.jobs, places);
  const { startQuery, getQuery, stopQuery, getUpdateCount, getRows } = athena;
  const conclude = createConclude({ ...deps, jobs, getUpdateCount, getRows, database: deps.names.database });
  const settle = createSettle({ jobs, getQuery, stopQuery, conclude, maxMs: deps.maxMs, now });
  const advance = createAdvance({ ...deps, jobs, startQuery, conclude, places, gateOf: createGates(deps) });
  const byName = new Map(targets.map((target) => [target.name, target]));

  const release = (target: Target, aside: readonly Unit[], forget: boolean): Promise<void> =>
    jobs.release(target.name, aside, { dueAt: now(), forget });
  /** Who has nothing to do yet is not woken: whoever brings it something does that, or the next reconcile. */
  const settleAndWake = async (target: Target, hasOther = false): Promise<TargetState> => {
    const { state, isFree } = await settle(target);
    if (isFree && (hasOther || (await hasDue(deps, target, state)))) await deps.wake(target.name, 0);
    return state;
  };
  const reconcileOne = async (target: Target): Promise<TargetState> => {
    const aside = await jobs.setAside(target.name);
    const again = aside.filter((unit) => (unit.aside?.retryAt ?? now() + 1) <= now());
    await release(target, again, false);
    const isOfOtherSql = aside.some((unit) => unit.aside?.digest !== target.digest);
    return settleAndWake(target, isOfOtherSql);
  };
  const find = (name: string): Target | undefined => {
    const target = byName.get(name);
    if (target === undefined) deps.log.warn('The target is no longer there', { target: name });
    return target;
  };
  return {
    async advance(name) {
      const target = find(name);
      if (target) await advance(target, await jobs.state(name));
    },
    async goOn(name) {
      const target = find(name);
      if (target === undefined) return;
      const { state, isFree } = await settle(target);
      if (isFree) await advance(target, state);
    },
    async settleExecution(executionId) {
      const name = await jobs.targetOf(executionId);
      const target = name === undefined ? undefined : find(name);
      if (target !== undefined) await settleAndWake(target);
      if (name === undefined) await wakeThoseThatStart(deps);
    },
    async reconcile() {
      await noteDefinitions(deps);
      const states = new Map<string, TargetState>();
      for (const target of rotated(targets, deps.chance())) {
        states.set(target.name, await reconcileOne(target));
        const isDue = target.table && (await jobs.noteMeasured(target.name, now(), now() - measureEveryMs));
        if (isDue) await deps.measure(target.name);
      }
      await places.repair(states);
    },
    async retry(name) {
      const target = find(name);
      if (!target) return;
      await release(target, await jobs.setAside(name), true);
      await advance(target, await jobs.state(name));
    },
  };
}

/** The event can be faster than the function that started the statement and has yet to write its id down: a second later it has. */
async function wakeThoseThatStart({ targets, jobs, wake }: JobsDeps): Promise<void> {
  for (const { name } of targets) if ((await jobs.state(name)).run !== undefined) await wake(name, 1);
}

/** Whether there is something for `advance` to do now, of what is not set aside. */
async function hasDue({ jobs, now }: JobsDeps, { name, lanes }: Target, state: TargetState): Promise<boolean> {
  if (state.run !== undefined) return state.executionId === undefined;
  const at = now() + clockToleranceMs;
  const waiting = await jobs.waiting(name, at, 1);
  return waiting.some(({ dueAt, lane }) => dueAt <= at && lanes[lane] !== undefined);
}
