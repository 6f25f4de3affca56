import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake } from './lake.ts';

const samples = fileURLToPath(new URL('../../samples/saas/', import.meta.url));

/** So many that one value which does not fit is few: reconcile leaves the table's types to a hand. */
const ordersOf28 = Array.from({ length: 20 }, (_, at) => `${at + 1},${10 * (at + 1)},00123`);

describe('files of any format, by lake land, tables, reconcile and retype', () => {
  let cloud: TestLake;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-files-'));
  const of = (day: string) => join(folder, `year=2026/month=11/day=${day}`);
  beforeAll(async () => {
    cloud = await startLake();
    for (const [day, text] of [
      ['28', `id,total,zip\n${ordersOf28.join('\n')}\n`],
      ['29', 'id,total,zip\n21,n/a,10115\n22,40,04109\n23,50,1,2\n'],
    ] as const) {
      mkdirSync(of(day), { recursive: true });
      writeFileSync(join(of(day), 'orders.csv'), text);
    }
    writeFileSync(join(of('29'), '_SUCCESS'), '');
  });
  afterAll(async () => {
    await cloud?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  const at = (...args: readonly string[]) => lake(args, { env: { AWS_ENDPOINT_URL: cloud.endpoint } });

  test('pages of an API land as a folder and can be queried at once', async () => {
    const landed = await at('land', join(samples, 'charges'), '--as', 'stripe/charges', '--json');
    expect(landed).toMatchObject({ code: 0, stderr: '' });
    const { seconds, ...rest } = JSON.parse(landed.stdout);
    expect(rest).toEqual({ table: 'stripe_charges', objects: 3, rows: 120, rejected: 0, rescued: 0 });
    expect(seconds).toBeGreaterThan(0);
    expect(await cloud.query('SELECT count(*), count(invoice.lines.data[1].price.id) FROM stripe_charges')).toEqual([
      ['120', expect.stringMatching(/^[1-9]\d$/)],
    ]);
  });

  test('folders of days are partitions; what is rejected is told with its reason, what is rescued with how to see it', async () => {
    expect(await at('land', of('28'), '--as', 'shop/orders')).toMatchObject({ code: 0, stderr: '' });
    const landed = await at('land', of('29'), '--as', 'shop/orders');
    expect(landed).toMatchObject({ code: 1, stderr: expect.stringContaining('_SUCCESS is left out') });
    expect(landed.stdout).toMatch(/✓ shop_orders: 2 rows of 1 file, 1 value rescued, 1 rejected/);
    expect(landed.stdout).toMatch(/day=29\/orders\.csv, bytes \d+ to \d+: \w+: .+\n.*lies in s3:.*rejected/);
    expect(landed.stdout).toContain('SELECT * FROM shop_orders LIMIT 10');
    expect(await cloud.query('SELECT day, count(*) FROM shop_orders GROUP BY 1 ORDER BY 1')).toEqual([
      ['28', '20'],
      ['29', '2'],
    ]);
  });

  test('what is there already, and what no source is named for, is refused', async () => {
    const customers = join(samples, 'customers.csv');
    const unnamed = await at('land', customers);
    expect(unnamed).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There are: shop/orders, stripe/charges.'),
    });
    const again = await at('land', folder, '--as', 'shop/orders');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--replace') });
    const replaced = await at('land', folder, '--as', 'shop/orders', '--replace', '--json');
    expect(JSON.parse(replaced.stdout)).toMatchObject({ objects: 2, rows: 22 });
    expect(await cloud.query('SELECT count(*) FROM shop_orders')).toEqual([['22']]);
  });

  test('reconcile counts a table and says why it leaves its types as they are, and tables says what it counted', async () => {
    const reconciled = await at('reconcile', 'shop_orders', '--json');
    expect(JSON.parse(reconciled.stdout)).toMatchObject({
      table: 'shop_orders',
      rows: 22,
      rescued: 1,
      partitions: 2,
      drift: ['total: bigint, string'],
      retyped: false,
      left: 'few of its values are rescued',
    });
    const one = await at('tables', 'shop_orders', '--json');
    expect(JSON.parse(one.stdout)).toMatchObject({
      rows: 22,
      rescued: 1,
      from: 'raw/files/shop/orders/',
      partitions: { count: 2, first: '2026/11/28' },
    });
    expect((await at('tables')).stdout).toMatch(/│ shop_orders +│ +22 │/);
    expect(await at('tables', 'nothing')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no table nothing'),
    });
  });

  test('retype makes a table again with the types that are named', async () => {
    const retyped = await at('retype', 'shop_orders', 'total', 'string', '--json');
    expect(retyped).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(retyped.stdout)).toMatchObject({
      columns: [{ column: 'total', before: 'bigint', after: 'string' }],
      before: { rows: 22, rescued: 1 },
      after: { rows: 22, rescued: 0 },
    });
    expect(await cloud.query('SELECT total FROM shop_orders WHERE id > 19 ORDER BY id')).toEqual([
      ['200'],
      ['n/a'],
      ['40'],
    ]);
    expect(await at('retype', 'shop_orders', 'totl', 'string')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean total?'),
    });
  });

  test('retype refuses to lose rows whose objects are gone, unless it is forced to', async () => {
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    const key = 'raw/files/shop/orders/year=2026/month=11/day=29/orders.csv';
    await s3.send(new DeleteObjectCommand({ Bucket: cloud.names.rawBucket, Key: key }));
    const expected = {
      code: 2,
      stderr: expect.stringContaining('1 object of shop_orders is gone from raw/files/shop/orders/'),
    };
    expect(await at('retype', 'shop_orders')).toMatchObject(expected);
    expect(await at('retype', 'shop_orders', '--no-wait')).toMatchObject(expected);
    const forced = await at('retype', 'shop_orders', '--force', '--json');
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(forced.stdout)).toMatchObject({ before: { rows: 22 }, after: { rows: 20 } });
  });
});
