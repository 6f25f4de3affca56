import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../src/core/dataset.ts';
import { datasetOf } from '../src/core/testing/dataset.ts';
import { touched } from '../src/core/touched.ts';
import { type Statements, startStatements } from './statement-lake.ts';

type Row = { readonly at: string; readonly who: string | null; readonly cost: number };

const moments = ['2026-10-31T23', '2026-11-01T00', '2026-11-01T05', '2026-11-02T09', '2026-11-03T23', '2026-11-04T00'];
const row: fc.Arbitrary<Row> = fc.record({
  at: fc.constantFrom(...moments),
  who: fc.constantFrom('a', 'b', null),
  cost: fc.integer({ min: -2, max: 2 }),
});

const perWho = (part: string) =>
  `SELECT ${part} AS part, who, sum(cost) AS cost, min(cost) / 2E0 AS half\nFROM {{lake}}.requests\nWHERE {{days}}\nGROUP BY 1, 2`;
const columns = { part: 'date', who: 'string', cost: 'bigint', half: 'double' } as const;
const base = { columns, time: 'at', key: ['part', 'who'], partition: undefined };

const kinds: readonly Dataset[] = [
  datasetOf({
    ...base,
    table: 'by_day',
    partition: { column: 'part', grain: 'day' },
    select: perWho('CAST(at AS date)'),
  }),
  datasetOf({
    ...{ ...base, table: 'by_month', partition: { column: 'part', grain: 'month' } },
    select: perWho("CAST(date_trunc('month', at) AS date)"),
  }),
  datasetOf({
    ...{
      ...base,
      table: 'by_hour',
      columns: { ...columns, part: 'timestamp' },
      partition: { column: 'part', grain: 'hour' },
    },
    select: perWho("date_trunc('hour', at)"),
  }),
  datasetOf({
    ...{ ...base, table: 'audited', partition: { column: 'part', grain: 'day' }, select: perWho('CAST(at AS date)') },
    tests: [{ name: 'has a part', sql: 'SELECT * FROM {{rows}} WHERE part IS NULL' }],
  }),
  datasetOf({
    ...base,
    table: 'rows_as_they_are',
    key: [],
    partition: { column: 'part', grain: 'day' },
    select: 'SELECT CAST(at AS date) AS part, who, cost, cost / 2E0 AS half FROM {{lake}}.requests WHERE {{days}}',
  }),
  datasetOf({
    ...{ ...base, table: 'window_of_days', key: [], partition: { column: 'part', grain: 'day' }, lookback: 2 },
    select: `SELECT d.part, r.who, sum(r.cost) AS cost, min(r.cost) / 2E0 AS half
FROM {{lake}}.requests AS r
CROSS JOIN UNNEST(sequence(CAST(at AS date), CAST(at AS date) + INTERVAL '2' DAY, INTERVAL '1' DAY)) AS d (part)
WHERE {{days}}
GROUP BY 1, 2`,
  }),
  datasetOf({
    ...base,
    table: 'whole',
    materialized: 'table',
    key: [],
    select: 'SELECT CAST(at AS date) AS part, who, cost, cost / 2E0 AS half FROM {{lake}}.requests WHERE {{days}}',
  }),
];

const wholeOf = ({ select }: Dataset) => select.replaceAll('{{lake}}', 'lake').replaceAll('{{days}}', 'true');
const valuesOf = (rows: readonly Row[]) =>
  rows.map(
    ({ at, who, cost }) =>
      `(TIMESTAMP '${at.replace('T', ' ')}:30:00', ${who === null ? 'NULL' : `'${who}'`}, ${cost})`,
  );
const ordered = (rows: readonly (readonly (string | null)[])[]) => rows.map((each) => JSON.stringify(each)).toSorted();

type Change = { readonly added: readonly Row[]; readonly removed: string | undefined };

const change: fc.Arbitrary<Change> = fc.record({
  added: fc.array(row, { maxLength: 4 }),
  removed: fc.constantFrom(...moments, undefined),
});

const create = `CREATE TABLE requests (at timestamp, who string, cost bigint)
LOCATION 's3://bucket/iceberg/requests/' TBLPROPERTIES ('table_type' = 'ICEBERG')`;

/** Changes the source, and gives the hours in which it has. */
async function changeSource({ sql }: Statements, { added, removed }: Change): Promise<readonly string[]> {
  if (added.length > 0) await sql(`INSERT INTO requests VALUES ${valuesOf(added).join(', ')}`);
  if (removed === undefined) return added.map(({ at }) => at);
  await sql(`DELETE FROM requests WHERE at = TIMESTAMP '${removed.replace('T', ' ')}:30:00'`);
  return [...added.map(({ at }) => at), removed];
}

function partitionsOf(dataset: Dataset, hours: readonly string[]): readonly string[] {
  const partitions = touched(dataset, hours);
  return partitions === 'all' ? [partitions] : partitions;
}

const types = 'CAST(part AS timestamp(6)) AS part, who, cost, half';

/** Every dataset against its SELECT, run once. */
async function expectAll({ rows, tables, objects }: Statements): Promise<void> {
  const made = await tables();
  for (const dataset of kinds.filter(({ table }) => made.includes(table))) {
    const wanted = await rows(`SELECT ${types} FROM (${wholeOf(dataset)})`);
    expect(ordered(await rows(`SELECT ${types} FROM ${dataset.table}`)), dataset.table).toEqual(ordered(wanted));
  }
  expect(made.filter((name) => name?.includes('__staged_'))).toEqual([]);
  expect(objects('iceberg/').filter((key) => key.includes('__staged_'))).toEqual([]);
}

async function playThrough(lake: Statements, changes: readonly Change[]): Promise<void> {
  const tables = ['requests', ...kinds.map(({ table }) => table)];
  for (const table of tables) await lake.sql(`DROP TABLE IF EXISTS ${table}`);
  await lake.sql(create);
  for (const one of changes) {
    const hours = await changeSource(lake, one);
    for (const dataset of kinds) await lake.update(dataset.table, partitionsOf(dataset, hours));
  }
}

describe('a dataset of any kind', () => {
  let lake: Statements;
  beforeAll(async () => {
    lake = await startStatements(() => kinds);
  });

  test('updated by the parts that changed, is what its SELECT gives when it is run once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        await playThrough(lake, changes);
        await expectAll(lake);
      }),
      { numRuns: 5 },
    );
  }, 600_000);
});
