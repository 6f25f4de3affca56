import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { feedSample } from '@tributary/cli/sample/feed.ts';
import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Chart } from '@tributary/query/dashboards/core/model.ts';
import { readDashboards } from '@tributary/query/dashboards/read-dashboards.ts';
import { createViewSql } from '@tributary/shared/views/view.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { counts, first, type Landing, second } from './formats.ts';
import { shipped } from './shipped.ts';
import { startTrino, type Trino, whyNoTrino } from './trino.ts';

const missing = whyNoTrino();

const dashboards = readDashboards(fileURLToPath(new URL('../../services/query', import.meta.url)));
const charts = dashboards.flatMap(({ name, sheets }) =>
  name === 'integrations' ? sheets.flatMap((sheet) => sheet.charts) : [],
);

/** A chart's groups as text, its numbers as numbers: Athena gives texts, Trino JSON. */
const comparable =
  ({ groups }: Chart) =>
  (cell: unknown, at: number) => {
    if (cell === null) return null;
    return at < groups.length ? String(cell) : Number(cell);
  };

/** With the SELECT of each view in its place: Trino reads no view of Athena's (athena-over-trino.ts). */
function overViews(sql: string, databases: { readonly lake: string; readonly raw: string }): string {
  return shipped.views.reduce((text, view) => {
    const select = createViewSql(view, databases).replace(/^CREATE .*\n/, '');
    return text.replaceAll(`FROM "${databases.lake}"."${view.view}"`, `FROM (${select})`);
  }, sql);
}

describe.skipIf(missing !== undefined)(missing === undefined ? 'Trino over the lake' : `skipped: ${missing}`, () => {
  let lake: TestLake;
  let trino: Trino;
  const usage = 'SELECT coalesce(sum(requests), 0) FROM integration_usage';

  beforeAll(async () => {
    lake = await startLake();
    await feedSample(new CloudWatchLogsClient(lake.client), lake.names.haproxyLogGroup, () => undefined);
    const total = async () => (await lake.query('SELECT count(*) FROM haproxy_requests').catch(() => []))[0]?.[0];
    const rolledUp = async () => (await lake.query(usage).catch(() => []))[0]?.[0];
    await eventually(
      async () => [await total(), await rolledUp()],
      ([requests, used]) => Number(requests) > 19_000 && requests === used,
      180_000,
    );
    await landFiles(lake);
    await landFormats(lake);
    trino = await startTrino(lake.endpoint);
  });
  afterAll(async () => {
    await trino?.stop();
    await lake?.dispose();
  });

  const inTrino = async (sql: string) => (await trino.query(sql)).map((row) => row.map(String));

  test.each([
    'SELECT count(*), count(DISTINCT record_id), sum(bytes_read), count_if(truncated) FROM {}.haproxy_requests',
    'SELECT count(*), count(DISTINCT record_id), count(account_id), count(integration_id) FROM {}.integration_requests',
    'SELECT count(*), sum(requests), sum(errors_5xx), sum(clients) FROM {}.integration_usage',
    'SELECT integration_slug, requests, accounts, p95_active_ms FROM {}.integration_usage ORDER BY requests DESC, 1 LIMIT 5',
  ])('counts the same rows: %s', async (statement) => {
    const sql = statement.replace('{}', lake.names.lakeDatabase);
    expect(await inTrino(sql)).toEqual((await lake.query(sql)).map((row) => row.map(String)));
  });

  test.each([
    `SELECT id, customer.id AS customer_id, customer.vip, customer.address.zip, cardinality(lines), element_at(lines, 1).price, element_at(tags, 1), day
     FROM {}.shop_orders ORDER BY id`,
    `SELECT id, CAST(placed AS varchar), CAST(due AS varchar), element_at(_rescued_data, 'id'), element_at(_rescued_data, 'customer')
     FROM {}.shop_orders ORDER BY id, 4`,
    `SELECT count(*), count(placed), sum(customer.address.floor) FROM {}.shop_orders WHERE day = '27'`,
  ])('reads files that landed one after the other, with ever more fields: %s', async (statement) => {
    const sql = statement.replace('{}', lake.names.lakeDatabase);
    const found = await inTrino(sql);
    expect(found).toEqual((await lake.query(sql)).map((row) => row.map(String)));
    expect(found.length).toBeGreaterThan(0);
  });

  test.each([
    `SELECT n, format, CAST(a AS varchar), CAST(day_of AS varchar), CAST(at AS varchar), CAST(price AS varchar), o.x, o.y, o.z.w, o.z.v, day
     FROM {}.shop_anything ORDER BY n`,
    'SELECT n, cardinality(l), element_at(l, 1), element_at(l, 2), element_at(new_one, 1).k FROM {}.shop_anything ORDER BY n',
    `SELECT n, cardinality(_rescued_data), array_join(array_sort(map_keys(_rescued_data)), ' '), array_join(array_sort(map_values(_rescued_data)), ' ')
     FROM {}.shop_anything WHERE cardinality(_rescued_data) > 0 ORDER BY n`,
    'SELECT format, count(*), sum(n), count(a), count(o), count(at), count(_rescued_data) FROM {}.shop_anything GROUP BY 1 ORDER BY 1',
  ])('reads files of every format, some of which were made again with other types: %s', async (statement) => {
    const sql = statement.replace('{}', lake.names.lakeDatabase);
    const found = await inTrino(sql);
    expect(found).toEqual((await lake.query(sql)).map((row) => row.map(String)));
    expect(found.length).toBeGreaterThan(4);
  });

  test.each(charts)(
    'answers the chart $id of integrations.yml as the local Athena does, number by number',
    async (chart) => {
      const { lakeDatabase, rawDatabase } = lake.names;
      const names = await lake.query(
        'SELECT integration_name FROM integration_usage WHERE integration_name IS NOT NULL GROUP BY 1 ORDER BY sum(requests) DESC, 1 LIMIT 3',
      );
      const [[day] = []] = await lake.query('SELECT CAST(max(day) AS varchar) FROM integration_usage');
      const some = { period: { from: day ?? '', to: day ?? '' }, integration: names.flatMap(([name]) => name ?? []) };
      for (const choices of [{}, some]) {
        const sql = chartSql(chart, lakeDatabase, choices);
        const found = await trino.query(overViews(sql, { lake: lakeDatabase, raw: rawDatabase }));
        const numbers = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.map(comparable(chart)));
        expect(numbers(found)).toEqual(numbers(await lake.query(sql)));
        expect(found.length).toBeGreaterThan(0);
      }
    },
  );

  test('inserts into an Iceberg table, and the local Athena reads what it wrote', async () => {
    const table = `${lake.names.lakeDatabase}.integration_usage`;
    await trino.query(
      `INSERT INTO ${table} (day, integration_slug, requests) VALUES (DATE '2020-01-01', 'by-trino', 7), (DATE '2020-01-02', 'by-trino', 8)`,
    );
    expect(
      await lake.query(
        `SELECT CAST(day AS varchar), requests FROM ${table} WHERE integration_slug = 'by-trino' ORDER BY 1`,
      ),
    ).toEqual([
      ['2020-01-01', '7'],
      ['2020-01-02', '8'],
    ]);
    await trino.query(`DELETE FROM ${table} WHERE integration_slug = 'by-trino' AND requests = 7`);
    expect(await lake.query(`SELECT count(*) FROM ${table} WHERE integration_slug = 'by-trino'`)).toEqual([['1']]);
  });
});

/** Each has fields that those before it had not, of structs too, in partitions that are there and that are not. */
const files: readonly (readonly [key: string, records: string])[] = [
  ['2026/11/27/a.json', '{"id":1,"customer":{"id":"c1"},"tags":["a"]}'],
  [
    '2026/11/28/b.json',
    '{"id":2,"customer":{"id":"c2","vip":true,"address":{"zip":"001"}},"tags":[],"lines":[{"sku":"x","price":1.5}]}',
  ],
  [
    '2026/11/27/c.json',
    '{"id":3,"customer":{"id":"c3","address":{"zip":"002","floor":4}},"lines":[{"sku":"y","qty":2}],"placed":"2026-11-27T10:00:00.5Z","due":"2026-12-01"}',
  ],
  ['2026/11/28/d.json', '{"id":"four","customer":"gone","placed":"0000-00-00"}'],
];

async function landFiles(lake: TestLake): Promise<void> {
  for (const [at, [key, records]] of files.entries()) {
    await put(lake, `raw/files/shop/orders/${key}`, records);
    await hasRows(lake, 'shop_orders', at + 1);
  }
}

/** Some formats, made again with the types that they show; then the others. */
async function landFormats(lake: TestLake): Promise<void> {
  const landAll = async (some: readonly Landing[], count: number) => {
    for (const { key, write } of some) await put(lake, `raw/files/shop/anything/${key}`, await write());
    await hasRows(lake, 'shop_anything', count);
  };
  await landAll(first, counts.first);
  const sqs = new SQSClient(lake.client);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'tributary-catalog-local-retype' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ table: 'shop_anything' }) }));
  const six = async () => (await lake.query('SELECT a FROM shop_anything WHERE n = 6').catch(() => []))[0]?.[0];
  await eventually(six, (found) => found === 'six', 60_000);
  await landAll(second, counts.all);
}

async function put(lake: TestLake, Key: string, Body: string | Buffer): Promise<void> {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
}

async function hasRows(lake: TestLake, table: string, count: number): Promise<void> {
  const rows = async () => (await lake.query(`SELECT count(*) FROM ${table}`).catch(() => []))[0]?.[0];
  await eventually(rows, (found) => found === String(count), 60_000);
}
