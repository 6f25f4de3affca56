import { expect, test } from 'vitest';
import { inRows } from './grid.ts';
import { text } from './widget.ts';

const of = (width: number, height: number) => text('', { width, height });
const places = (rows: Parameters<typeof inRows>[0]) => inRows(rows).map(({ x, y }) => [x, y]);

test('widgets of a row stand from left to right, rows below the highest of those before', () => {
  expect(places([[of(12, 2), of(12, 5)], [], [of(24, 1)], [of(4, 1)]])).toEqual([
    [0, 0],
    [12, 0],
    [0, 5],
    [0, 6],
  ]);
});

test('what has no room begins a new line below its row', () => {
  expect(places([[of(10, 3), of(10, 2), of(10, 4), of(14, 1)], [of(1, 1)]])).toEqual([
    [0, 0],
    [10, 0],
    [0, 3],
    [10, 3],
    [0, 7],
  ]);
});
