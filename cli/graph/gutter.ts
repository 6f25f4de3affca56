import type { GraphNode } from './graph.ts';

/** A node's line: what is drawn before its name, and, for the line above it, the same without the node. */
export type Drawn<T> = { readonly node: T; readonly before: string; readonly between: string };

type Lane = { readonly name: string; readonly left: ReadonlySet<string> };

/**
 * Draws a graph as lines, a node each, those first that others read: every table that is read later keeps a lane, which its readers' lines join.
 * A lane that is only passed is passed behind: `├──│──●`.
 */
export function drawGutter<T extends GraphNode>(nodes: readonly T[]): readonly Drawn<T>[] {
  const readers = new Map<string, Set<string>>();
  for (const { name, reads } of nodes)
    for (const read of reads) readers.set(read, (readers.get(read) ?? new Set()).add(name));
  let lanes: readonly (Lane | undefined)[] = [];
  return nodes.map((node) => {
    const between = lanes.map((lane) => (lane === undefined ? '  ' : '│ ')).join('');
    const joined = lanes.flatMap((lane, at) => (lane !== undefined && node.reads.includes(lane.name) ? [at] : []));
    const after = lanes.map((lane, at) =>
      lane !== undefined && joined.includes(at) ? without(lane, node.name) : lane,
    );
    const own = placeFor(after, joined);
    const before = cells({ lanes, after, joined, own });
    const left = readers.get(node.name) ?? new Set();
    lanes = trimmed(withLane(after, own, left.size === 0 ? undefined : { name: node.name, left }));
    return { node, before, between };
  });
}

function without({ name, left }: Lane, reader: string): Lane | undefined {
  const rest = new Set([...left].filter((each) => each !== reader));
  return rest.size === 0 ? undefined : { name, left: rest };
}

/** Where the node's own lane goes down: in that of one of its inputs that ends here, else the first free one to the right of them. */
function placeFor(after: readonly (Lane | undefined)[], joined: readonly number[]): number {
  const ended = joined.find((at) => after[at] === undefined);
  if (ended !== undefined) return ended;
  const free = after.findIndex((lane, at) => lane === undefined && at > (joined[0] ?? -1));
  return free === -1 ? after.length : free;
}

function withLane(lanes: readonly (Lane | undefined)[], at: number, lane: Lane | undefined) {
  const next = [...lanes];
  while (next.length <= at) next.push(undefined);
  next[at] = lane;
  return next;
}

function trimmed(lanes: readonly (Lane | undefined)[]): readonly (Lane | undefined)[] {
  const last = lanes.findLastIndex((lane) => lane !== undefined);
  return lanes.slice(0, last + 1);
}

type Line = {
  readonly lanes: readonly (Lane | undefined)[];
  readonly after: readonly (Lane | undefined)[];
  readonly joined: readonly number[];
  readonly own: number;
};

function cells(line: Line): string {
  const { lanes, joined, own } = line;
  const ends = { first: Math.min(own, ...joined), last: Math.max(own, ...joined) };
  const width = Math.max(lanes.length, own + 1);
  return Array.from({ length: width }, (_, at) => {
    const isWithin = at >= ends.first && at < ends.last;
    return `${signAt(at, line, ends)}${isWithin ? '─' : ' '}`;
  }).join('');
}

type Ends = { readonly first: number; readonly last: number };

function signAt(at: number, { lanes, after, joined, own }: Line, ends: Ends): string {
  if (at === own) return '●';
  if (joined.includes(at)) return joint(at, after[at] !== undefined, ends);
  if (lanes[at] !== undefined) return '│';
  return at > ends.first && at < ends.last ? '─' : ' ';
}

/** Where a lane meets the line of who reads it. */
function joint(at: number, goesOn: boolean, { first, last }: Ends): string {
  if (at === first) return goesOn ? '├' : '└';
  if (at === last) return goesOn ? '┤' : '┘';
  return goesOn ? '┼' : '┴';
}
