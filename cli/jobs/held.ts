import type { Unit } from '@tributary/shared/jobs/unit.ts';
import type { Graph } from '../graph/graph.ts';
import { isUpkeep } from './lanes.ts';
import type { Held, Look } from './look.ts';
import { overlap } from './partitions.ts';

type Looked = Omit<Look, 'held'>;

const behindAll: ReadonlySet<string> = new Set(['backfill', 'fill', 'gathered']);

/** For each unit that is due the first that holds it, as the engine of its service has it: targets of one service alone hold one another. */
export function heldOf(look: Looked, looks: ReadonlyMap<string, Looked>, graph: Graph): readonly Held[] {
  const upstream = graph
    .upstreamOf(look.target.name)
    .flatMap((name) => looks.get(name) ?? [])
    .filter(({ target }) => target.service === look.target.service && target.kind !== 'view');
  return look.due
    .filter((unit) => !isUpkeep(unit) && !behindAll.has(unit.lane))
    .flatMap((unit) => upstream.flatMap((other) => holds(other, unit) ?? []).slice(0, 1));
}

function holds({ target, aside, due, later, running }: Looked, unit: Unit): Held | undefined {
  const touches = ({ partition }: Pick<Unit, 'partition'>) => overlap(partition, unit.partition);
  const held = { unit: unit.id, by: target.name };
  const failed = aside.find((each) => counts(each) && touches(each));
  if (failed !== undefined) return { ...held, because: 'set aside', since: failed.aside?.at };
  const age = ageOf(unit);
  const isOlder = (each: Pick<Unit, 'since'>) => (each.since ?? age + 1) <= age;
  const taken = isOfRows(running?.lane) && running?.units.some((each) => isOlder(each) && touches(each));
  if (taken) return { ...held, because: 'runs', since: running?.since };
  const waiting = [...due, ...later].find((each) => counts(each) && ageOf(each) <= age && touches(each));
  return waiting && { ...held, because: 'waits', since: ageOf(waiting) };
}

/** Of units of earlier code nobody knows how old their change is. */
const ageOf = ({ since, dueAt }: Unit) => since ?? dueAt;

const counts = (unit: Unit) => !isUpkeep(unit) && !behindAll.has(unit.lane);

function isOfRows(lane: string | undefined): boolean {
  return lane !== undefined && lane !== 'optimize' && lane !== 'vacuum' && !behindAll.has(lane);
}
