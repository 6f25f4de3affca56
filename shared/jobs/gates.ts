import { flowOf, isHeldBy, isPutOff, type Work, workOf } from './holding.ts';
import type { JobStore } from './job-store.ts';
import type { Target } from './target.ts';
import type { Unit } from './unit.ts';

export type GatesDeps = {
  readonly targets: readonly Target[];
  readonly jobs: Pick<JobStore, 'units' | 'marks' | 'unmark'>;
  readonly now: () => number;
};

/** The targets that a unit waits for, whatever its time; none: it may be taken. */
export type Gate = (unit: Unit) => readonly string[];

/**
 * A unit waits for units of targets upstream that touch its partition and stand for a change that is as old or older, and for those that were set
 * aside. Changes go down from table to table with their age, so that one that has not come through yet is always found at some target: whoever
 * reads several sides of it runs once, after the last; and as newer changes are not waited for, constant ones starve nobody.
 */
export function createGates({ targets, jobs, now }: GatesDeps) {
  const byName = new Map(targets.map((target) => [target.name, target]));
  return async function gateOf(target: Target): Promise<Gate> {
    const upstream = (target.upstream ?? []).flatMap((each) => byName.get(each.target) ?? []);
    const found = upstream.length === 0 ? [] : await snapshot(jobs, new Set(upstream.map(({ name }) => name)));
    for (const { name, mark, at, units } of found)
      if (units.length === 0 && at + settlesMs < now()) await jobs.unmark(name, mark);
    const work = found.flatMap(({ name, units }) =>
      worksOf(
        target,
        byName.get(name),
        units.filter((unit) => !isPutOff(unit, now())),
      ),
    );
    return (unit) => {
      const lane = flowOf(target.lanes[unit.lane]);
      return [...new Set(work.filter((each) => isHeldBy(each, unit, lane)).map((each) => each.target))];
    };
  };
}

// Between the mark and the units that it tells of: whoever takes a mark away in that time hides them.
const settlesMs = 5_000;
const maxLooks = 3;

type Found = { readonly name: string; readonly mark: string; readonly at: number; readonly units: readonly Unit[] };

/**
 * The units of those targets that may have some. Work is marked before it is there, and passed on before it is done with: where no mark is new once
 * all has been read, nothing has gone from what was yet to be read to what had been.
 */
async function snapshot(jobs: GatesDeps['jobs'], names: ReadonlySet<string>): Promise<readonly Found[]> {
  const marksOf = async () => (await jobs.marks()).filter(({ target }) => names.has(target));
  let marks = await marksOf();
  for (let looks = 1; ; looks += 1) {
    const found = await Promise.all(
      marks.map(async ({ target, mark, at }) => ({ name: target, mark, at, units: await jobs.units(target) })),
    );
    const known = new Set(marks.map(({ mark }) => mark));
    marks = await marksOf();
    if (looks === maxLooks || marks.every(({ mark }) => known.has(mark))) return found;
  }
}

/** Nothing of a target that is no longer there. */
function worksOf({ upstream = [] }: Target, of: Target | undefined, units: readonly Unit[]): readonly Work[] {
  const way = upstream.find(({ target }) => target === of?.name);
  return way === undefined ? [] : units.flatMap((unit) => workOf(way, unit, flowOf(of?.lanes[unit.lane])) ?? []);
}
