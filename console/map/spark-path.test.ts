import { expect, test } from 'vitest';
import { pathOf } from './spark-path.ts';

const within = { from: 0, to: 600_000, highest: 10, width: 100, height: 20 };

test('each minute has a bar as high as its value', () => {
  expect(pathOf({ times: [60_000, 300_000], values: [5, 10] }, within)).toBe('M10 20V10M50 20V0');
});

test('a minute without anything has none, and the smallest value can be seen', () => {
  expect(pathOf({ times: [0, 60_000], values: [0, 0.001] }, within)).toBe('M10 20V19');
  expect(pathOf({ times: [], values: [] }, { ...within, highest: 0 })).toBe('');
});
