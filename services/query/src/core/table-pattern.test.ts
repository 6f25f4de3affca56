import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDataset } from './read-dataset.ts';
import { tablePattern } from './table-pattern.ts';

const file = 'integration_usage.sql';
const usage = readDataset(file, readFileSync(new URL(`../../datasets/${file}`, import.meta.url), 'utf8'));
const after = (...tables: readonly string[]) => ({
  ...usage,
  after: tables.map((table) => ({ database: 'lake' as const, table })),
});

test('names each table once', () => {
  expect(tablePattern([after('b', 'a'), after('a')])).toEqual(['a', 'b']);
});

test('leaves out what datasets tell one another themselves', () => {
  const top = { ...usage, table: 'a', after: [{ database: 'lake' as const, table: 'integration_usage' }] };
  const raw = { ...top, after: [{ database: 'raw' as const, table: 'integration_usage' }] };
  expect(tablePattern([usage, top])).toEqual(['integration_requests']);
  expect(tablePattern([usage, raw])).toEqual(['integration_requests', 'integration_usage']);
});

test('says any where there is no room for their names', () => {
  const many = Array.from({ length: 100 }, (_, at) => `table_with_a_long_name_${at}`);
  expect(tablePattern([after(...many)])).toEqual([{ prefix: '' }]);
  expect(tablePattern([])).toEqual([{ prefix: '' }]);
});
