import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cyclesOf, type Edges } from './cycles.ts';
import { layersOf } from './layers.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
const graph = fc
  .array(fc.tuple(fc.nat(names.length - 1), fc.nat(names.length - 1)), { maxLength: 14 })
  .map(
    (pairs): Edges =>
      new Map(names.map((name, at) => [name, pairs.flatMap(([from, to]) => (from === at ? [names[to] ?? ''] : []))])),
  );

/** All that lies below a node. */
function below(node: string, edges: Edges, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of edges.get(node) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    below(next, edges, seen);
  }
  return seen;
}

test('who waits for itself, and nobody else, is on a way that is told', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      const cycles = cyclesOf(edges);
      const waiting = names.filter((name) => below(name, edges).has(name));
      expect([...new Set(cycles.flat())].toSorted()).toEqual(waiting);
      for (const cycle of cycles) {
        expect(cycle[0]).toBe(cycle.at(-1));
        expect(new Set(cycle).size).toBe(cycle.length - 1);
        for (const [at, node] of cycle.slice(1).entries()) expect(edges.get(cycle[at] ?? '')).toContain(node);
      }
    }),
  );
});

test('a node lies above all that it reads, and no higher than it must', () => {
  fc.assert(
    fc.property(graph, (edges) => {
      fc.pre(cyclesOf(edges).length === 0);
      const layers = layersOf(edges);
      for (const [node, reads] of edges)
        expect(layers.get(node)).toBe(Math.max(-1, ...reads.map((each) => layers.get(each) ?? 0)) + 1);
    }),
  );
});
