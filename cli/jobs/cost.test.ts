import { dollars } from '@tributary/shared/athena-cost.ts';
import { expect, test } from 'vitest';
import { costOf } from './cost.ts';

const megabyte = 1024 ** 2;
const terabyte = 1024 ** 4;

test.each([
  ['write', 'SUCCEEDED', terabyte, 5],
  ['write', 'SUCCEEDED', 0, (5 * 10 * megabyte) / terabyte],
  ['optimize', 'SUCCEEDED', 10 * megabyte + 1, (5 * 11 * megabyte) / terabyte],
  ['write', 'CANCELLED', terabyte, 5],
  ['write', 'CANCELLED', 0, 0],
  ['write', 'FAILED', terabyte, 0],
  ['write', 'REFUSED', 0, 0],
  ['create', 'SUCCEEDED', 0, 0],
  ['alter', 'SUCCEEDED', 0, 0],
  ['view', 'SUCCEEDED', 0, 0],
])('a statement of lane %s that %s with %d bytes costs $%d', (lane, state, scannedBytes, cost) => {
  expect(costOf({ lane, state, scannedBytes })).toBe(cost);
});

test('the cost of a statement that runs is not known', () => {
  expect(costOf({ lane: 'write', state: 'STARTED' })).toBeUndefined();
});

test.each([
  [0, '$0'],
  [0.0000476837, '$0.000048'],
  [0.0098, '$0.0098'],
  [0.01, '$0.01'],
  [1234.5, '$1,234.50'],
])('%d is told as %s', (amount, told) => {
  expect(dollars(amount)).toBe(told);
});
