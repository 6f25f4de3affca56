import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiledWith, deploySql } from '../harness/deploy-sql.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const dataset = `/*
description: Per day the orders that were paid
partitioned_by: day
unique_key: day
columns:
  day: date
  orders: bigint
  total: double
*/
SELECT
  CAST(from_iso8601_timestamp(occurred_at) AS date) AS day,
  count(DISTINCT event_id) AS orders,
  sum(CAST(json_extract_scalar(payload, '$.total') AS double)) AS total
FROM {{raw}}.events_order_paid
WHERE {{days}}
GROUP BY 1
`;

const paid = (id: number, total: number) => ({
  event_id: `e-${id}`,
  event_type: 'order_paid',
  entity: 'order',
  entity_id: String(id),
  occurred_at: '2026-11-20T13:00:00.250Z',
  ingested_at: '2026-11-20T13:01:00.000Z',
  source: 'rabbitmq/%2F/orders',
  payload: { total },
});

describe('a dataset over a table of the raw database', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    await deploySql(lake, compiledWith('orders_by_day', dataset));
  });
  afterAll(() => lake?.dispose());

  const put = (name: string, events: readonly unknown[]) =>
    new S3Client({ ...lake.client, forcePathStyle: true }).send(
      new PutObjectCommand({
        Bucket: lake.names.rawBucket,
        Key: `raw/events/order_paid/year=2026/month=11/day=20/hour=13/${name}`,
        Body: events.map((each) => `${JSON.stringify(each)}\n`).join(''),
      }),
    );
  const rows = (expected: readonly (readonly string[])[]) =>
    eventually(
      () => lake.query('SELECT * FROM orders_by_day ORDER BY day').catch(() => []),
      (found) => JSON.stringify(found) === JSON.stringify(expected),
      60_000,
    );

  test('follows it: the first object, and the day again with the next', { timeout: 150_000 }, async () => {
    await put('a', [paid(1, 10.5), paid(2, 2)]);
    await rows([['2026-11-20', '2', '12.5']]);
    await put('b', [paid(3, 0.5)]);
    await expect(rows([['2026-11-20', '3', '13.0']])).resolves.toHaveLength(1);
  });
});
