import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { feedSample } from '@tributary/cli/sample/feed.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { startTrino, type Trino, whyNoTrino } from './trino.ts';

const missing = whyNoTrino();

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
