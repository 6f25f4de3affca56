import { expect, test } from 'vitest';
import { tablesRead, withNames } from './tables-read.ts';

const told = (sql: string) =>
  tablesRead(sql).map(({ names, alias }) => names.join('.') + (alias === undefined ? '' : ` ${alias}`));

test.each([
  ['SELECT * FROM orders', ['orders']],
  ['SELECT * FROM orders o WHERE o.id = 1', ['orders o']],
  ['SELECT * FROM raw.orders AS o, lake.people p GROUP BY 1', ['raw.orders o', 'lake.people p']],
  ['SELECT * FROM a LEFT JOIN b ON a.x = b.x CROSS JOIN c', ['a', 'b', 'c']],
  ['SELECT * FROM awsdatacatalog.lake."Or ders" x', ['awsdatacatalog.lake.or ders x']],
  ['SELECT * FROM (SELECT 1 FROM inner_one) AS t', ['inner_one']],
  ['INSERT INTO a SELECT * FROM b', ['a', 'b']],
  ['MERGE INTO a AS t USING b AS s ON true', ['a t', 'b s']],
  ['SELECT * FROM a -- FROM b\nLIMIT 1', ['a']],
  ["SELECT ' FROM x' FROM", []],
  ['SELECT * FROM a, UNNEST(b) AS t (x)', ['a']],
  ['DESCRIBE orders', ['orders']],
  ['SELECT o. FROM orders o', ['orders o']],
])('%s', (sql, expected) => expect(told(sql)).toEqual(expected));

test('names of WITH are told', () => {
  expect(withNames('WITH a AS (SELECT 1), "B" AS (SELECT x AS y FROM c) SELECT * FROM a')).toEqual(['a', 'b']);
  expect(withNames('SELECT a AS (b)')).toEqual([]);
});
