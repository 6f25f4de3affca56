import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Declared } from '../jobs/declared.ts';
import { graphOf } from './graph.ts';
import type { SeenNode } from './state.ts';
import { placed, svgOf } from './svg.ts';
import { readXml } from './testing/read-xml.ts';

const now = Date.UTC(2026, 10, 20, 13);
const dataset = (name: string, ...reads: readonly string[]): Declared => ({
  ...{ name, service: 'query', kind: 'dataset', reads },
});
const seen = (declared: readonly Declared[]): readonly SeenNode[] =>
  graphOf(declared).nodes.map((node) => ({ ...node, state: 'fresh', missing: [], freshAt: now - 180_000 }));

const diamond = [
  dataset('left', 'lake.clicks'),
  dataset('right', 'lake.clicks'),
  { ...dataset('join', 'lake.left', 'lake.right'), kind: 'view' } as const,
];

test('a picture has a box for each node, an edge for each thing that is read, and nothing from elsewhere', async () => {
  const svg = svgOf(seen(diamond), { now, title: 'All of <lake> & "more"' });
  const elements = readXml(svg);
  const named = (name: string) => elements.filter((each) => each.name === name);
  expect(named('title')[0]?.text).toBe('All of <lake> & "more"');
  expect(named('g').filter(({ attributes }) => attributes.class === 'fresh')).toHaveLength(4);
  expect(named('title').map(({ text }) => text)).toEqual(
    expect.arrayContaining(['left reads clicks', 'right reads clicks', 'join reads left', 'join reads right']),
  );
  expect(named('text').map(({ text }) => text)).toContain('fresh, 3 min ago');
  expect(named('title').map(({ text }) => text)).toContain('join, view of services/query: fresh, 3 min ago');
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\((?!#arrow)|<script|<style/);
  await expect(svg).toMatchFileSnapshot('./testing/diamond.svg');
});

test('no two boxes overlap, none leaves the picture, and each is right of what it reads', () => {
  const graphs = fc.array(fc.array(fc.nat({ max: 40 }), { maxLength: 4 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(graphs, (reads) => {
      const declared = reads.map((each, at) =>
        dataset(
          `${'n'.repeat(1 + (at % 20))}${at}`,
          ...each.filter((read) => read < at).map((read) => `lake.${'n'.repeat(1 + (read % 20))}${read}`),
        ),
      );
      const { nodes, edges, width, height } = placed(seen(declared), now);
      const sides = nodes.map(({ node, box }) => ({
        name: node.name,
        left: box.x - box.width / 2,
        right: box.x + box.width / 2,
        top: box.y - box.height / 2,
        bottom: box.y + box.height / 2,
      }));
      for (const [at, a] of sides.entries()) {
        expect(a.left >= 0 && a.top >= 0 && a.right <= width && a.bottom <= height).toBe(true);
        const other = sides
          .slice(at + 1)
          .find((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
        expect(other).toBeUndefined();
      }
      const bySide = new Map(sides.map((each) => [each.name, each]));
      for (const { from, to } of edges) expect(bySide.get(from)?.right).toBeLessThan(bySide.get(to)?.left ?? 0);
    }),
    { numRuns: 60 },
  );
});
