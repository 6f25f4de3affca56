import { beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../src/core/dataset.ts';
import { datasetOf } from '../src/core/testing/dataset.ts';
import { type Statements, startStatements } from './statement-lake.ts';

const columns = { day: 'date', who: 'string', email: 'string', cost: 'bigint' } as const;
const usage = datasetOf({
  ...{ table: 'usage', columns, time: 'at', partition: { column: 'day', grain: 'day' }, key: ['day', 'who'] },
  select: `SELECT CAST(at AS date) AS day, who,
  max(email) AS email,
  sum(cost) AS cost
FROM {{lake}}.requests
WHERE {{days}}
GROUP BY 1, 2`,
  tests: [
    { name: 'cost is positive', sql: 'SELECT * FROM {{rows}} WHERE cost < 0' },
    { name: 'who is known', sql: 'SELECT * FROM {{rows}} WHERE who IS NULL' },
  ],
});

let datasets: readonly Dataset[] = [usage];
let lake: Statements;

beforeEach(async () => {
  datasets = [usage];
  lake = await startStatements(() => datasets);
  await lake.sql(`CREATE TABLE requests (at timestamp, who string, email string, cost bigint) PARTITIONED BY (day(at))
LOCATION 's3://bucket/iceberg/requests/' TBLPROPERTIES ('table_type' = 'ICEBERG')`);
});

const put = (...rows: readonly (readonly [day: string, who: string, cost: number])[]) =>
  lake.sql(
    `INSERT INTO requests VALUES ${rows.map(([day, who, cost]) => `(TIMESTAMP '${day} 10:00:00', ${who}, 'jane@example.com', ${cost})`).join(', ')}`,
  );
const usageRows = () => lake.rows('SELECT day, who, cost FROM usage ORDER BY 1, 2');
const failures = () => lake.events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));
const updates = () => lake.events.flatMap(({ type, detail }) => (type === 'Table Updated' ? [detail] : []));
const left = async () => [
  ...(await lake.tables()).filter((name) => name?.includes('__staged_')),
  ...lake.objects('iceberg/').filter((key) => key.includes('__staged_')),
];

describe('a dataset with tests', () => {
  test('shows no row that fails one, says which and what, and leaves nothing behind', async () => {
    await put(['2026-11-20', "'a'", 5]);
    await lake.update('usage', ['2026-11-20']);
    expect(await usageRows()).toEqual([['2026-11-20', 'a', '5']]);
    expect(updates().at(-1)).toMatchObject({ cause: 'rows', rows: 1, partitions: ['2026-11-20'] });
    const told = updates().length;
    await put(['2026-11-20', "'a'", -9], ['2026-11-20', 'NULL', 1]);
    await lake.update('usage', ['2026-11-20']);
    expect(await usageRows()).toEqual([['2026-11-20', 'a', '5']]);
    expect(failures()).toMatchObject([
      {
        category: 'user',
        willRetry: false,
        setAside: ['2026-11-20'],
        command: 'lake run usage --day 2026-11-20',
        link: expect.stringMatching(/^https:\/\/console\/[0-9a-f-]{36}$/),
      },
    ]);
    const [first, ...examples] = failures()[0]?.message.split('\n') ?? [];
    expect(first).toBe('audit: cost is positive (1 rows); who is known (1 rows)');
    expect(examples).toEqual([
      'cost is positive: day=2026-11-20, who=a, email=jane@example.com, cost=-4',
      'who is known: day=2026-11-20, who=null, email=jane@example.com, cost=1',
    ]);
    expect(updates()).toHaveLength(told);
    expect(await left()).toEqual([]);
    expect((await lake.store.log('usage', 4)).map(({ step, state }) => `${step} ${state}`).toSorted()).toEqual([
      'audit FAILED',
      'cost is positive SUCCEEDED',
      'drop SUCCEEDED',
      'who is known SUCCEEDED',
    ]);
  });

  test('never tells the values of sensitive columns', async () => {
    datasets = [{ ...usage, sensitive: ['email'] }];
    await put(['2026-11-20', "'a'", -9]);
    await lake.update('usage', ['2026-11-20']);
    expect(failures()[0]?.message).toContain('cost is positive: day=2026-11-20, who=a, cost=-9');
    expect(JSON.stringify([failures(), await lake.store.setAside('usage')])).not.toContain('jane');
  });

  test('publishes the days that pass when others do not', async () => {
    await put(['2026-11-20', "'a'", 5], ['2026-11-21', "'a'", -1], ['2026-11-22', "'a'", 7]);
    await lake.update('usage', ['2026-11-20', '2026-11-21', '2026-11-22']);
    expect(await usageRows()).toEqual([
      ['2026-11-20', 'a', '5'],
      ['2026-11-22', 'a', '7'],
    ]);
    expect((await lake.store.setAside('usage')).map(({ id }) => id)).toEqual(['2026-11-21']);
    expect(await left()).toEqual([]);
  });
});

test('more than 100 partitions come from one scan of the source, in parts, and rows that are gone go', async () => {
  const { tests: _, ...untested } = usage;
  datasets = [{ ...untested, tests: [] }];
  const insert = (from: number, to: number, cost: number) => `INSERT INTO requests
SELECT CAST(date_add('day', n, DATE '2025-01-01') AS timestamp), 'a', 'e', ${cost} FROM UNNEST(sequence(${from}, ${to})) AS t (n)`;
  for (const [from, to] of [
    [0, 89],
    [90, 179],
    [180, 219],
  ] as const)
    await lake.sql(insert(from, to, 1));
  await lake.update('usage', ['all']);
  expect(await lake.rows('SELECT count(*), count(DISTINCT day), sum(cost) FROM usage')).toEqual([
    ['220', '220', '220'],
  ]);
  const log = await lake.store.log('usage', 20);
  expect(log.map(({ step }) => step).filter((step) => step === 'publish')).toHaveLength(3);
  expect(log.filter(({ step }) => step === 'stage')).toHaveLength(1);
  expect(updates().at(-1)).toMatchObject({ cause: 'rows', rows: 220 });
  expect(updates().at(-1)?.partitions).toBeUndefined();
  await lake.sql("DELETE FROM requests WHERE at < TIMESTAMP '2025-01-11 00:00:00'");
  await lake.update('usage', ['all']);
  expect(await lake.rows('SELECT count(*), min(day) FROM usage')).toEqual([['210', '2025-01-11']]);
  expect(updates().at(-1)).toMatchObject({ rows: 10 });
  expect(await left()).toEqual([]);
});

test('parts of a run leave alone what lies between them', async () => {
  datasets = [{ ...usage, tests: [] }];
  for (const [from, to] of [
    [0, 89],
    [90, 179],
    [180, 242],
  ] as const)
    await lake.sql(`INSERT INTO requests
SELECT CAST(date_add('day', n, DATE '2026-01-01') AS timestamp), 'a', 'e', 1 FROM UNNEST(sequence(${from}, ${to})) AS t (n)`);
  await lake.update('usage', ['all']);
  await lake.sql("DELETE FROM requests WHERE at >= TIMESTAMP '2026-02-01 00:00:00'");
  // 90 days of January, February and July, and 31 of August: from March to June they say nothing
  await lake.update('usage', ['2026-01', '2026-02', '2026-07', '2026-08']);
  expect(await lake.rows("SELECT count(*), min(day), max(day) FROM usage WHERE day >= DATE '2026-02-01'")).toEqual([
    ['122', '2026-03-01', '2026-06-30'],
  ]);
  expect(await lake.rows("SELECT count(*) FROM usage WHERE day < DATE '2026-02-01'")).toEqual([['31']]);
});

test('without a key, rows are there as often as the SELECT gives them, whatever they were before', async () => {
  datasets = [
    datasetOf({
      ...{ table: 'usage', columns: { day: 'date', who: 'string', cost: 'double' }, key: [] },
      select:
        'SELECT CAST(at AS date) AS day, who, CAST(cost AS double) * 0E0 AS cost FROM {{lake}}.requests WHERE {{days}}',
    }),
  ];
  const counts = () => lake.rows('SELECT who, count(*) FROM usage GROUP BY 1 ORDER BY 1');
  await put(['2026-11-20', "'a'", -1], ['2026-11-20', 'NULL', 1]);
  await lake.update('usage', ['2026-11-20']);
  await put(['2026-11-20', "'a'", -1], ['2026-11-20', "'a'", 1], ['2026-11-20', 'NULL', 1]);
  await lake.update('usage', ['2026-11-20']);
  expect(await counts()).toEqual([
    ['a', '3'],
    [null, '2'],
  ]);
  await lake.sql('DELETE FROM requests WHERE who IS NULL OR cost < 0');
  await put(['2026-11-20', 'NULL', 1]);
  await lake.update('usage', ['2026-11-20']);
  expect(await counts()).toEqual([
    ['a', '1'],
    [null, '1'],
  ]);
  await lake.update('usage', ['2026-11-20']);
  expect(updates().at(-1)).toMatchObject({ rows: 0 });
  expect(failures()).toEqual([]);
});

test('by key rows are inserted and updated, none is deleted, and of several of one key the greatest stays', async () => {
  datasets = [
    datasetOf({
      ...{
        table: 'usage',
        strategy: 'merge',
        key: ['who'],
        columns: { who: 'string', day: 'date', cost: 'bigint' },
        time: 'at',
        partition: undefined,
      },
      select: 'SELECT who, CAST(at AS date) AS day, cost FROM {{lake}}.requests WHERE {{days}}',
    }),
  ];
  await put(['2026-11-20', "'a'", 9], ['2026-11-20', "'a'", 3], ['2026-11-20', 'NULL', 1], ['2026-11-19', "'b'", 2]);
  await lake.update('usage', ['2026-11-19', '2026-11-20']);
  await put(['2026-11-21', "'a'", 4], ['2026-11-21', "'a'", 2]);
  await lake.sql("DELETE FROM requests WHERE who = 'b'");
  await lake.update('usage', ['2026-11-19', '2026-11-21']);
  await lake.update('usage', ['2026-11-21']);
  expect(await lake.rows('SELECT who, day, cost FROM usage ORDER BY 1')).toEqual([
    ['a', '2026-11-21', '4'],
    ['b', '2026-11-19', '2'],
    [null, '2026-11-20', '1'],
  ]);
  expect(updates().at(-1)).toMatchObject({ rows: 0, partitions: ['2026-11-21'] });
});

test.each(['insert_overwrite', 'merge'] as const)(
  'maps are told apart by what is in them, with %s',
  async (strategy) => {
    const columns = { day: 'date', who: 'string', attributes: 'map<string,string>' } as const;
    datasets = [
      datasetOf({
        ...{ table: 'usage', columns, strategy, key: ['day', 'who'] },
        select: `SELECT CAST(at AS date) AS day, who,
  map_agg(email, CAST(cost AS varchar) ORDER BY cost) AS attributes
FROM {{lake}}.requests
WHERE {{days}}
GROUP BY 1, 2`,
      }),
    ];
    const rows = () => lake.rows(`SELECT who, json_format(CAST(attributes AS json)) FROM usage ORDER BY 1`);
    const change = async (values: string) => {
      await lake.sql(`INSERT INTO requests VALUES ${values}`);
      await lake.update('usage', ['2026-11-20']);
      return updates().at(-1)?.rows;
    };
    const at = `TIMESTAMP '2026-11-20 10:00:00'`;
    expect(await change(`(${at}, 'a', 'x', 1), (${at}, 'a', 'y', NULL), (${at}, 'b', 'x', 1)`)).toBe(2);
    await lake.update('usage', ['2026-11-20']);
    expect(updates().at(-1)?.rows, 'nothing has changed').toBe(0);
    await change(`(${at}, 'b', 'w', 2)`);
    expect(failures()).toEqual([]);
    expect(await rows()).toEqual([
      ['a', '{"x":"1","y":null}'],
      ['b', '{"w":"2","x":"1"}'],
    ]);
  },
);

test('a run reads the days that it computes, whatever else the source and the table have', async () => {
  datasets = [{ ...usage, tests: [] }];
  const scanned = async () => {
    await lake.update('usage', ['2026-11-20']);
    return (await lake.store.log('usage', 1))[0]?.scannedBytes ?? 0;
  };
  await put(['2026-11-20', "'a'", 9]);
  await scanned();
  await put(['2026-11-20', "'b'", 9]);
  await scanned();
  const before = await scanned();
  expect(before).toBeGreaterThan(0);
  await lake.sql(`INSERT INTO requests SELECT date_add('day', n % 60, TIMESTAMP '2026-06-01 00:00:00'), CAST(n AS varchar), 'e', n
FROM UNNEST(sequence(1, 5000)) AS t (n)`);
  await lake.update(
    'usage',
    Array.from({ length: 60 }, (_, at) => new Date(Date.UTC(2026, 5, 1 + at)).toISOString().slice(0, 10)),
  );
  expect(await lake.rows('SELECT count(*) FROM usage')).toEqual([['5002']]);
  expect(await scanned()).toBe(before);
});

test.each([
  ['replaced', { strategy: 'insert_overwrite', key: [] }],
  ['merged', { strategy: 'merge', key: ['day', 'who'] }],
  ['merged by all of them', { strategy: 'merge', key: ['day', 'who', 'tags', 'at', 'price', 'half', 'ok'] }],
] as const)('rows with values of every type, maps too, are %s once', async (_, { strategy, key }) => {
  datasets = [
    datasetOf({
      ...{ table: 'usage', strategy, key: [...key], time: 'at', partition: { column: 'day', grain: 'day' } },
      columns: {
        ...{ day: 'date', who: 'string', tags: 'map<string,string>', at: 'timestamp', price: 'decimal(12,2)' },
        ...{ half: 'double', ok: 'boolean' },
      },
      select: `SELECT CAST(at AS date) AS day, who, IF(cost > 1, MAP(ARRAY['b', 'a'], ARRAY[who, NULL])) AS tags, at,
  CAST(cost AS decimal(12,2)) AS price, cost / 2E0 AS half, cost > 1 AS ok
FROM {{lake}}.requests WHERE {{days}}`,
    }),
  ];
  await put(['2026-11-20', "'a'", 5], ['2026-11-20', "'b'", 1], ['2026-11-20', 'NULL', 7]);
  await lake.update('usage', ['2026-11-20']);
  expect(failures()).toEqual([]);
  expect(updates().at(-1)).toMatchObject({ rows: 3 });
  await lake.update('usage', ['2026-11-20']);
  expect(updates().at(-1)).toMatchObject({ rows: 0 });
  expect(await lake.rows('SELECT who, tags, price, half, ok FROM usage ORDER BY who')).toEqual([
    ['a', '{b=a, a=null}', '5.00', '2.5', 'true'],
    ['b', null, '1.00', '0.5', 'false'],
    [null, '{b=null, a=null}', '7.00', '3.5', 'true'],
  ]);
});

test('of several rows of one key the one with the greatest map stays', async () => {
  datasets = [
    datasetOf({
      ...{ table: 'usage', strategy: 'merge', key: ['who'], time: 'at', partition: undefined },
      columns: { who: 'string', tags: 'map<string,string>' },
      select:
        "SELECT who, MAP(ARRAY['cost'], ARRAY[CAST(cost AS varchar)]) AS tags FROM {{lake}}.requests WHERE {{days}}",
    }),
  ];
  await put(['2026-11-20', "'a'", 5], ['2026-11-20', "'a'", 7], ['2026-11-20', "'a'", 6]);
  await lake.update('usage', ['2026-11-20']);
  expect(failures()).toEqual([]);
  expect(await lake.rows("SELECT who, element_at(tags, 'cost') FROM usage")).toEqual([['a', '7']]);
});
