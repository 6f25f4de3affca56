import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSelect } from '../sql/parse-select.ts';
import type { DataTest } from './data-tests.ts';
import { literal, testSql } from './test-sql.ts';

const types = { day: 'date', slug: 'string', hits: 'bigint', share: 'double' } as const;

const rows = `(SELECT * FROM (VALUES
  (DATE '2026-11-20', 'a', 1, 0.25E0), (DATE '2026-11-20', 'a', 2, 0.5E0), (DATE '2026-11-21', NULL, 3, NULL), (DATE '2026-11-21', NULL, NULL, 1E0)
) AS given (day, slug, hits, share))`;

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE owners AS SELECT * FROM (VALUES ('a', 1), ('b', NULL), (NULL, 2)) AS o (slug, hits)",
  );
});
afterAll(() => instance.closeSync());

/** The rows that are against a test, of four in which a slug is there twice, and two have none. */
async function against(given: DataTest): Promise<readonly unknown[]> {
  const { sql } = testSql(given, types);
  expect(parseSelect(sql, ['lake', 'raw', 'rows']).root).toBeDefined();
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql.replace('{{rows}}', rows).replace(/\{\{\w+\}\}\./g, ''));
  return reader.getRowsJson();
}

const owners = { database: 'lake', table: 'owners' } as const;

describe('a test gives the rows that are against it', () => {
  test.each<readonly [string, DataTest, readonly unknown[]]>([
    ['no null', { kind: 'not_null', columns: ['day'] }, []],
    ['a null', { kind: 'not_null', columns: ['hits'] }, [['2026-11-21', null, null, 1]]],
    ['a null in either', { kind: 'not_null', columns: ['day', 'hits'] }, [['2026-11-21', null, null, 1]]],
    ['a value twice, and null as often as it likes', { kind: 'unique', columns: ['slug'] }, [['a', '2']]],
    ['no value twice', { kind: 'unique', columns: ['hits'] }, []],
    [
      'a null twice in a key of several',
      { kind: 'unique', columns: ['day', 'slug'] },
      [
        ['2026-11-20', 'a', '2'],
        ['2026-11-21', null, '2'],
      ],
    ],
    ['all accepted, null too', { kind: 'accepted_values', column: 'hits', values: [1, 2, 3] }, []],
    ['one that is not', { kind: 'accepted_values', column: 'slug', values: ['b', "it's"] }, [['a', '2']]],
    ['a day that is not', { kind: 'accepted_values', column: 'day', values: ['2026-11-20'] }, [['2026-11-21', '2']]],
    ['doubles', { kind: 'accepted_values', column: 'share', values: [0.25, 1] }, [[0.5, '1']]],
    ['all related, null too', { kind: 'relationships', column: 'slug', to: owners, field: 'slug' }, []],
    ['one that is not related', { kind: 'relationships', column: 'hits', to: owners, field: 'hits' }, [[3, '1']]],
    ['enough rows', { kind: 'row_count', min: 4, max: 4 }, []],
    ['too few rows', { kind: 'row_count', min: 5 }, [['4']]],
    ['too many rows', { kind: 'row_count', max: 3 }, [['4']]],
    ['a SELECT of one’s own', { kind: 'sql', sql: ' SELECT hits FROM {{rows}} WHERE hits > 2 ; ' }, [[3]]],
  ])('%s', async (_, given, expected) => {
    const found = await against(given);
    expect(found.map((row) => JSON.stringify(row)).toSorted()).toEqual(
      expected.map((row) => JSON.stringify(row)).toSorted(),
    );
  });
});

test('a test is called by what it is of', () => {
  const name = (given: DataTest) => testSql(given, types).name;
  expect(name({ kind: 'unique', columns: ['day', 'slug'] })).toBe('unique(day, slug)');
  expect(name({ kind: 'sql', sql: 'SELECT 1 FROM {{rows}}', name: 'mine' })).toBe('mine');
  expect(name({ kind: 'sql', sql: 'SELECT 1 FROM {{rows}}' })).toBe('sql');
});

test.each([
  ['a', 'string', "'a'"],
  [1, 'string', undefined],
  [1, 'int', '1'],
  [1.5, 'bigint', undefined],
  [2 ** 53, 'bigint', undefined],
  ['1', 'bigint', undefined],
  [0.5, 'double', '0.5E0'],
  [1e-7, 'double', '1e-7'],
  [0.12, 'decimal(5,2)', "DECIMAL '0.12'"],
  [1e-7, 'decimal(5,2)', undefined],
  [true, 'boolean', 'true'],
  [true, 'string', undefined],
  ['2026-11-20', 'date', "DATE '2026-11-20'"],
  ['2026-13-20', 'date', undefined],
  ['2026-11-20 13:00:00', 'timestamp', undefined],
] as const)('the value %j of a %s is %s in SQL', (value, type, sql) => {
  expect(literal(value, type)).toBe(sql);
});
