import type { Unit } from './unit.ts';

export type LaneLimits = {
  readonly maxUnits: number;
  readonly maxPartitions: number;
  /** Of what the units' statement reads. */
  readonly maxBytes: number;
  /** Of the units' ids, each of which stands in the statement. */
  readonly maxIdBytes: number;
  /** Runs of new work begin at least so far apart. */
  readonly everyMs: number;
};

export type Waiting = {
  readonly units: readonly Unit[];
  readonly lanes: Readonly<Record<string, LaneLimits>>;
  /** Lanes of which nothing is taken while something of others is due. */
  readonly yields: ReadonlySet<string>;
  /** When the newest run of new work was claimed, by lane (epoch ms). */
  readonly claimedAt: Readonly<Record<string, number>>;
  readonly now: number;
};

export type Next =
  | { readonly do: 'run'; readonly lane: string; readonly units: readonly Unit[] }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'nothing' };

/**
 * The next run of a target. Lanes take turns with what failed by who has waited longest, so that neither holds up the other; lanes that yield come
 * after all of these. A unit that was
 * in a failed run of n goes with n/2 at most: a failing unit is alone after log2(n) failed runs, and the others are done.
 */
export function planRuns({ units, lanes, yields, claimedAt, now }: Waiting): Next {
  const groups = groupsOf(units.filter(({ aside, lane }) => aside === undefined && lanes[lane] !== undefined));
  const starts = groups.map((group) => ({ group, at: startOf(group, { lanes, claimedAt, now }) }));
  const [first] = starts.toSorted((a, b) => a.at - b.at || oldest(a.group) - oldest(b.group));
  if (first === undefined) return { do: 'nothing' };
  if (first.at > now) return { do: 'wait', until: first.at };
  const due = starts.filter(({ at }) => at <= now).map(({ group }) => group);
  const last = ({ lane }: Group) => Number(yields.has(lane));
  const [chosen = first.group] = due.toSorted((a, b) => last(a) - last(b) || oldest(a) - oldest(b));
  const { lane } = chosen;
  const limits = lanes[lane];
  if (limits === undefined) return { do: 'nothing' };
  return { do: 'run', lane, units: take(chosen.units, limits, now) };
}

type Group = { readonly lane: string; readonly failed: boolean; readonly units: readonly Unit[] };

function groupsOf(units: readonly Unit[]): readonly Group[] {
  const groups = new Map<string, { lane: string; failed: boolean; units: Unit[] }>();
  for (const unit of units) {
    const failed = unit.limit !== undefined;
    const name = `${unit.lane} ${failed}`;
    const group = groups.get(name) ?? { lane: unit.lane, failed, units: [] };
    group.units.push(unit);
    groups.set(name, group);
  }
  return [...groups.values()];
}

const oldest = ({ units }: Group) => Math.min(...units.map(({ dueAt }) => dueAt));

// What failed waits for no interval: it has been paced already.
function startOf(group: Group, { lanes, claimedAt }: Omit<Waiting, 'units' | 'yields'>): number {
  const { lane, failed } = group;
  const interval = failed ? 0 : (claimedAt[lane] ?? 0) + (lanes[lane]?.everyMs ?? 0);
  return Math.max(oldest(group), interval);
}

function take(units: readonly Unit[], limits: LaneLimits, now: number): readonly Unit[] {
  const due = units.filter(({ dueAt }) => dueAt <= now).toSorted(longestWaitingFirst);
  const taken: Unit[] = [];
  const sum = { bytes: 0, idBytes: 0, limit: limits.maxUnits, partitions: new Set<string>() };
  for (const unit of due) {
    const { bytes = 0, partition = '', limit = limits.maxUnits } = unit;
    const next = {
      bytes: sum.bytes + bytes,
      idBytes: sum.idBytes + Buffer.byteLength(unit.id),
      limit: Math.min(sum.limit, limit),
      partitions: new Set([...sum.partitions, partition]),
    };
    // One alone is always taken: it may be larger than what several may be together.
    if (taken.length > 0 && !fits(next, taken.length + 1, limits)) break;
    taken.push(unit);
    Object.assign(sum, next);
  }
  return taken;
}

type Sum = {
  readonly bytes: number;
  readonly idBytes: number;
  readonly limit: number;
  readonly partitions: ReadonlySet<string>;
};

function fits({ bytes, idBytes, limit, partitions }: Sum, count: number, limits: LaneLimits): boolean {
  return (
    count <= limit &&
    bytes <= limits.maxBytes &&
    idBytes <= limits.maxIdBytes &&
    partitions.size <= limits.maxPartitions
  );
}

function longestWaitingFirst(a: Unit, b: Unit): number {
  return a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);
}
