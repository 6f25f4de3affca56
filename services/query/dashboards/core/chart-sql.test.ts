import { UnsafeSqlError } from '@tributary/shared/sql.ts';
import { describe, expect, test } from 'vitest';
import { chartSql } from './chart-sql.ts';
import type { Choices } from './conditions.ts';
import { chartOf } from './tables-for-tests.ts';

const sqlOf = (text: string, choices: Choices = {}) => chartSql(chartOf(text), 'lake', choices);

test('a chart asks for its groups, its values, and no row more than it shows', () => {
  expect(
    sqlOf(
      '{type: bar, title: B, dataset: usage, dimension: {column: day, grain: month}, series: slug, measures: sum(seats), limit: 3, filters: [{column: is_internal, in: false}]}',
    ),
  ).toBe(`SELECT date_trunc('month', "day") AS g1,
  "slug" AS g2,
  sum(CAST("seats" AS bigint)) AS v1
FROM "lake"."usage"
WHERE "is_internal" IN (false)
  AND ("slug" IS NULL OR "slug" IN (SELECT "slug" FROM "lake"."usage" WHERE "is_internal" IN (false)
  AND "slug" IS NOT NULL GROUP BY 1 ORDER BY sum(CAST("seats" AS bigint)) DESC NULLS LAST, 1 LIMIT 3))
GROUP BY 1, 2
ORDER BY g1 NULLS LAST, g2 NULLS LAST
LIMIT 10000`);
  expect(sqlOf('{type: bar, title: B, dataset: usage, dimension: slug, measures: sum(requests), limit: 3}')).toBe(
    `SELECT "slug" AS g1,
  sum("requests") AS v1
FROM "lake"."usage"
GROUP BY 1
ORDER BY v1 DESC NULLS LAST, g1 NULLS LAST
LIMIT 3`,
  );
});

describe('a number', () => {
  test('of all rows is one row, and compared with the time before the newest two', () => {
    expect(sqlOf('{type: kpi, title: K, dataset: usage, measure: count(*)}')).toBe(
      'SELECT count(*) AS v1\nFROM "lake"."usage"',
    );
    expect(sqlOf('{type: kpi, title: K, dataset: usage, measure: count(*), compare: day}')).toBe(
      'SELECT "day" AS g1,\n  count(*) AS v1\nFROM "lake"."usage"\nGROUP BY 1\nORDER BY g1 DESC NULLS LAST\nLIMIT 2',
    );
  });

  test.each([
    ['avg(requests)', 'avg(CAST("requests" AS double))'],
    ['count_distinct(slug)', 'count(DISTINCT "slug")'],
    ['max(price)', 'max("price")'],
    ['sum(requests) / count(*)', 'CAST(sum("requests") AS double) / nullif(CAST(count(*) AS double), 0e0)'],
  ])('%s is %s', (measure, sql) => {
    expect(sqlOf(`{type: kpi, title: K, dataset: usage, measure: "${measure}"}`)).toContain(`SELECT ${sql} AS v1`);
  });
});

test.each([
  ['{column: slug, in: ["it\'s", b]}', `"slug" IN ('it''s', 'b')`],
  ['{column: slug, not_in: a}', `("slug" IS NULL OR "slug" NOT IN ('a'))`],
  ['{column: slug, is_null: true}', '"slug" IS NULL'],
  ['{column: slug, is_null: false}', '"slug" IS NOT NULL'],
  ['{column: day, at_least: "2026-11-01"}', `"day" >= DATE '2026-11-01'`],
  ['{column: at, at_most: "2026-11-01"}', `"at" <= TIMESTAMP '2026-11-01 00:00:00'`],
  ['{column: at, at_most: "2026-11-01 02:03:04"}', `"at" <= TIMESTAMP '2026-11-01 02:03:04'`],
  ['{column: seats, at_least: 5}', '"seats" >= 5'],
  ['{column: share, at_least: 0.25}', `"share" >= DOUBLE '0.25'`],
  ['{column: share, in: [1.0e-7]}', `"share" IN (DOUBLE '1e-7')`],
])('a filter says in SQL what it says: %s', (filter, sql) => {
  expect(sqlOf(`{type: kpi, title: K, dataset: usage, measure: count(*), filters: [${filter}]}`)).toContain(
    `WHERE ${sql}`,
  );
});

describe('what somebody has chosen', () => {
  const both =
    '{type: kpi, title: K, dataset: usage, measure: count(*), filters: [{column: at, parameter: period}, {column: day, parameter: period}, {column: slug, parameter: which}]}';

  test('is nothing: everything is shown', () => {
    expect(sqlOf(both)).not.toContain('WHERE');
    expect(sqlOf(both, { period: {}, which: [] })).not.toContain('WHERE');
  });

  test('are days, both of them included, and texts', () => {
    expect(sqlOf(both, { period: { from: '2026-10-30', to: '2026-11-30' }, which: ["a'"] })).toContain(
      `WHERE "at" >= TIMESTAMP '2026-10-30 00:00:00'
  AND "at" < TIMESTAMP '2026-12-01 00:00:00'
  AND "day" >= DATE '2026-10-30'
  AND "day" < DATE '2026-12-01'
  AND "slug" IN ('a''')`,
    );
  });

  test('is no day', () => {
    for (const period of [{ from: "2026-01-01' OR 1=1" }, { to: 'x' }])
      expect(() => sqlOf(both, { period })).toThrow(UnsafeSqlError);
  });
});
