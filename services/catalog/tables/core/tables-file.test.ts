import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTables, tablesFile } from './tables-file.ts';

const table = { prefix: 'raw/a/', database: 'raw', format: 'json', columns: { id: 'string' } };
const family = { ...table, prefix: 'raw/a/{kind}/', limit: 3 };

const mistakes = (name: string, declared: unknown) =>
  tablesFile.safeParse({ tables: { [name]: declared } }).error?.message ?? '';

test('takes one table, and one per folder where a name is left open', () => {
  expect(mistakes('a', table)).toBe('');
  expect(mistakes('a_{kind}', family)).toBe('');
});

test.each([
  ['a', { ...table, prefix: '/raw/a/' }, 'begins without'],
  ['a', { ...table, prefix: 'raw/{kind}/a/' }, '{open} last'],
  ['A', table, 'snake_case'],
  ['a', family, 'different parts open'],
  ['a_{sort}', family, 'different parts open'],
  ['a_{kind}', { ...family, limit: undefined }, 'needs one'],
  ['a', { ...table, limit: 3 }, 'for an open name'],
  ['a', { ...table, partitions: ['id'] }, 'id is a column and a partition'],
])('%s: %j is refused', (name, declared, message) => {
  expect(mistakes(name, declared)).toContain(message);
});

test("the service's own file is one", () => {
  const text = readFileSync(new URL('../../tables.yml', import.meta.url), 'utf8');
  expect(Object.keys(readTables(text, 'dev'))).toEqual([
    'parse_logs_receipts',
    'land_changes_receipts',
    'convert_receipts',
    'rejected',
    'events_{event_type}',
    'facts_{entity}',
    'event_stats',
  ]);
});
