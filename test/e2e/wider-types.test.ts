import { GetPartitionCommand, GlueClient, type StorageDescriptor } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import type { Column, ParquetRow } from '@tributary/shared/parquet-write.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startLake();
});
afterAll(() => lake?.dispose());

const folder = 'lake/shop_orders_changes/year=2026/month=11/day=17/hour=23/';

async function land(name: string, columns: readonly Column[], rows: readonly ParquetRow[]): Promise<void> {
  const Body = await writeLots(columns, [rows], 100);
  await new S3Client({ ...lake.client, forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: lake.names.lakeBucket, Key: `${folder}${name}`, Body }),
  );
}

const total = (precision: number, scale: number): Column => ({ name: 'total', type: 'DECIMAL', precision, scale });
const read = () => lake.query('SELECT id, total, placed_on FROM shop_orders_changes ORDER BY id').catch(() => []);

/** What Glue says of the hour. */
async function hour(): Promise<StorageDescriptor> {
  const { Partition: partition } = await new GlueClient(lake.client).send(
    new GetPartitionCommand({
      DatabaseName: lake.names.lakeDatabase,
      TableName: 'shop_orders_changes',
      PartitionValues: ['2026', '11', '17', '23'],
    }),
  );
  return partition?.StorageDescriptor ?? {};
}

test('a column that becomes wider within an hour is wider in the table and in the hour, and the rows before and after are right', async () => {
  const placed: Column = { name: 'placed_on', type: 'DATE' };
  await land(
    'a.parquet',
    [{ name: 'id', type: 'INT32' }, total(10, 2), placed],
    [{ id: 1, total: -1250, placed_on: 20_774 }],
  );
  await eventually(read, (rows) => rows.length === 1, 60_000);
  await land(
    'b.parquet',
    [{ name: 'id', type: 'INT64' }, total(20, 4), placed],
    [{ id: 2 ** 40, total: 10n ** 20n - 1n, placed_on: -1 }],
  );
  const storage = await eventually(
    hour,
    (each) => each.Columns?.some(({ Type }) => Type === 'decimal(20,4)') === true,
    60_000,
  );
  expect(storage).toMatchObject({
    Columns: [
      { Name: 'id', Type: 'bigint' },
      { Name: 'total', Type: 'decimal(20,4)' },
      { Name: 'placed_on', Type: 'date' },
    ],
    Location: `s3://${lake.names.lakeBucket}/${folder}`,
  });
  expect(await eventually(read, (rows) => rows.length === 2, 60_000)).toEqual([
    ['1', '-12.5000', '2026-11-17'],
    [String(2 ** 40), '9999999999999999.9999', '1969-12-31'],
  ]);
});
