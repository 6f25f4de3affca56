import { expect, test } from 'vitest';
import { near } from './near.ts';

const names = ['customer_snapshot', 'entity_snapshot', 'usage', 'usage.mysql', 'usage.s3'];

test.each([
  ['usaeg', 'Did you mean usage?'],
  ['usage.mysq', 'Did you mean usage.mysql or usage?'],
  ['snapshot', 'Did you mean customer_snapshot or entity_snapshot?'],
  ['x', 'There are: customer_snapshot, entity_snapshot, usage, usage.mysql, usage.s3.'],
])('near %s: %s', (given, words) => {
  expect(near(given, names)).toBe(words);
});

test('of very many names some are told, and how many more there are', () => {
  const many = Array.from({ length: 100 }, (_, at) => `table_${at}`);
  expect(near('x', many)).toMatch(/table_23 and 76 more\.$/);
  expect(near('table', many)).toBe('Did you mean table_0, table_1, table_2, table_3 or table_4?');
  expect(near('x', [])).toBe('There are none.');
});
