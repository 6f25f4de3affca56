import { expect, test } from 'vitest';
import { cellAfter } from './grid-keys.ts';

const grid = { count: 1_000_000, columns: 3, page: 15 };
const pressed = (key: string, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test.each([
  ['ArrowDown', 500, 1, 501, 1],
  ['ArrowUp', 500, 1, 499, 1],
  ['ArrowRight', 500, 1, 500, 2],
  ['ArrowLeft', 500, 1, 500, 0],
  ['PageDown', 500, 1, 515, 1],
  ['PageUp', 500, 1, 485, 1],
  ['Home', 500, 1, 0, 1],
  ['End', 500, 1, 999_999, 1],
  ['ArrowUp', 0, 0, 0, 0],
  ['ArrowLeft', 0, 0, 0, 0],
  ['PageDown', 999_990, 2, 999_999, 2],
  ['ArrowRight', 5, 2, 5, 2],
])('%s goes from row %i, column %i to row %i, column %i', (key, row, column, toRow, toColumn) => {
  expect(cellAfter({ row, column }, pressed(key), grid)).toEqual({ row: toRow, column: toColumn });
});

test.each([
  pressed('a'),
  pressed('Tab'),
  pressed('ArrowDown', { ctrlKey: true }),
  pressed('ArrowLeft', { altKey: true }),
  pressed('Home', { altKey: true }),
])('%j is not the grid’s', (key) => {
  expect(cellAfter({ row: 5, column: 1 }, key, grid)).toBeUndefined();
});

test('Control and End go to the last row, as End does', () => {
  expect(cellAfter({ row: 5, column: 1 }, pressed('End', { ctrlKey: true }), grid)).toEqual({
    row: 999_999,
    column: 1,
  });
});

test('a grid of no rows has no cell to go to', () => {
  expect(cellAfter({ row: 0, column: 0 }, pressed('End'), { ...grid, count: 0 })).toBeUndefined();
});
