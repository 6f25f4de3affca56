import { expect, test } from 'vitest';
import { besideName, generationOf } from './files-table.ts';

test('a table of files tells its generation, the first where it tells none', () => {
  const from = { 'tributary.files.from': 'raw/files/a/b/' };
  expect(generationOf({ ...from, 'tributary.files.generation': '12' })).toBe(12);
  expect(generationOf(from)).toBe(1);
  expect(generationOf({ 'tributary.files.generation': '12', classification: 'parquet' })).toBeUndefined();
});

test('a generation stands beside its table under a name of its own', () => {
  expect(besideName('shop_orders', 2)).toBe('shop_orders__2');
});
