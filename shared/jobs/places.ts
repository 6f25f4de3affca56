import type { JobStore } from './job-store.ts';
import { attemptOf, type TargetState } from './run.ts';
import { call, leave, repair, type Slots, type Wish, wish } from './slots.ts';

export type PlacesDeps = {
  readonly jobs: Pick<JobStore, 'slots' | 'saveSlots' | 'state'>;
  /** How many statements of a service run at once. */
  readonly most: number;
  /** Calls advance for a target, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly now: () => number;
};

/** The slots are changed by others faster than they can be changed here: the message comes again. */
class SlotsBusyError extends Error {
  override readonly name = 'SlotsBusyError';
}

const maxTries = 50;

/** Who may run a statement. Where there is no place the target waits, the longest due first, and is woken when there is one. */
export function createPlaces({ jobs, most, wake, now }: PlacesDeps) {
  const tryOnce = async (to: (slots: Slots) => Slots): Promise<Slots | undefined> => {
    const before = await jobs.slots();
    const { slots, called } = call(to(before), { most, now: now() });
    if (JSON.stringify(slots) === JSON.stringify(before)) return before;
    if (!(await jobs.saveSlots({ ...slots, version: before.version + 1 }))) return undefined;
    for (const target of called) await wake(target, 0);
    return slots;
  };
  const change = async (to: (slots: Slots) => Slots): Promise<Slots> => {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const changed = await tryOnce(to);
      if (changed !== undefined) return changed;
    }
    throw new SlotsBusyError(`The slots changed ${maxTries} times while they were to be changed`);
  };
  return {
    /** Whose slot the target has now: of this run, or of one that was to begin before; undefined where it waits. */
    async take(wished: Wish): Promise<string | undefined> {
      const { running } = await change((slots) => wish(slots, wished, { most, now: now() }));
      return running[wished.target]?.run;
    },
    async leave(target: string, run: string): Promise<void> {
      await change((slots) => leave(slots, target, run));
    },
    /** Does what killed functions left undone. `states`: of all targets, as they were a moment ago. */
    async repair(states: ReadonlyMap<string, TargetState>): Promise<void> {
      const before = await jobs.slots();
      const doubtful = differing(before, repair(before, states, { now: now() }));
      const fresh = new Map(states);
      for (const target of doubtful) if (states.has(target)) fresh.set(target, await jobs.state(target));
      await change((slots) => repair(slots, fresh, { now: now() }));
    },
  };
}

export type Places = ReturnType<typeof createPlaces>;

function differing({ running: before }: Slots, { running: after }: Slots): readonly string[] {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((target) => before[target]?.run !== after[target]?.run);
}

/** The same jobs, of which a run that ends, or waits for its next attempt, first leaves its place: once it is the target's no more, another's would go. */
export function leaving(jobs: JobStore, places: Pick<Places, 'leave'>): JobStore {
  return {
    ...jobs,
    async retry(target, run, next, steps) {
      await places.leave(target, attemptOf(run));
      await jobs.retry(target, run, next, steps);
    },
    async endRun(target, run, prepared) {
      await places.leave(target, attemptOf(run));
      await jobs.endRun(target, run, prepared);
    },
  };
}
