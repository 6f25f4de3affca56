import { expect, test } from 'vitest';
import type { Declared } from '../jobs/declared.ts';
import { around, graphOf, shortName, tableName } from './graph.ts';

const dataset = (name: string, ...reads: readonly string[]): Declared => ({
  name,
  service: 'query',
  kind: 'dataset',
  reads,
});
const diamond = [
  dataset('join', 'lake.left', 'lake.right'),
  dataset('left', 'lake.clicks'),
  dataset('right', 'lake.clicks', 'raw.events'),
  dataset('alone', 'lake.other'),
];

test('a table is one layer above the highest of what it reads', () => {
  expect(graphOf(diamond).nodes.map(({ name, layer }) => [layer, name])).toEqual([
    [0, 'clicks'],
    [0, 'other'],
    [0, 'raw.events'],
    [1, 'alone'],
    [1, 'left'],
    [1, 'right'],
    [2, 'join'],
  ]);
});

test('it knows what a table hangs on, and what hangs on it, through others too', () => {
  const graph = graphOf(diamond);
  expect(graph.upstreamOf('join')).toEqual(['clicks', 'raw.events', 'left', 'right']);
  expect(graph.downstreamOf('clicks')).toEqual(['left', 'right', 'join']);
  expect(around(graph, 'left')).toMatchObject([
    { name: 'clicks' },
    { name: 'left' },
    { name: 'join', reads: ['left'] },
  ]);
});

test('what goes in a circle ends where it began', () => {
  const graph = graphOf([dataset('a', 'lake.b'), dataset('b', 'lake.a')]);
  expect(graph.nodes.map(({ name }) => name).toSorted()).toEqual(['a', 'b']);
  expect(graph.upstreamOf('a')).toEqual(['b']);
});

test('a table of the lake is called by its name alone', () => {
  expect([shortName('lake.usage'), shortName('raw.clicks')]).toEqual(['usage', 'raw.clicks']);
  expect([tableName('usage'), tableName('raw.clicks')]).toEqual(['lake.usage', 'raw.clicks']);
});
