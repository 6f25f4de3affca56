import { gzipSync } from 'node:zlib';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const charges = {
  object: 'list',
  has_more: false,
  data: [
    { id: 'ch_1', amount: 1200, created: '2026-11-29T10:00:00Z', customer: { id: 'c_1', address: { zip: '00123' } } },
    { id: 'ch_2', amount: 900, created: '2026-11-29T11:00:00.250Z', customer: { id: 'c_2' }, tags: ['a', 'b'] },
  ],
};
const later = `{"id":"ch_3","amount":"n/a","created":"0000-00-00","customer":{"id":"c_3","vip":true},"Fee (EUR)":1.50}
{"id":"ch_4","amount":1180591620717411303424,"customer":"gone"}
`;

describe('files of any format', () => {
  let lake: TestLake;
  let s3: S3Client;
  beforeAll(async () => {
    lake = await startLake();
    s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  });
  afterAll(() => lake?.dispose());

  const put = (Key: string, Body: string | Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
  const rows = (sql: string, isThere: (found: readonly unknown[]) => boolean = (found) => found.length > 0) =>
    eventually(() => lake.query(sql).catch(() => []), isThere);
  const send = async (queue: string, message: unknown) => {
    const sqs = new SQSClient(lake.client);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `tributary-catalog-local-${queue}` }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  };

  test('are tables within seconds, whatever comes later', async () => {
    const begun = performance.now();
    await put('raw/files/stripe/charges/a.json', JSON.stringify(charges, null, 2));
    const first =
      'SELECT id, amount, CAST(created AS varchar), customer.address.zip, tags FROM stripe_charges ORDER BY id';
    expect(await rows(first)).toEqual([
      ['ch_1', '1200', '2026-11-29 10:00:00.000', '00123', null],
      ['ch_2', '900', '2026-11-29 11:00:00.250', null, '[a, b]'],
    ]);
    process.stdout.write(`landed, and could be queried ${((performance.now() - begun) / 1000).toFixed(1)} s later\n`);
    await put('raw/files/stripe/charges/b.ndjson.gz', gzipSync(later));
    expect(
      await rows(
        `SELECT id, amount, created, customer.vip, fee_eur, _rescued_data FROM stripe_charges WHERE id > 'ch_2' ORDER BY id`,
      ),
    ).toEqual([
      ['ch_3', null, null, 'true', '1.5', '{amount=n/a, created=0000-00-00}'],
      ['ch_4', null, null, null, null, '{amount=1180591620717411303424, customer=gone}'],
    ]);
    expect(await lake.query(first)).toHaveLength(4);
  });

  test('of CSV lie by the day that their folders say, and joins find what JSON names', async () => {
    await put(
      'raw/saas/crm/customers/2026/11/28/09/export.csv',
      'Customer ID;Name;Zip;Since\nc_1;"Müller; Söhne";00123;2026-01-31\nc_2;B;99999;\n',
    );
    expect(
      await rows(`SELECT c.name, c.zip, c.since, s.amount, c.day FROM crm_customers c JOIN stripe_charges s ON s.customer.id = c.customer_id
                  ORDER BY 1`),
    ).toEqual([
      ['B', '99999', null, '900', '28'],
      ['Müller; Söhne', '00123', '2026-01-31', '1200', '28'],
    ]);
  });

  test('are made again with the types that all of them show, and swapped in one step', async () => {
    await send('retype', { table: 'stripe_charges' });
    const glue = new GlueClient(lake.client);
    const table = async () =>
      (await glue.send(new GetTableCommand({ DatabaseName: lake.names.lakeDatabase, Name: 'stripe_charges' }))).Table;
    await eventually(
      table,
      (found) =>
        found?.StorageDescriptor?.Location?.endsWith('/lake/stripe_charges/2/') === true &&
        found.TableType === 'EXTERNAL_TABLE',
    );
    expect(
      await rows('SELECT id, amount, _rescued_data FROM stripe_charges ORDER BY id', (found) => found.length === 4),
    ).toEqual([
      ['ch_1', '1200', null],
      ['ch_2', '900', null],
      ['ch_3', 'n/a', '{created=0000-00-00}'],
      ['ch_4', '1180591620717411303424', '{customer=gone}'],
    ]);
    await put('raw/files/stripe/charges/c.json', '{"id":"ch_5","amount":5}');
    await rows("SELECT 1 FROM stripe_charges WHERE id = 'ch_5'");
  });

  test('that no event told of are found by reconcile, partitions without files go', async () => {
    const Bucket = lake.names.lakeBucket;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'lake/crm_customers/' }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await send('reconcile-files', { reconcile: 'raw/saas/crm/customers/' });
    await eventually(
      () => lake.query('SELECT count(*) FROM "crm_customers$partitions"').catch(() => []),
      ([found]) => found?.[0] === '0',
    );
  });
});
