import { expect, test } from 'vitest';
import { place } from './place.ts';
import { readingOrder, stepFrom } from './steps.ts';

const node = (id: string) => ({ id, width: 80, height: 44 });
const placement = place(['join', 'left', 'right', 'source', 'alone'].map(node), [
  { from: 'source', to: 'left' },
  { from: 'source', to: 'right' },
  { from: 'left', to: 'join' },
  { from: 'right', to: 'join' },
]);
const y = (id: string) => placement.boxes.get(id)?.y ?? Number.NaN;

test('nodes are read from left to right, and down each layer, and last what hangs on nothing', () => {
  const order = readingOrder(placement);
  const [upper, lower] = ['left', 'right'].toSorted((a, b) => y(a) - y(b));
  expect(order).toEqual(['source', upper, lower, 'join', 'alone']);
});

test('arrows to the sides go along edges, and nowhere where there is none', () => {
  expect(['left', 'right']).toContain(stepFrom(placement, 'source', 'ArrowRight'));
  expect(stepFrom(placement, 'left', 'ArrowRight')).toBe('join');
  expect(stepFrom(placement, 'left', 'ArrowLeft')).toBe('source');
  expect(stepFrom(placement, 'join', 'ArrowRight')).toBeUndefined();
  expect(stepFrom(placement, 'source', 'ArrowLeft')).toBeUndefined();
});

test('of several edges the one is taken whose end lies nearest', () => {
  const rows = new Map([
    ['a', { ...node('a'), x: 0, y: 100 }],
    ['far', { ...node('far'), x: 200, y: 400 }],
    ['near', { ...node('near'), x: 200, y: 120 }],
  ]);
  const edges = ['far', 'near'].map((to) => ({ from: 'a', to, points: [] }));
  expect(stepFrom({ boxes: rows, edges, width: 1, height: 1 }, 'a', 'ArrowRight')).toBe('near');
});

test('up and down go through all nodes, home and end to the ends', () => {
  const order = readingOrder(placement);
  const downwards = order.slice(0, -1).map((id) => stepFrom(placement, id, 'ArrowDown'));
  expect(downwards).toEqual(order.slice(1));
  expect(order.slice(1).map((id) => stepFrom(placement, id, 'ArrowUp'))).toEqual(order.slice(0, -1));
  expect(stepFrom(placement, 'source', 'ArrowUp')).toBeUndefined();
  expect(stepFrom(placement, 'alone', 'ArrowDown')).toBeUndefined();
  expect(stepFrom(placement, 'left', 'Home')).toBe('source');
  expect(stepFrom(placement, 'left', 'End')).toBe('alone');
});

test('other keys lead nowhere', () => {
  expect(stepFrom(placement, 'left', 'Enter')).toBeUndefined();
  expect(stepFrom(placement, 'left', 'constructor')).toBeUndefined();
});
