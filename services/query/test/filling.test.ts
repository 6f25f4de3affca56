import { beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../src/core/dataset.ts';
import { datasetOf } from '../src/core/testing/dataset.ts';
import { type Statements, startStatements } from './statement-lake.ts';

const columns = { day: 'date', who: 'string', cost: 'bigint' } as const;
const usage = datasetOf({
  ...{ table: 'usage', columns, time: 'at', partition: { column: 'day', grain: 'day' }, key: ['day', 'who'] },
  select: 'SELECT CAST(at AS date) AS day, who, sum(cost) AS cost FROM {{lake}}.requests WHERE {{days}} GROUP BY 1, 2',
});

let datasets: readonly Dataset[] = [usage];
let lake: Statements;

beforeEach(async () => {
  datasets = [usage];
  lake = await startStatements(() => datasets);
});

const makeSource = () =>
  lake.sql(`CREATE TABLE requests (at timestamp, who string, cost bigint) PARTITIONED BY (day(at))
LOCATION 's3://bucket/iceberg/requests/' TBLPROPERTIES ('table_type' = 'ICEBERG')`);
const put = (...rows: readonly (readonly [day: string, who: string, cost: number])[]) =>
  lake.sql(
    `INSERT INTO requests VALUES ${rows.map(([day, who, cost]) => `(TIMESTAMP '${day} 23:59:59.999999', '${who}', ${cost})`).join(', ')}`,
  );
const usageRows = () => lake.rows('SELECT day, who, cost FROM usage ORDER BY 1, 2');
const failures = () => lake.events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));
/** By the log, the oldest first. */
const statements = async (table: string) => (await lake.store.log(table, 99)).map(({ lane }) => lane).toReversed();
const filled = async () => {
  await lake.fill();
  await lake.settle('usage');
};

describe('a new dataset', () => {
  test('waits for its sources, without failing, and is filled with what they have, the newest first', async () => {
    await filled();
    expect(await statements('usage')).toEqual(['create']);
    expect([await lake.store.units('usage'), await usageRows()]).toEqual([[], []]);
    await makeSource();
    await put(['2026-11-18', 'a', 1], ['2026-11-20', 'a', 2], ['2026-10-31', 'b', 3]);
    await lake.fill();
    expect(await lake.store.waiting('usage', 0, 1)).toMatchObject([{ id: 'fill:time:lake.requests', lane: 'fill' }]);
    await filled();
    expect(await usageRows()).toEqual([
      ['2026-10-31', 'b', '3'],
      ['2026-11-18', 'a', '1'],
      ['2026-11-20', 'a', '2'],
    ]);
    const log = await lake.store.log('usage', 9);
    expect(log.find(({ lane }) => lane === 'fill')?.message).toBe(
      '3 of 3 partitions of the sources are filled, 2026-10-31 to 2026-11-20',
    );
    expect(log[0]).toMatchObject({ lane: 'backfill', examples: ['2026-11-20', '2026-11-18', '2026-10-31'] });
    expect(failures()).toEqual([]);
    const before = log.length;
    await filled();
    expect(await lake.store.log('usage', 9)).toHaveLength(before);
  });

  test('takes so many partitions at most, and says what is left out', async () => {
    await makeSource();
    await put(['2026-11-18', 'a', 1], ['2026-11-20', 'a', 2], ['2026-10-31', 'b', 3]);
    lake.limits.fillPartitions = 2;
    await filled();
    expect((await usageRows()).map(([day]) => day)).toEqual(['2026-11-18', '2026-11-20']);
    const log = await lake.store.log('usage', 9);
    expect(log.find(({ lane }) => lane === 'fill')?.message).toContain(
      '2 of 3 partitions of the sources are filled, 2026-11-18 to 2026-11-20; 1 older ones are left out',
    );
  });

  test('over files knows its partitions by their folders, and reads no file for it', async () => {
    datasets = [
      datasetOf({
        ...{
          table: 'usage',
          columns,
          partition: { column: 'day', grain: 'day' },
          time: undefined,
          after: [{ database: 'raw', table: 'events' }],
        },
        select: `SELECT CAST("year" || '-' || "month" || '-' || "day" AS date) AS day, who, cost FROM {{raw}}.events WHERE {{days}}`,
        lookback: 1,
      }),
    ];
    const keys = ['day=20/hour=09', 'day=20/hour=10', 'day=21/hour=00'];
    for (const key of keys) await lake.lake.put(`raw/events/year=2026/month=11/${key}/o`, '{"who": "a", "cost": 1}\n');
    await lake.sql(`CREATE EXTERNAL TABLE raw.events (who string, cost bigint) PARTITIONED BY (year string, month string, day string, hour string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/raw/events/'`);
    await lake.sql('MSCK REPAIR TABLE raw.events');
    await filled();
    expect(await lake.rows('SELECT day, count(*) FROM usage GROUP BY 1 ORDER BY 1')).toEqual([
      ['2026-11-20', '2'],
      ['2026-11-21', '1'],
    ]);
    const log = await lake.store.log('usage', 9);
    expect(log.find(({ lane }) => lane === 'fill')).toMatchObject({ scannedBytes: 0, state: 'SUCCEEDED' });
    expect(log[0]?.examples).toEqual(['2026-11-22', '2026-11-21', '2026-11-20']);
  });

  test('of a table that is replaced as a whole, and one that wants none of what was before', async () => {
    await makeSource();
    await put(['2026-11-18', 'a', 1]);
    const { time: _, partition: __, ...whole } = usage;
    datasets = [{ ...whole, materialized: 'table' }];
    await filled();
    expect(await usageRows()).toEqual([['2026-11-18', 'a', '1']]);
    datasets = [{ ...usage, table: 'other', fill: 'none' }];
    await lake.fill();
    await lake.settle('other');
    expect(await statements('other')).toEqual(['create']);
    expect((await lake.store.state('other')).filled).toBeDefined();
  });
});

describe('a dataset whose sources are empty or missing', () => {
  const above = datasetOf({
    ...{ table: 'above', columns: { day: 'date', cost: 'bigint' }, time: 'day', key: ['day'] },
    after: [
      { database: 'lake', table: 'usage' },
      { database: 'lake', table: 'other' },
    ],
    select: `SELECT day, sum(cost) AS cost FROM (
      SELECT day, cost FROM {{lake}}.usage WHERE {{days}} UNION ALL SELECT day, cost FROM {{lake}}.other WHERE {{days}}) GROUP BY 1`,
  });
  const other = datasetOf({
    ...{ table: 'other', columns, key: ['day', 'who'], after: [...usage.after, { database: 'raw', table: 'late' }] },
    select: `SELECT CAST(at AS date) AS day, who, cost FROM {{lake}}.requests
      WHERE {{days}} AND who IN (SELECT who FROM {{raw}}.late)`,
  });
  const all = [usage, other, above];
  const settled = async () => {
    await lake.fill();
    for (const { table } of all) await lake.settle(table);
  };
  const rowsAbove = () => lake.rows('SELECT day, cost FROM above ORDER BY 1');
  const makeLate = () =>
    lake.sql(
      `CREATE TABLE raw.late (who string) LOCATION 's3://bucket/iceberg/late/' TBLPROPERTIES ('table_type' = 'ICEBERG')`,
    );

  beforeEach(() => {
    datasets = all;
  });

  test('has its table without rows, and so has what reads it, and is not looked at again', async () => {
    await makeSource();
    await makeLate();
    await settled();
    for (const { table } of all) expect(await lake.rows(`SELECT * FROM ${table}`)).toEqual([]);
    const before = await statements('usage');
    expect(before).toEqual(['create', 'fill']);
    await settled();
    expect(await statements('usage')).toEqual(before);
    await put(['2026-11-20', 'a', 2]);
    await lake.add('usage', ['2026-11-20']);
    await settled();
    expect(await usageRows()).toEqual([['2026-11-20', 'a', '2']]);
    expect(await rowsAbove()).toEqual([['2026-11-20', '2']]);
  });

  test('fails never, keeps nobody waiting, and runs once they come', async () => {
    await makeSource();
    await put(['2026-11-18', 'a', 1]);
    await settled();
    expect(await lake.rows('SELECT * FROM other')).toEqual([]);
    expect(await rowsAbove()).toEqual([['2026-11-18', '1']]);
    await put(['2026-11-20', 'a', 2]);
    for (const table of ['usage', 'other']) await lake.add(table, ['2026-11-20']);
    await lake.settle('other');
    await settled();
    expect(await rowsAbove()).toEqual([
      ['2026-11-18', '1'],
      ['2026-11-20', '2'],
    ]);
    expect(await lake.store.units('other')).toMatchObject([{ id: '2026-11-20', postponed: expect.any(Number) }]);
    await makeLate();
    await lake.sql(`INSERT INTO raw.late VALUES ('a')`);
    await settled();
    expect(await lake.rows('SELECT day, cost FROM other ORDER BY 1')).toEqual([
      ['2026-11-18', '1'],
      ['2026-11-20', '2'],
    ]);
    await settled();
    expect(await rowsAbove()).toEqual([
      ['2026-11-18', '2'],
      ['2026-11-20', '4'],
    ]);
    expect(failures()).toEqual([]);
  });
});

describe('a dataset that is there', () => {
  beforeEach(async () => {
    await makeSource();
    await put(['2026-11-18', 'a', 1], ['2026-11-20', 'a', 2]);
    await filled();
  });

  const twice = { ...usage, select: usage.select.replace('sum(cost)', '2 * sum(cost)') };

  test('is made anew when its SQL is another, or its table is gone', async () => {
    datasets = [twice];
    await filled();
    expect((await usageRows()).map(([, , cost]) => cost)).toEqual(['2', '4']);
    await lake.sql('DROP TABLE usage');
    await filled();
    expect((await usageRows()).map(([, , cost]) => cost)).toEqual(['2', '4']);
    await filled();
    expect((await statements('usage')).slice(-3), 'and not again').toEqual(['create', 'fill', 'backfill']);
  });

  test('is filled anew when a change has made its table again, before anybody saw that it was gone', async () => {
    await lake.sql('DROP TABLE usage');
    await lake.update('usage', ['2026-11-20']);
    expect((await usageRows()).map(([day]) => day)).toEqual(['2026-11-20']);
    await filled();
    expect((await usageRows()).map(([day]) => day)).toEqual(['2026-11-18', '2026-11-20']);
  });

  test('is filled anew when its table and what it reads were gone together, in whatever order they come back', async () => {
    await lake.sql('DROP TABLE usage');
    await lake.sql('DROP TABLE requests');
    await filled();
    expect(await usageRows()).toEqual([]);
    await makeSource();
    await put(['2026-11-19', 'c', 7]);
    await filled();
    expect(await usageRows()).toEqual([['2026-11-19', 'c', '7']]);
  });

  test('keeps what a former SQL made where it says so', async () => {
    datasets = [{ ...twice, onChange: 'keep' }];
    await filled();
    await lake.update('usage', ['2026-11-20']);
    expect((await usageRows()).map(([, , cost]) => cost)).toEqual(['1', '4']);
  });

  test('gets columns that are new, and keeps those that it no longer has', async () => {
    const { who: _, ...others } = columns;
    datasets = [
      {
        ...usage,
        columns: { ...others, at_most: 'double' },
        key: ['day'],
        select:
          'SELECT CAST(at AS date) AS day, sum(cost) AS cost, max(cost) / 2E0 AS at_most FROM {{lake}}.requests WHERE {{days}} GROUP BY 1',
      },
    ];
    await filled();
    expect(failures()).toEqual([]);
    expect(await lake.rows('SELECT day, who, cost, at_most FROM usage ORDER BY 1')).toEqual([
      ['2026-11-18', null, '1', '0.5'],
      ['2026-11-20', null, '2', '1.0'],
    ]);
  });

  test('says what to do about a column of another type, and is left as it is', async () => {
    datasets = [{ ...usage, columns: { ...columns, cost: 'double' } }];
    await filled();
    expect(failures()).toMatchObject([
      {
        category: 'user',
        where: 'datasets/usage.sql',
        message:
          'columns: cost is bigint in the table and double in datasets/usage.sql. Give the column another name, or DROP TABLE lake.usage, then lake retry usage: it is made and filled anew',
      },
    ]);
    expect(await usageRows()).toHaveLength(2);
    await lake.sql('DROP TABLE usage');
    await lake.retry('usage');
    await filled();
    expect((await usageRows()).map(([, , cost]) => cost)).toEqual(['1.0', '2.0']);
  });

  test('says which line of which file is wrong, in the first line', async () => {
    datasets = [{ ...usage, select: usage.select.replace('who,', 'whose,').replace(' FROM', '\nFROM') }];
    await lake.update('usage', ['2026-11-20']);
    expect(failures()).toMatchObject([{ where: 'datasets/usage.sql:10:33', willRetry: false, category: 'user' }]);
    expect(failures()[0]?.message).toMatch(
      /^COLUMN_NOT_FOUND: datasets\/usage\.sql:10:33: Column 'whose' cannot be resolved/,
    );
  });
});
