import { expect, test } from 'vitest';
import { curve } from './curve.ts';

const points = [
  { x: 0, y: 0 },
  { x: 10.4, y: 20 },
  { x: 30, y: 40 },
  { x: 50, y: 0 },
];

test('a line of two points is straight', () => {
  expect(curve(points.slice(0, 2))).toBe('M0 0L10 20');
});

test('it begins and ends at the ends, and bends at each point between', () => {
  expect(curve(points.slice(0, 3))).toBe('M0 0Q10 20 30 40');
  expect(curve(points)).toBe('M0 0Q10 20 20 30Q30 40 50 0');
});

test('there is no line of fewer', () => {
  expect([curve([]), curve(points.slice(0, 1))]).toEqual(['', '']);
});
