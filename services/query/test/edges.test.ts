import { beforeEach, expect, test } from 'vitest';
import type { Dataset } from '../src/core/dataset.ts';
import { datasetOf } from '../src/core/testing/dataset.ts';
import { touched } from '../src/core/touched.ts';
import { type Statements, startStatements } from './statement-lake.ts';

const columns = { day: 'date', who: 'string', cost: 'bigint' } as const;
const select = `SELECT CAST(at AS date) AS day, who, sum(cost) AS cost
FROM {{lake}}.requests
WHERE {{days}}
GROUP BY 1, 2`;
const daily = datasetOf({
  ...{ table: 'usage', columns, time: 'at', partition: { column: 'day', grain: 'day' }, key: [] },
  select,
});

let datasets: readonly Dataset[] = [daily];
let lake: Statements;

beforeEach(async () => {
  datasets = [daily];
  lake = await startStatements(() => datasets);
  await lake.sql(`CREATE TABLE requests (at timestamp, who string, cost bigint) PARTITIONED BY (day(at))
LOCATION 's3://bucket/iceberg/requests/' TBLPROPERTIES ('table_type' = 'ICEBERG')`);
});

const put = (...rows: readonly (readonly [at: string, who: string, cost: number])[]) =>
  lake.sql(
    `INSERT INTO requests VALUES ${rows.map(([at, who, cost]) => `(TIMESTAMP '${at}', ${who}, ${cost})`).join(', ')}`,
  );
const usageRows = () => lake.rows('SELECT day, who, cost FROM usage ORDER BY 1, 2');
const failures = () => lake.events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));
const updates = () => lake.events.flatMap(({ type, detail }) => (type === 'Table Updated' ? [detail] : []));
const lastLog = async () => (await lake.store.log('usage', 1))[0];
const partitionsOf = (dataset: Dataset, hours: readonly string[]) => {
  const found = touched(dataset, hours);
  return found === 'all' ? [found] : found;
};

test('a late row of last month updates its day alone, and reads that day alone', async () => {
  await put(
    ['2026-10-31 23:59:59.999', "'a'", 1],
    ['2026-11-01 00:00:00', "'a'", 2],
    ['2026-11-20 10:00:00', "'a'", 4],
  );
  await lake.update('usage', ['2026-10-31', '2026-11-01', '2026-11-20']);
  await put(['2026-10-31 00:00:00', "'b'", 8]);
  await lake.update('usage', partitionsOf(daily, ['2026-10-31T00']));
  expect(updates().at(-1)).toMatchObject({ partitions: ['2026-10-31'], rows: 1 });
  await lake.update('usage', ['2026-10-31']);
  const { scannedBytes: before = 0 } = (await lastLog()) ?? {};
  expect(before).toBeGreaterThan(0);
  await lake.sql(`INSERT INTO requests SELECT date_add('second', n, TIMESTAMP '2026-11-20 00:00:00'), CAST(n AS varchar), n
FROM UNNEST(sequence(1, 5000)) AS t (n)`);
  await lake.update('usage', ['2026-11-20']);
  await lake.update('usage', ['2026-10-31']);
  expect((await lastLog())?.scannedBytes).toBe(before);
  expect((await usageRows()).slice(0, 3)).toEqual([
    ['2026-10-31', 'a', '1'],
    ['2026-10-31', 'b', '8'],
    ['2026-11-01', 'a', '2'],
  ]);
});

test('days are those of UTC, on days of 23 and 25 hours elsewhere, too', async () => {
  const hourly = datasetOf({
    ...{ table: 'usage', columns: { ...columns, day: 'timestamp' }, time: 'at', key: [] },
    partition: { column: 'day', grain: 'hour' },
    select: select.replace('CAST(at AS date)', "date_trunc('hour', at)"),
  });
  datasets = [hourly];
  const hours = ['2026-03-29T00', '2026-03-29T01', '2026-03-29T23', '2026-10-25T00', '2026-10-25T01', '2026-10-26T00'];
  await put(...hours.map((hour, at) => [`${hour.replace('T', ' ')}:30:00`, "'a'", at] as const));
  await lake.update('usage', partitionsOf(hourly, hours));
  expect((await usageRows()).map(([day]) => day?.slice(0, 13))).toEqual(hours.map((hour) => hour.replace('T', ' ')));
  expect(failures()).toEqual([]);
});

test('a month takes all of its days, and a lookback goes over its end', async () => {
  const monthly = datasetOf({
    ...{ table: 'usage', columns, time: 'at', key: [], partition: { column: 'day', grain: 'month' } },
    select: select.replace('CAST(at AS date)', "CAST(date_trunc('month', at) AS date)"),
  });
  datasets = [monthly];
  await put(['2028-02-29 23:30:00', "'a'", 1], ['2028-02-01 00:00:00', "'a'", 2], ['2028-03-01 00:00:00', "'a'", 4]);
  await lake.update('usage', partitionsOf(monthly, ['2028-02-29T23', '2028-03-01T00']));
  expect(await usageRows()).toEqual([
    ['2028-02-01', 'a', '3'],
    ['2028-03-01', 'a', '4'],
  ]);
  expect(partitionsOf({ ...daily, lookback: 2 }, ['2027-02-28T23'])).toEqual([
    '2027-02-28',
    '2027-03-01',
    '2027-03-02',
  ]);
  expect(partitionsOf({ ...monthly, lookback: 1 }, ['2026-12-31T23'])).toEqual(['2026-12', '2027-01']);
});

test('a day that has no rows any more has none, and rows without a day are nowhere', async () => {
  await put(['2026-11-20 10:00:00', "'a'", 1], ['2026-11-21 10:00:00', "'a'", 1]);
  await lake.update('usage', ['2026-11-20', '2026-11-21']);
  await lake.sql("DELETE FROM requests WHERE at < TIMESTAMP '2026-11-21 00:00:00'");
  datasets = [{ ...daily, select: select.replace('GROUP BY 1, 2', "GROUP BY 1, 2\nUNION ALL SELECT NULL, 'none', 1") }];
  await lake.update('usage', ['2026-11-20', '2026-11-21']);
  expect(await usageRows()).toEqual([['2026-11-21', 'a', '1']]);
  expect(failures()).toEqual([]);
});

test('a value that its column cannot have fails with file and line, and the good day among the bad is there', async () => {
  datasets = [
    {
      ...daily,
      line: 10,
      select: select.replace('who,', '\n  CAST(CAST(who AS bigint) AS varchar) AS who,'),
    },
  ];
  await put(['2026-11-20 10:00:00', "'1'", 1], ['2026-11-21 10:00:00', "'x'", 1], ['2026-11-22 10:00:00', "'3'", 1]);
  await lake.update('usage', ['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(await usageRows()).toEqual([
    ['2026-11-20', '1', '1'],
    ['2026-11-22', '3', '1'],
  ]);
  expect(failures().at(-1)).toMatchObject({
    ...{ category: 'user', setAside: ['2026-11-21'], where: 'datasets/usage.sql:10:1' },
    message: expect.stringContaining("Cannot cast 'x'"),
  });
});

test('a column that is not there is told with its line of the file', async () => {
  datasets = [{ ...daily, line: 10, select: select.replace('sum(cost)', 'sum(costs)') }];
  await put(['2026-11-20 10:00:00', "'1'", 1]);
  await lake.update('usage', ['2026-11-20']);
  expect(failures().at(-1)?.message).toMatch(/datasets\/usage\.sql:10:\d+: .*costs/);
});

test('values with quotes are tested as they are', async () => {
  datasets = [
    {
      ...daily,
      tests: [
        {
          name: 'accepted_values(who)',
          sql: `SELECT "who", count(*) AS "rows" FROM {{rows}} WHERE "who" NOT IN ('it''s', '{{rows}} "x"') GROUP BY "who"`,
        },
      ],
    },
  ];
  await put(['2026-11-20 10:00:00', "'it''s'", 1], ['2026-11-21 10:00:00', "'it'", 1]);
  await lake.update('usage', ['2026-11-20', '2026-11-21']);
  expect(await usageRows()).toEqual([['2026-11-20', "it's", '1']]);
  expect((await lake.store.setAside('usage')).map(({ id }) => id)).toEqual(['2026-11-21']);
});

test('a test that is wrong SQL is told, and nothing is left of the run', async () => {
  datasets = [{ ...daily, tests: [{ name: 'mine', sql: 'SELECT * FROM {{rows}} WHERE nothing > 1' }] }];
  await put(['2026-11-20 10:00:00', "'a'", 1]);
  await lake.update('usage', ['2026-11-20']);
  expect(failures().at(-1)?.message).toContain('nothing');
  expect((await lake.tables()).filter((name) => name?.includes('__staged_'))).toEqual([]);
});

test('a column that the SQL gains is added, one that it loses is NULL, one of another type is told', async () => {
  await put(['2026-11-20 10:00:00', "'a'", 1], ['2026-11-21 10:00:00', "'a'", 1]);
  await lake.update('usage', ['2026-11-20', '2026-11-21']);
  datasets = [
    {
      ...daily,
      columns: { day: 'date', cost: 'bigint', most: 'bigint' },
      select: select.replace('who, sum(cost) AS cost', 'sum(cost) AS cost, max(cost) AS most').replace('1, 2', '1'),
    },
  ];
  await lake.update('usage', ['2026-11-20']);
  expect(await lake.rows('SELECT day, who, cost, most FROM usage ORDER BY 1')).toEqual([
    ['2026-11-20', null, '1', '1'],
    ['2026-11-21', 'a', '1', null],
  ]);
  datasets = [{ ...daily, columns: { ...columns, cost: 'string' }, select: select.replace('sum(cost)', "'x'") }];
  await lake.update('usage', ['2026-11-20']);
  expect(failures().at(-1)?.message).toMatch(/cost/);
});

test('400 days of one run are all there', async () => {
  for (const from of [0, 80, 160, 240, 320])
    await lake.sql(
      `INSERT INTO requests SELECT CAST(date_add('day', n, DATE '2025-10-01') AS timestamp), 'a', n FROM UNNEST(sequence(${from}, ${from + 79})) AS t (n)`,
    );
  const days = Array.from({ length: 400 }, (_, at) => new Date(Date.UTC(2025, 9, 1 + at)).toISOString().slice(0, 10));
  await lake.update('usage', days);
  expect(await lake.rows('SELECT count(*), count(DISTINCT day), sum(cost) FROM usage')).toEqual([
    ['400', '400', String((399 * 400) / 2)],
  ]);
  expect(failures()).toEqual([]);
});
