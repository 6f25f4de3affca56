import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSql } from '@tributary/query/src/compile-sql.ts';
import { afterAll, expect, test } from 'vitest';
import { describe } from './new-dataset.ts';

const own = fileURLToPath(new URL('../../../services/', import.meta.url));
const services = `${mkdtempSync(join(tmpdir(), 'tributary-new-'))}/`;
afterAll(() => rmSync(services, { recursive: true, force: true }));
for (const path of ['ingest/changes/changes.yml', 'enrich/enrichments', 'query/datasets']) {
  mkdirSync(join(services, dirname(path)), { recursive: true });
  cpSync(join(own, path), join(services, path), { recursive: true });
}

const call = {
  description: 'Orders: one "day" each',
  materialized: 'table',
  uniqueKey: ['day'],
  columns: [
    { name: 'day', type: 'date' },
    { name: 'country', type: 'varchar' },
    { name: 'orders', type: 'bigint' },
    { name: 'amount', type: 'decimal(12,2)' },
  ],
  sql: ' SELECT day, country, orders, amount FROM tributary_lake_local.shop_payments;\n',
  database: 'tributary_lake_local',
};
const names = async () => ({ lakeDatabase: 'tributary_lake_local', rawDatabase: 'tributary_raw_local' });
const described = (change: object = {}, name = 'my_orders') =>
  describe(name, JSON.stringify({ ...call, ...change }), names, services);

test('a SELECT becomes a file that is packaged as it is', async () => {
  const { file, text, next, mistakes } = await described();
  expect([file, mistakes]).toEqual(['services/query/datasets/my_orders.sql', []]);
  expect(text).toBe(`/*
description: "Orders: one \\"day\\" each"
materialized: table
columns:
  day: {type: date}
  country: {type: string}
  orders: {type: bigint}
  amount: {type: "decimal(12,2)"}
*/
SELECT day, country, orders, amount FROM {{lake}}.shop_payments
`);
  expect(next).toContain('npx lake deploy query: a mistake ends that with its line and column');
  expect(readdirSync(join(services, 'query/datasets'))).not.toContain('my_orders.sql');
  writeFileSync(join(services, 'query/datasets/my_orders.sql'), text);
  const dataset = compileSql(join(services, 'query')).datasets.find(({ table }) => table === 'my_orders');
  rmSync(join(services, 'query/datasets/my_orders.sql'));
  expect(dataset).toMatchObject({ description: 'Orders: one "day" each', materialized: 'table' });
});

test('an incremental one is bounded by its days, a view has neither key nor partition', async () => {
  const sql = 'SELECT day, country, orders, amount FROM shop_payments WHERE {{days}}';
  const incremental = await described({ materialized: 'incremental', partitionedBy: 'day', eventTime: 'at', sql });
  expect([incremental.mistakes, incremental.text]).toEqual([
    [],
    expect.stringContaining('partitioned_by: day\nunique_key: [day]\nevent_time: at\n'),
  ]);
  const view = await described({ materialized: 'view', partitionedBy: 'day', eventTime: 'at' });
  expect([view.mistakes, view.text]).toEqual([[], expect.not.stringMatching(/unique_key|partitioned_by|event_time/)]);
});

test('what packaging says against it has the line and column in the file', async () => {
  const { mistakes } = await described({ materialized: 'incremental', partitionedBy: 'day' });
  expect(mistakes).toEqual([
    { line: 12, column: 1, message: expect.stringContaining('the SELECT does not use {{days}}') },
  ]);
  const wrong = await described({ columns: [...call.columns, { name: 'tags', type: 'array' }], sql: 'SELECT FROM' });
  expect(wrong.mistakes).toEqual([
    { line: 9, column: expect.any(Number), message: expect.stringContaining('json_format(CAST(… AS json))') },
  ]);
  const syntax = await described({ sql: 'SELECT day,\nFROM shop_payments' });
  expect(syntax.mistakes[0]).toMatchObject({ line: 11, column: 1 });
});

test.each([
  ['integration_usage', {}, 'is there already, declared by services/query'],
  ['Orders', {}, 'A table is named by lower-case letters'],
  ['../x', {}, 'A table is named by lower-case letters'],
  ['x', { materialized: 'cube' }, 'What the dataset is to be cannot be read'],
])('%s with %j is refused', async (name, change, why) => {
  await expect(described(change, name)).rejects.toThrow(why);
});

test.each(['yes', 'true', 'a: b', '# c', '', 'x '])('the description %j is a text', async (description) => {
  const { text } = await described({ description });
  expect(text).toContain(`description: ${JSON.stringify(description)}\n`);
});
