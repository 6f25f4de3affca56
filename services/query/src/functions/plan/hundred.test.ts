import { expect, test } from 'vitest';
import { createLayers, type Graph } from './layers-for-tests.ts';

/** Layers of so many datasets, each of which reads three of the layer before; the first the source. */
function layersOf(layers: number, width: number): Graph {
  const nodes = Array.from({ length: layers * width }, (_, at) => {
    const layer = Math.floor(at / width);
    const before = 1 + (layer - 1) * width;
    const reads = layer === 0 ? [0] : [0, 1, 3].map((step) => before + ((at + step) % width));
    return { reads, kind: 'day' as const, lookback: 0, every: 0 };
  });
  return { sources: [{ grain: 'day' }], nodes };
}

async function settled(graph: Graph) {
  const layers = createLayers(graph, 20);
  layers.change(0, '2026-11-30T05');
  for (let round = 0; round < 10_000 && !layers.isQuiet(); round += 1) {
    for (const message of layers.due()) await layers.deliver(message);
    layers.pass(2_000);
    for (const query of layers.running()) {
      layers.finish(query);
      await layers.tell(query);
    }
  }
  return layers;
}

test('a hundred datasets in ten layers settle after one change, each run once', async () => {
  const layers = await settled(layersOf(10, 10));
  expect(layers.queries.map(({ target }) => target).toSorted()).toEqual(
    layers.datasets.map(({ table }) => table).toSorted(),
  );
  expect(layers.faults).toEqual([]);
  expect(new Map([...layers.tables])).toEqual(layers.expected());
});

test.each([
  ['ten layers of ten', 10, 10],
  ['forty layers of five', 40, 5],
  ['four layers of fifty', 4, 50],
])('what it takes to run them grows with what they read, not with how many there are: %s', async (_, depth, width) => {
  const { counted, datasets, queries } = await settled(layersOf(depth, width));
  const reads = datasets.reduce((sum, { after }) => sum + after.length, 0);
  expect(queries).toHaveLength(datasets.length);
  // A message for each way from one to another, and one where it has waited for a place.
  expect(counted.messages).toBeLessThanOrEqual(reads + datasets.length + 1);
  expect(counted.calls).toBeLessThanOrEqual(16 * (reads + datasets.length));
});
