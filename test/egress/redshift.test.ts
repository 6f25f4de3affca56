import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  GetStatementResultCommand,
} from '@aws-sdk/client-redshift-data';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Copied } from '@tributary/query/egress/core/copy.ts';
import { egress } from '@tributary/query/egress/core/egress.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { bucket, startEgress } from './living.ts';

const columns = {
  ...({
    day: 'date',
    slug: 'string',
    is_internal: 'boolean',
    requests: 'bigint',
    few: 'int',
    ratio: 'double',
  } as const),
  ...({ price: 'decimal(20,4)', at: 'timestamp', tags: 'map<string,string>' } as const),
};

const at = { workgroup: 'reporting', database: 'dev' };
const names = ['by_parquet', 'by_json', 'whole_parquet', 'whole_json'];
const usage: Copied = {
  table: 'usage',
  columns,
  key: ['day', 'slug'],
  partition: { column: 'day', grain: 'day' },
  egress: egress.parse(
    names.map((table) => ({
      ...{ to: 'redshift', name: table.replace('_', '-'), table, ...at },
      ...{ mode: table.startsWith('by') ? 'upsert' : 'swap', format: table.endsWith('json') ? 'json' : 'parquet' },
    })),
  ),
};

const create = `CREATE TABLE usage (day date, slug string, is_internal boolean, requests bigint, few int, ratio double, price decimal(20,4), at timestamp, tags map<string,string>)
PARTITIONED BY (day) LOCATION 's3://${bucket}/iceberg/usage/' TBLPROPERTIES ('table_type' = 'ICEBERG')`;

const first = `INSERT INTO usage VALUES
(DATE '2026-11-19', 'shop', true, 9223372036854775807, -1, 0.1, DECIMAL '1234567890123456.7891', TIMESTAMP '2026-11-19 23:59:59.123456', MAP(ARRAY['a'], ARRAY['x "y" \\ é'])),
(DATE '2026-11-20', NULL, false, NULL, NULL, NULL, NULL, NULL, NULL),
(DATE '2026-11-20', 'a "b" \\ é
c', NULL, -9223372036854775808, 0, 1e300, DECIMAL '-0.0001', TIMESTAMP '1970-01-01 00:00:00', NULL)`;

let lake: Awaited<ReturnType<typeof startEgress>>;

beforeAll(async () => {
  lake = await startEgress(usage, {});
  await lake.run('CREATE DATABASE lake');
  await lake.run(create);
}, 120_000);
afterAll(async () => {
  await lake?.stop();
});

/** The rows that a SELECT gives, each as the texts of its values. */
async function select(sql: string): Promise<readonly string[]> {
  const { redshift } = lake;
  const { Id } = await redshift.send(
    new BatchExecuteStatementCommand({ WorkgroupName: at.workgroup, Database: at.database, Sqls: [sql] }),
  );
  const { Status, Error: said } = await eventually(
    () => redshift.send(new DescribeStatementCommand({ Id })),
    (described) => described.Status === 'FINISHED' || described.Status === 'FAILED',
  );
  if (Status === 'FAILED') throw new Error(said);
  const { Records = [] } = await redshift.send(new GetStatementResultCommand({ Id: `${Id}:1` }));
  return Records.map((record) => JSON.stringify(record.map(({ stringValue }) => stringValue ?? null)));
}

const texts = Object.keys(columns)
  .filter((name) => name !== 'tags')
  .map((name) =>
    name === 'is_internal' ? `CASE WHEN ${name} THEN 'yes' ELSE 'no' END` : `CAST(${name} AS VARCHAR(99))`,
  );
const rowsOf = (table: string) =>
  select(`SELECT ${texts.join(', ')}, JSON_SERIALIZE(tags) FROM ${table} ORDER BY day, slug`);

test('each way of copying to Redshift brings every value as it is, and a JSONPaths file beside the rows of JSON', async () => {
  await lake.publish(first, ['2026-11-19', '2026-11-20']);
  expect(lake.sent).toEqual([]);
  const [shop = '', odd = '', none = ''] = await rowsOf('by_parquet');
  expect(JSON.parse(shop)).toEqual([
    ...['2026-11-19', 'shop', 'yes', '9223372036854775807', '-1', '0.1', '1234567890123456.7891'],
    ...['2026-11-19 23:59:59.123456', expect.stringMatching(/^\{"a": ?"x \\"y\\" .* é"\}$/)],
  ]);
  expect(JSON.parse(odd).slice(1, 8)).toEqual([
    'a "b" \\ é\nc',
    'no',
    '-9223372036854775808',
    '0',
    '1e+300',
    '-0.0001',
    '1970-01-01 00:00:00',
  ]);
  expect(JSON.parse(none)).toEqual(['2026-11-20', null, 'no', ...Array.from({ length: 6 }, () => null)]);
  for (const table of names) expect(await rowsOf(table)).toEqual([shop, odd, none]);
  const { Contents = [] } = await lake.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'results/' }));
  const paths = Contents.filter(({ Key = '' }) => Key.endsWith('.jsonpaths'));
  expect(paths).toHaveLength(2);
  const { Body } = await lake.s3.send(new GetObjectCommand({ Bucket: bucket, Key: paths[0]?.Key }));
  expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual({
    jsonpaths: Object.keys(columns).map((name) => `$['${name}']`),
  });
}, 240_000);

test('a later version changes, adds and deletes, down to the last row', async () => {
  await lake.publish("DELETE FROM usage WHERE day = DATE '2026-11-20' AND slug IS NULL", ['2026-11-20']);
  await lake.publish("UPDATE usage SET requests = 7 WHERE slug = 'shop'", ['2026-11-19']);
  for (const table of names)
    expect(
      await select(`SELECT CAST(day AS VARCHAR(10)), CAST(requests AS VARCHAR(20)) FROM ${table} ORDER BY day`),
    ).toEqual(['["2026-11-19","7"]', '["2026-11-20","-9223372036854775808"]']);
  await lake.publish("DELETE FROM usage WHERE day >= DATE '2026-11-19'", ['2026-11-19', '2026-11-20']);
  for (const table of names) expect(await rowsOf(table)).toEqual([]);
  expect(await select('SELECT CAST(COUNT(DISTINCT run) AS VARCHAR(9)) FROM _lake_egress')).toEqual(['["4"]']);
  expect(lake.sent).toEqual([]);
}, 240_000);

test('what Redshift refuses is told with its words, and the rows before stay', async () => {
  await lake.publish(first.replace("'shop'", `'${'long'.repeat(20_000)}'`), ['2026-11-19', '2026-11-20']);
  expect(lake.sent.map(({ detail }) => detail)).toMatchObject(
    names.map(() => ({ category: 'user', willRetry: false, message: expect.stringMatching(/length|too long/i) })),
  );
  for (const table of names) expect(await rowsOf(table)).toEqual([]);
}, 240_000);
