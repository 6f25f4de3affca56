import { datasetFlows } from '@tributary/query/src/core/upstream.ts';
import { flowOf, isHeldBy, type LaneFlow, workOf } from '@tributary/shared/jobs/holding.ts';
import type { Upstream } from '@tributary/shared/jobs/target.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { isPreparation } from './lanes.ts';
import type { Held, Look } from './look.ts';

type Looked = Omit<Look, 'held'>;

/** For each unit that is due the first that holds it, by the same rules as its service has. */
export function heldOf(look: Looked, looks: ReadonlyMap<string, Looked>): readonly Held[] {
  const upstream = (look.target.upstream ?? []).map((way) => ({ way, other: looks.get(way.target) }));
  return look.due.flatMap((unit) =>
    upstream.flatMap(({ way, other }) => (other && holds(way, other, unit)) ?? []).slice(0, 1),
  );
}

function laneFlow(lane: string): LaneFlow {
  return datasetFlows[lane] ?? flowOf(undefined);
}

/** What is set aside holds it first, then what runs, then what waits. */
function holds(way: Upstream, { aside, running, due, later }: Looked, unit: Unit): Held | undefined {
  const isHolding = (each: Pick<Unit, 'partition' | 'since' | 'dueAt' | 'aside'>, lane: string) => {
    const work = workOf(way, each, laneFlow(lane));
    return work !== undefined && isHeldBy(work, unit, laneFlow(unit.lane));
  };
  const held = { unit: unit.id, by: way.target };
  const failed = aside.find((each) => isHolding(each, each.lane));
  if (failed !== undefined) return { ...held, because: 'set aside', since: failed.aside?.at };
  const lane = running === undefined || isPreparation(running.lane) ? 'write' : running.lane;
  const dueAt = running?.since ?? 0;
  if (running?.units.some((each) => isHolding({ ...each, dueAt }, lane)))
    return { ...held, because: 'runs', since: running.since };
  // What is put off until a table comes keeps nobody waiting.
  const waiting = [...due, ...later.filter(({ postponed = 0 }) => postponed === 0)].find((each) =>
    isHolding(each, each.lane),
  );
  return waiting && { ...held, because: 'waits', since: waiting.since ?? waiting.dueAt };
}
