import type { Lane, Upstream } from './target.ts';
import type { Unit } from './unit.ts';

/** `writes`: its statements write rows that others read, and read what others write. `yields`: only while nothing else is due. */
export type LaneFlow = { readonly writes: boolean; readonly yields: boolean };

/** Of a lane that is no more: it does nothing. */
export function flowOf(lane: Lane | undefined): LaneFlow {
  return { writes: lane?.update !== undefined || lane?.passOn !== undefined, yields: lane?.yields === true };
}

/** What of a unit upstream is of concern to a target. */
export type Work = {
  readonly target: string;
  readonly since: number;
  readonly yields: boolean;
  readonly isAside: boolean;
  readonly touches: ReadonlySet<string> | 'all';
};

/** None where its lane writes nothing. */
export function workOf(
  { target, touches: touchesOf }: Upstream,
  unit: Pick<Unit, 'partition' | 'since' | 'dueAt' | 'aside'>,
  { writes, yields }: LaneFlow,
): Work | undefined {
  if (!writes) return undefined;
  const touched = touchesOf(unit.partition);
  const touches = touched === 'all' ? touched : new Set(touched);
  return { target, since: ageOf(unit), yields, isAside: unit.aside !== undefined, touches };
}

/** What cannot be done before a table comes keeps nobody waiting: who reads it runs again after it. */
export function isPutOff({ postponed = 0, dueAt, aside }: Unit, now: number): boolean {
  return postponed > 0 && dueAt > now && aside === undefined;
}

/** Of units of earlier code nobody knows how old their change is. */
export function ageOf({ since, dueAt }: Pick<Unit, 'since' | 'dueAt'>): number {
  return since ?? dueAt;
}

/** Whether a unit of a target waits for work upstream: it is as old or older, or set aside, and touches the unit's partition. */
export function isHeldBy(
  { since, yields, isAside, touches }: Work,
  unit: Pick<Unit, 'partition' | 'since' | 'dueAt'>,
  lane: LaneFlow,
): boolean {
  if (!lane.writes || (yields && !lane.yields)) return false;
  return (isAside || since <= ageOf(unit)) && isTouched(touches, unit.partition);
}

/** Of one text overlaps that of another that it is in, or that is in it; `all`, or none, overlaps every one. */
function isTouched(touches: Work['touches'], partition: string | undefined): boolean {
  if (touches === 'all') return true;
  if (partition === undefined || partition === 'all' || touches.has('all')) return touches.size > 0;
  if (touches.has(partition)) return true;
  return [...touches].some((each) => each.startsWith(partition) || partition.startsWith(each));
}
