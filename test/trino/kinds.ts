import type { Dataset } from '@tributary/query/src/core/dataset.ts';
import type { DataTest } from '@tributary/query/src/core/header/data-tests.ts';
import { testSql } from '@tributary/query/src/core/header/test-sql.ts';
import { datasetOf } from '@tributary/query/src/core/testing/dataset.ts';

const perWho = (part: string) =>
  `SELECT ${part} AS part, who, sum(cost) AS cost, min(cost) / 2E0 AS half\nFROM {{lake}}.requests\nWHERE {{days}}\nGROUP BY 1, 2`;
const columns = { part: 'date', who: 'string', cost: 'bigint', half: 'double' } as const;
const byDay = { column: 'part', grain: 'day' } as const;
const base = { columns, time: 'at', key: ['part', 'who'], partition: byDay };

const everyType: Dataset['columns'] = {
  ...{ part: 'date', who: 'string', small: 'int', cost: 'bigint', half: 'double', ok: 'boolean', at: 'timestamp' },
  ...{ price: 'decimal(12,2)', tags: 'map<string,string>' },
};
const everyColumn =
  'SELECT CAST(at AS date) AS part, who, CAST(cost AS integer) AS small, cost, half, ok, at, price, tags FROM {{lake}}.requests WHERE {{days}}';

const tests: readonly DataTest[] = [
  { kind: 'not_null', columns: ['part', 'at'] },
  { kind: 'unique', columns: ['at'] },
  { kind: 'unique', columns: ['who', 'half', 'tags'] },
  { kind: 'accepted_values', column: 'who', values: ['a', "b's"] },
  { kind: 'accepted_values', column: 'small', values: [1, 2] },
  { kind: 'accepted_values', column: 'cost', values: [1, -2] },
  { kind: 'accepted_values', column: 'half', values: [0.5, -1, 1e300] },
  { kind: 'accepted_values', column: 'price', values: [1.5, -2] },
  { kind: 'accepted_values', column: 'ok', values: [true] },
  { kind: 'accepted_values', column: 'part', values: ['2026-10-31', '2026-11-01'] },
  { kind: 'relationships', column: 'who', to: { database: 'lake', table: 'people' }, field: 'name' },
  { kind: 'row_count', min: 2, max: 3 },
  { kind: 'sql', sql: 'SELECT * FROM {{rows}} WHERE price * 1.5E0 > 3 OR element_at(tags, who) IS NOT NULL;' },
];

/** A dataset of each kind that there is, over `lake.requests` and the folders of `raw.events`. */
export const kinds: readonly Dataset[] = [
  datasetOf({ ...base, table: 'by_day', select: perWho('CAST(at AS date)') }),
  datasetOf({
    ...{ ...base, table: 'by_month', partition: { column: 'part', grain: 'month' } },
    select: perWho("CAST(date_trunc('month', at) AS date)"),
  }),
  datasetOf({
    ...{ ...base, table: 'by_hour', partition: { column: 'part', grain: 'hour' } },
    columns: { ...columns, part: 'timestamp' },
    select: perWho("date_trunc('hour', at)"),
  }),
  datasetOf({
    ...{ ...base, table: 'window_of_days', lookback: 2, key: [] },
    select: `SELECT d.part, r.who, sum(r.cost) AS cost, min(r.cost) / 2E0 AS half
FROM {{lake}}.requests AS r
CROSS JOIN UNNEST(sequence(CAST(at AS date), CAST(at AS date) + INTERVAL '2' DAY, INTERVAL '1' DAY)) AS d (part)
WHERE {{days}}
GROUP BY 1, 2`,
  }),
  datasetOf({ ...base, table: 'every_type', key: [], columns: everyType, select: everyColumn }),
  datasetOf({ ...base, table: 'whole', materialized: 'table', key: [], columns: everyType, select: everyColumn }),
  datasetOf({ ...base, table: 'merged_by_day', strategy: 'merge', select: perWho('CAST(at AS date)') }),
  datasetOf({
    ...{ table: 'merged', strategy: 'merge', key: ['who', 'tags'], partition: undefined, time: 'at' },
    ...{ columns: everyType, select: everyColumn },
  }),
  datasetOf({
    ...{ ...base, table: 'audited' },
    select: perWho('CAST(at AS date)'),
    tests: [{ name: 'has a part', sql: 'SELECT * FROM {{rows}} WHERE part IS NULL' }],
  }),
  datasetOf({
    ...{ ...base, table: 'faulty', key: [], columns: everyType, select: everyColumn },
    tests: tests.map((test) => testSql(test, everyType)),
  }),
  datasetOf({
    ...{ table: 'of_folders', key: [], partition: { column: 'part', grain: 'hour' }, time: undefined, lookback: 1 },
    ...{ after: [{ database: 'raw', table: 'events' }], columns: { part: 'timestamp', who: 'string' } },
    select: `SELECT CAST(year || '-' || month || '-' || day || ' ' || hour || ':00:00' AS timestamp(6)) AS part, who FROM {{raw}}.events WHERE {{days}}`,
  }),
];

/** One of them; throws where there is none. */
export function kindNamed(name: string): Dataset {
  const found = kinds.find(({ table }) => table === name);
  if (found === undefined) throw new Error(`no kind is called ${name}`);
  return found;
}
