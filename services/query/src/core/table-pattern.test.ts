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

const of = (...datasets: readonly (typeof usage)[]) => ({ datasets: [...datasets], views: [] });

test('names each table once', () => {
  expect(tablePattern(of(after('b', 'a'), after('a')))).toEqual(['a', 'b']);
});

test('says any where there is no room for their names', () => {
  const many = Array.from({ length: 100 }, (_, at) => `table_with_a_long_name_${at}`);
  expect(tablePattern(of(after(...many)))).toEqual([{ prefix: '' }]);
  expect(tablePattern(of())).toEqual([{ prefix: '' }]);
});

test('leaves out what the service writes itself, and what is named like it in the other database not', () => {
  const view = { view: 'v', reads: [{ database: 'lake' as const, table: 'a' }], select: 'SELECT 1 AS one' };
  const reader = { ...after('integration_usage', 'v', 'a'), table: 'reader' };
  const ofRaw = { ...usage, table: 'of_raw', after: [{ database: 'raw' as const, table: 'reader' }] };
  expect(tablePattern({ datasets: [usage, reader, ofRaw], views: [view] })).toEqual([
    'a',
    'integration_requests',
    'reader',
  ]);
});
