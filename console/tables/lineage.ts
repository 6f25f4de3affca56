import * as z from 'zod/mini';

/** What `lake graph --json` says of a table. */
const graphNode = z.object({
  name: z.string(),
  kind: z.optional(z.nullable(z.string())),
  service: z.optional(z.nullable(z.string())),
  state: z.optional(z.nullable(z.string())),
  madeAt: z.optional(z.nullable(z.string())),
  reads: z.array(z.string()),
});
export const graphAnswer = z.object({ nodes: z.array(graphNode) });

export type LineageNode = z.infer<typeof graphNode>;

export type Lineage = {
  /** What it reads, itself or through others; the nearest first. */
  readonly up: readonly LineageNode[];
  readonly own: LineageNode | undefined;
  /** What reads it, itself or through others; the nearest first. */
  readonly down: readonly LineageNode[];
};

/** What a table hangs on, and what hangs on it. */
export function lineageOf(nodes: readonly LineageNode[], name: string): Lineage {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const readers = new Map<string, string[]>();
  for (const node of nodes) for (const read of node.reads) readers.set(read, [...(readers.get(read) ?? []), node.name]);
  const reached = (next: (name: string) => readonly string[]) =>
    reach(name, next).flatMap((each) => byName.get(each) ?? []);
  return {
    up: reached((each) => byName.get(each)?.reads ?? []),
    own: byName.get(name),
    down: reached((each) => readers.get(each) ?? []),
  };
}

function reach(from: string, next: (name: string) => readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (let some: readonly string[] = next(from); some.length > 0; ) {
    const fresh = [...new Set(some)].filter((name) => name !== from && !found.has(name));
    for (const name of fresh) found.add(name);
    some = fresh.flatMap(next);
  }
  return [...found];
}

/** What a table is called in the graph: those of the raw database stand with its name before them. */
export function graphName(table: string, isRaw: boolean): string {
  return isRaw ? `raw.${table}` : table;
}
