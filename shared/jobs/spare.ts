import type { JobStore } from './job-store.ts';
import type { Lane, Spared, Target } from './target.ts';
import type { Unit } from './unit.ts';

const none: ReadonlyMap<string, Spared> = new Map();

/** Which of these need not be done (now). What was begun is gone on with: a statement that asked for another run has changed what a look sees. */
export async function sparedOf(lane: Lane | undefined, units: readonly Unit[], now: number) {
  const fresh = units.filter(({ limit }) => limit === undefined);
  return fresh.length === 0 ? none : ((await lane?.spared?.(fresh, now)) ?? none);
}

type Due = { readonly units: readonly Unit[]; readonly spared: ReadonlyMap<string, Spared>; readonly now: number };

// What is put off is not due at once again, whatever a look says: else looking would not end.
const leastMs = 60_000;

/** Without a statement these are done with, or put off until they are to be looked at again. Gives what waits then. */
export async function spare(
  jobs: Pick<JobStore, 'remove' | 'postpone'>,
  { name }: Pick<Target, 'name'>,
  { units, spared, now }: Due,
): Promise<readonly Unit[]> {
  const left: Unit[] = [];
  for (const unit of units) {
    const verdict = spared.get(unit.id);
    if (verdict === undefined) left.push(unit);
    else if (verdict.until === undefined) await jobs.remove(name, [unit]);
    else {
      const dueAt = Math.max(verdict.until, now + leastMs);
      await jobs.postpone(name, [unit], dueAt);
      left.push({ ...unit, dueAt });
    }
  }
  return left;
}
