/** What comes after what, by names: those that a node reads, in an order that stays. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Ways that end where they begin, `a`, `b`, `a`: one for each node that is on any, but for those that are on one before. */
export function cyclesOf(edges: Edges): readonly (readonly string[])[] {
  const told = new Set<string>();
  const found: (readonly string[])[] = [];
  for (const node of [...edges.keys()].toSorted()) {
    const way = told.has(node) ? undefined : shortestWayBack(node, edges);
    if (way === undefined) continue;
    found.push(way);
    for (const each of way) told.add(each);
  }
  return found;
}

function shortestWayBack(start: string, edges: Edges): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    const reads = edges.get(way.at(-1) ?? start) ?? [];
    if (reads.includes(start)) return [...way, start];
    ways.push(...reads.filter((next) => !seen.has(next)).map((next) => [...way, next]));
    for (const next of reads) seen.add(next);
  }
  return undefined;
}
