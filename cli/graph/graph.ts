import { copiesIn, type Declared, type DeclaredCopy } from '../jobs/declared.ts';

/** A table or view of the lake: one that a file declares, or one that is only read. */
export type GraphNode = {
  /** `integration_usage`; of the raw database `raw.clicks`. */
  readonly name: string;
  readonly declared: Declared | DeclaredCopy | undefined;
  /** What it reads, by name. */
  readonly reads: readonly string[];
  /** 0 for what reads nothing here; else one more than the highest of what it reads. */
  readonly layer: number;
};

export type Graph = {
  /** By layer, then by name. */
  readonly nodes: readonly GraphNode[];
  /** What it reads, itself or through others. */
  readonly upstreamOf: (name: string) => readonly string[];
  /** What reads it, itself or through others. */
  readonly downstreamOf: (name: string) => readonly string[];
};

/** The graph of what the services declare, and of the copies that leave it. Compaction's tables are nobody's declaration. What would go in a circle, which packaging refuses, ends where it began. */
export function graphOf(all: readonly Declared[]): Graph {
  const declared = [...all.filter(({ kind }) => kind !== 'compaction'), ...copiesIn(all)];
  const byName = new Map<string, Declared | DeclaredCopy>(declared.map((each) => [each.name, each]));
  const readsOf = (name: string) => [...new Set((byName.get(name)?.reads ?? []).map(shortName))];
  const names = [...new Set(declared.flatMap(({ name }) => [name, ...readsOf(name)]))];
  const layers = new Map<string, number>();
  const layerOf = (name: string, above: ReadonlySet<string>): number => {
    const known = layers.get(name);
    if (known !== undefined || above.has(name)) return known ?? 0;
    const inside = new Set([...above, name]);
    const layer = Math.max(-1, ...readsOf(name).map((read) => layerOf(read, inside))) + 1;
    layers.set(name, layer);
    return layer;
  };
  const nodes = names
    .map((name) => ({
      name,
      declared: byName.get(name),
      reads: readsOf(name),
      layer: layerOf(name, new Set()),
    }))
    .toSorted((a, b) => a.layer - b.layer || (a.name < b.name ? -1 : 1));
  const readers = new Map(names.map((name) => [name, nodes.filter(({ reads }) => reads.includes(name))]));
  const reach = (name: string, next: (name: string) => readonly string[]) => {
    const found = new Set<string>();
    const waiting = [...next(name)];
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      if (found.has(one) || one === name) continue;
      found.add(one);
      waiting.push(...next(one));
    }
    return nodes.map((node) => node.name).filter((each) => found.has(each));
  };
  return {
    nodes,
    upstreamOf: (name) => reach(name, readsOf),
    downstreamOf: (name) => reach(name, (each) => (readers.get(each) ?? []).map((node) => node.name)),
  };
}

/** Of a graph what a table hangs on, what hangs on it, and itself. */
export function around(graph: Graph, name: string): readonly GraphNode[] {
  const wanted = new Set([...graph.upstreamOf(name), name, ...graph.downstreamOf(name)]);
  return graph.nodes
    .filter((node) => wanted.has(node.name))
    .map((node) => ({ ...node, reads: node.reads.filter((read) => wanted.has(read)) }));
}

/** `lake.integration_usage` is what a person calls integration_usage. */
export function shortName(table: string): string {
  return table.replace(/^lake\./, '');
}

/** As the job log has it. */
export function tableName(name: string): string {
  return name.includes('.') ? name : `lake.${name}`;
}
