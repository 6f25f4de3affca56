/** What comes after what, by names: those that a node reads, in an order that stays. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Ways that end where they begin, `a`, `b`, `a`: of those that share a node, one. */
export function cyclesOf(edges: Edges): readonly (readonly string[])[] {
  const done = new Set<string>();
  const found: (readonly string[])[] = [];
  for (const start of [...edges.keys()].toSorted()) {
    const cycle = done.has(start) ? undefined : follow(start, edges, { path: [], done });
    if (cycle !== undefined) found.push(fromFirst(cycle));
  }
  return found;
}

type Search = { readonly path: readonly string[]; readonly done: Set<string> };

/** Each node is looked at once: its whole way down is done, or part of the cycle that was found. */
function follow(node: string, edges: Edges, { path, done }: Search): readonly string[] | undefined {
  const at = path.indexOf(node);
  if (at >= 0) return path.slice(at);
  if (done.has(node)) return undefined;
  const way = [...path, node];
  for (const next of edges.get(node) ?? []) {
    const cycle = follow(next, edges, { path: way, done });
    if (cycle === undefined) continue;
    done.add(node);
    return cycle;
  }
  done.add(node);
  return undefined;
}

/** The same cycle is told the same way, wherever it was found from. */
function fromFirst(cycle: readonly string[]): readonly string[] {
  const first = cycle.indexOf(cycle.toSorted()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)];
}
