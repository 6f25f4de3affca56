import { expect, test } from 'vitest';
import { withWords } from './database-words.ts';

const databases = { lake: 'lake_dev', raw: 'raw_dev', own: 'lake_dev' };
const rewritten = (sql: string, own = databases.own) => withWords(sql, { ...databases, own });

test.each([
  ['SELECT * FROM orders o', 'SELECT * FROM {{lake}}.orders o'],
  [
    'SELECT * FROM lake_dev.orders JOIN "RAW_DEV"."events" ON true',
    'SELECT * FROM {{lake}}.orders JOIN {{raw}}."events" ON true',
  ],
  ['SELECT * FROM AwsDataCatalog.raw_dev.events', 'SELECT * FROM {{raw}}.events'],
  ['SELECT * FROM lake_dev . orders', 'SELECT * FROM {{lake}}.orders'],
  [
    'SELECT orders.x FROM orders WHERE x IN (SELECT y FROM others)',
    'SELECT orders.x FROM {{lake}}.orders WHERE x IN (SELECT y FROM {{lake}}.others)',
  ],
  [
    `SELECT '😀 FROM orders' AS "é" FROM orders -- FROM orders`,
    `SELECT '😀 FROM orders' AS "é" FROM {{lake}}.orders -- FROM orders`,
  ],
  [
    'WITH a AS (SELECT * FROM b) SELECT * FROM a, "A", lake_dev.a',
    'WITH a AS (SELECT * FROM {{lake}}.b) SELECT * FROM a, "A", {{lake}}.a',
  ],
  [
    'SELECT * FROM orders CROSS JOIN UNNEST(items) AS t (item)',
    'SELECT * FROM {{lake}}.orders CROSS JOIN UNNEST(items) AS t (item)',
  ],
])('%s', (sql, expected) => expect(rewritten(sql)).toBe(expected));

test.each([
  'SELECT * FROM {{raw}}.events WHERE {{days}}',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM crm.public.accounts',
  'SELECT * FROM other.accounts',
  'SELEC * FROM orders',
])('%s stays as it is', (sql) => expect(rewritten(sql)).toBe(sql));

test('names without a database are of the one that was asked', () => {
  expect(rewritten('SELECT * FROM events', 'raw_dev')).toBe('SELECT * FROM {{raw}}.events');
  expect(rewritten('SELECT * FROM events', 'default')).toBe('SELECT * FROM events');
});
