import type { LaneLimits } from '@tributary/shared/jobs/plan-runs.ts';
import type { Lane } from '@tributary/shared/jobs/target.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';

/** Has a dataset's table made, empty, if it is not there: whoever reads it finds no rows rather than no table, whatever it reads itself. */
export function makeUnit(now: number): NewUnit {
  return { id: 'table', lane: 'make', stamp: 'make', dueAt: now };
}

const once: LaneLimits = {
  ...{ maxUnits: 1, maxPartitions: 1, everyMs: 0 },
  ...{ maxBytes: Number.POSITIVE_INFINITY, maxIdBytes: 100 },
};

/** Any run of a target whose table is missing makes it first: there is nothing left to do then. */
export function makeLane(isThere: () => Promise<boolean>): Lane {
  return {
    limits: once,
    spared: async (units) => new Map((await isThere()) ? units.map(({ id }) => [id, {}]) : []),
    // Of a unit that was in a failed run, which is not spared.
    statement: () => 'SELECT 1 AS made',
  };
}
