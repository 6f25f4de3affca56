import { expect, test } from 'vitest';
import { createLayers, type Graph, type Layers } from './layers-for-tests.ts';

const node = (...reads: readonly number[]) => ({ reads, kind: 'day' as const, lookback: 0, every: 0 });

async function round(layers: Layers, number: number): Promise<void> {
  for (const message of layers.due()) await layers.deliver(message);
  layers.pass(1_000);
  // A statement takes some rounds, of each dataset others.
  for (const query of layers
    .running()
    .filter(({ target }) => (number + target.length * 7 + target.charCodeAt(1)) % 3 === 0)) {
    layers.finish(query);
    await layers.tell(query);
  }
}

/** All comes, and all statements end; those of a broken dataset by a mistake. */
async function settle(layers: Layers, broken = ''): Promise<void> {
  for (let number = 0; number < 100 && !layers.isQuiet(); number += 1) {
    for (const message of layers.due()) await layers.deliver(message);
    layers.pass(1_000);
    for (const query of layers.running()) {
      layers.finish(query, query.target === broken ? 'mistake' : 'succeeds');
      await layers.tell(query);
    }
  }
}

test('changes that never end starve nobody: of a diamond all sides and what joins them run on, and not much more often', async () => {
  // The source; two that read it, one of these by way of another; one that joins them and reads the source, too; one that reads that.
  const diamond: Graph = { sources: [{ grain: 'day' }], nodes: [node(0), node(0), node(2), node(0, 1, 3), node(4)] };
  const layers = createLayers(diamond, 3);
  for (let number = 0; number < 300; number += 1) {
    layers.change(0, '2026-11-30T05');
    await round(layers, number);
  }
  const runs = layers.datasets.map(({ table }) => layers.queries.filter(({ target }) => target === table).length);
  expect(Math.min(...runs)).toBeGreaterThan(20);
  expect(Math.max(...runs)).toBeLessThanOrEqual(300);
  for (let number = 0; number < 200 && !layers.isQuiet(); number += 1) await round(layers, number);
  expect(new Map([...layers.tables])).toEqual(layers.expected());
  expect(layers.faults).toEqual([]);
});

test('a dataset that fails holds back what reads it, and nothing else', async () => {
  // d0 and d1 read the source; d2 reads both, d3 reads d2, d4 reads d1.
  const graph: Graph = { sources: [{ grain: 'day' }], nodes: [node(0), node(0), node(1, 2), node(3), node(2)] };
  const layers = createLayers(graph, 3);
  const ran = () => [
    ...new Set(layers.queries.filter(({ state }) => state === 'SUCCEEDED').map(({ target }) => target)),
  ];
  layers.change(0, '2026-11-30T05');
  await settle(layers, 'd0');
  expect(ran().toSorted()).toEqual(['d1', 'd4']);
  layers.change(0, '2026-12-01T05');
  await settle(layers);
  expect(
    layers.queries.filter(({ target }) => target === 'd2').map(({ units }) => units),
    'another day',
  ).toEqual([['2026-12-01']]);
  layers.send({ retry: 'd0' });
  await settle(layers);
  expect(ran().toSorted()).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
  expect(new Map([...layers.tables])).toEqual(layers.expected());
});
