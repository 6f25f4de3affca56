import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Declared } from '../jobs/declared.ts';
import { graphOf } from './graph.ts';
import { drawGutter } from './gutter.ts';
import { graphAsJson, renderGraph } from './render.ts';
import type { SeenNode, State } from './state.ts';

const dataset = (name: string, ...reads: readonly string[]): Declared => ({
  name,
  service: 'query',
  kind: 'dataset',
  reads,
});
const now = Date.UTC(2026, 10, 20, 13);
const seen = (declared: readonly Declared[], states: Readonly<Record<string, State>> = {}): readonly SeenNode[] =>
  graphOf(declared).nodes.map((node) => {
    const state = states[node.name] ?? (node.declared === undefined ? 'read' : 'fresh');
    return { ...node, state, missing: [], freshAt: state === 'read' || state === 'new' ? undefined : now - 180_000 };
  });
const lake = [
  dataset('a', 'lake.src', 'lake.other'),
  dataset('b', 'lake.a'),
  dataset('c', 'lake.a', 'lake.src'),
  dataset('joined', 'lake.b', 'lake.c'),
  dataset('lonely', 'raw.clicks'),
  dataset('end', 'lake.joined', 'lake.other'),
];
const showing = { now, width: 80, isTerminal: false };

test('a graph is drawn layer by layer: lanes of what is read, joined by who reads it', () => {
  const states = { b: 'failed', c: 'runs', joined: 'held', end: 'waits', lonely: 'new' } as const;
  expect(renderGraph(seen(lake, states), showing)).toBe(`          ── from elsewhere
●         other
│ ●       raw.clicks
│ │ ●     src
│ │ │     ── layer 1
├─│─┼─●   a           fresh, 3 min ago
│ ● │ │   lonely      new
│   │ │   ── layer 2
│   │ ├─● b           failed, made 3 min ago
│   ●─┘ │ c           runs, made 3 min ago
│   │   │ ── layer 3
│   ●───┘ joined      held, made 3 min ago
│   │     ── layer 4
●───┘     end         waits, made 3 min ago
`);
});

test('on a terminal a state has its colour, and no line is longer than the terminal', () => {
  const told = renderGraph(seen(lake, { b: 'failed' }), { ...showing, width: 30, isTerminal: true });
  expect(told).toContain('b           \u001b[31m');
  const plain = stripVTControlCharacters(told).split('\n');
  expect(Math.max(...plain.map((line) => line.length))).toBeLessThanOrEqual(30);
});

test('where lanes would take too much of the width, names of what is read stand there', () => {
  const wide = Array.from({ length: 40 }, (_, at) => dataset(`t${at}`, `lake.s${at}`));
  const told = renderGraph(seen(wide), showing);
  expect(told).toContain('t39  fresh, 3 min ago  ← s39\n');
  expect(told).not.toContain('│');
});

test('where nothing is declared that is said', () => {
  expect(renderGraph([], showing)).toBe('Nothing is declared.\n');
});

test('programs get nodes with what they read', () => {
  const { nodes } = graphAsJson(seen([dataset('a', 'lake.src')]));
  expect(nodes).toEqual([
    { name: 'src', service: null, kind: 'table', layer: 0, state: 'read', madeAt: null, reads: [], missing: [] },
    {
      ...{ name: 'a', service: 'query', kind: 'dataset', layer: 1, state: 'fresh' },
      ...{ madeAt: '2026-11-20T12:57:00.000Z', reads: ['src'], missing: [] },
    },
  ]);
});

type Lines = ReturnType<typeof drawGutter<SeenNode>>;

/** What a reader of the drawing makes of it: lanes are followed down, and one that is joined, or in which a node stands, is read by that node. */
function readBack(drawn: Lines): ReadonlyMap<string, readonly string[]> {
  const lanes = new Map<number, string>();
  const edges = new Map<string, readonly string[]>();
  for (const [line, { node, before }] of drawn.entries()) {
    const own = before.indexOf('●');
    const at = [...[...before].keys()].filter((each) => each === own || '├└┤┘┼┴'.includes(before[each] ?? ''));
    edges.set(node.name, at.flatMap((each) => lanes.get(each) ?? (each === own ? [] : '?')).toSorted());
    for (const each of at) if (each === own || '└┘┴'.includes(before[each] ?? '')) lanes.delete(each);
    if (isReadBelow(drawn, line)) lanes.set(own, node.name);
  }
  return edges;
}

function isReadBelow(drawn: Lines, line: number): boolean {
  const name = drawn[line]?.node.name ?? '';
  return drawn.slice(line + 1).some(({ node }) => node.reads.includes(name));
}

test('whoever follows the lines finds each node joined with what it reads, and nothing else', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(graphs, (reads) => {
      const declared = reads.map((each, at) =>
        dataset(`n${at}`, ...each.filter((read) => read < at).map((read) => `lake.n${read}`)),
      );
      const nodes = seen(declared);
      const edges = readBack(drawGutter(nodes));
      for (const node of nodes) expect([node.name, edges.get(node.name)]).toEqual([node.name, node.reads.toSorted()]);
    }),
    { numRuns: 300 },
  );
});
