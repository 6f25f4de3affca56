import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiledWith, deploySql } from '../harness/deploy-sql.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const dataset = `/*
description: Per day the orders that were tallied
partitioned_by: day
unique_key: day
columns:
  day: date
  orders: bigint
  total: double
data_tests:
  - sql: SELECT * FROM {{rows}} WHERE total <= 0
    name: a total is positive
*/
SELECT
  CAST("year" || '-' || "month" || '-' || "day" AS date) AS day,
  count(DISTINCT event_id) AS orders,
  sum(CAST(json_extract_scalar(payload, '$.total') AS double)) AS total
FROM {{raw}}.events_order_tallied
WHERE {{days}}
GROUP BY 1
`;

const tally = (id: number, total: number) => ({
  ...{ event_id: `e-${id}`, event_type: 'order_tallied', entity: 'order', entity_id: String(id) },
  ...{ occurred_at: '2026-11-20T13:00:00.250Z', ingested_at: '2026-11-20T13:01:00.000Z' },
  ...{ source: 'rabbitmq/%2F/orders', payload: { total } },
});

const abandoned = 'iceberg/tallies_by_day__staged_0123456789ab/data/file.parquet';

describe('a dataset with tests, by the roles of the service', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    await deploySql(lake, compiledWith('tallies_by_day', dataset));
  });
  afterAll(() => lake?.dispose());

  const put = (Bucket: string, Key: string, Body: string) =>
    new S3Client({ ...lake.client, forcePathStyle: true }).send(new PutObjectCommand({ Bucket, Key, Body }));
  const land = (day: string, name: string, events: readonly unknown[]) =>
    put(
      lake.names.rawBucket,
      `raw/events/order_tallied/year=2026/month=11/day=${day}/hour=13/${name}`,
      events.map((each) => `${JSON.stringify(each)}\n`).join(''),
    );
  const rows = () => lake.query('SELECT * FROM tallies_by_day ORDER BY day').catch(() => []);
  const keys = async () => {
    const { Contents = [] } = await lake.cloud.call(admin, 's3', 'ListObjectsV2', {
      Bucket: lake.names.lakeBucket,
      Prefix: 'iceberg/',
    });
    return Contents.map(({ Key = '' }) => Key).filter((key) => key.includes('__staged_'));
  };

  test('shows what passes and not what fails, and leaves nothing behind', { timeout: 300_000 }, async () => {
    await land('20', 'a', [tally(1, 10.5), tally(2, 2)]);
    await eventually(rows, (found) => found.length === 1, 120_000);
    await land('21', 'a', [tally(3, -5)]);
    await land('22', 'a', [tally(4, 1)]);
    await eventually(rows, (found) => found.length === 2, 120_000);
    expect(await rows()).toEqual([
      ['2026-11-20', '2', '12.5'],
      ['2026-11-22', '1', '1.0'],
    ]);
    const tables = async () => (await lake.query('SHOW TABLES')).flat().filter((name) => name?.includes('__staged_'));
    await expect(eventually(tables, (left) => left.length === 0)).resolves.toEqual([]);
    await expect(eventually(keys, (left) => left.length === 0)).resolves.toEqual([]);
  });

  test('is swept up after where Athena could not', { timeout: 200_000 }, async () => {
    await put(lake.names.lakeBucket, abandoned, 'rows that nobody sees');
    await lake.cloud.call(admin, 'dynamodb', 'DeleteItem', {
      TableName: 'tributary-query-jobs-local',
      Key: { pk: { S: 'target#staged tables' }, sk: { S: 'state' } },
    });
    await expect(eventually(keys, (found) => found.length === 0, 150_000)).resolves.toEqual([]);
  });
});
