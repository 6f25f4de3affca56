import { gzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { FilesError } from './files-error.ts';
import { createFilesForTests } from './files-for-tests.ts';

type Lake = ReturnType<typeof createFilesForTests>;

async function filesOf({ lake }: Lake): Promise<Readonly<Record<string, readonly Record<string, unknown>[]>>> {
  const files = [...lake.objects].filter(([key]) => key.startsWith('lake/'));
  const read = files.map(async ([key, body]) => [
    key.slice(0, key.lastIndexOf('/') + 1),
    await parquetReadObjects({ file: Uint8Array.from(body).buffer }),
  ]);
  return Object.fromEntries(await Promise.all(read));
}

async function land(lake: Lake, key: string, body: Buffer | string): Promise<void> {
  lake.put(key, body);
  await lake.convert(key);
}

const columnsOf = ({ glue }: Lake, table: string) =>
  (glue.tables.get(`lake.${table}`)?.input.StorageDescriptor?.Columns ?? []).map(({ Name, Type }) => `${Name} ${Type}`);
const keysOf = ({ glue }: Lake, table: string) =>
  (glue.tables.get(`lake.${table}`)?.input.PartitionKeys ?? []).map(({ Name }) => Name);

describe('the partition of a file', () => {
  test.each([
    ['year=2026/month=11/', 'year=2026/month=11/'],
    ['country=Côte%20d%27Ivoire/', "country=C%C3%B4te%20d'Ivoire/"],
    ['2026/11/28/', 'year=2026/month=11/day=28/'],
    ['2026/11/28/09/', 'year=2026/month=11/day=28/hour=09/'],
    ['charges/2026/11/28/', 'year=2026/month=11/day=28/'],
    ['', 'year=2026/month=11/day=29/'],
    ['any/folders/', 'year=2026/month=11/day=29/'],
  ])('is what its folders say, else the day on which it landed: %s', async (folder, partition) => {
    const lake = createFilesForTests();
    await land(lake, `raw/files/shop/orders/${folder}a.json`, '{"id":1}');
    expect(await filesOf(lake)).toEqual({ [`lake/shop_orders/${partition}`]: [{ id: 1n, _rescued_data: undefined }] });
  });

  test('is one of the keys of the table, which are those of the first; what else folders say is rescued', async () => {
    const lake = createFilesForTests();
    await land(lake, 'raw/files/shop/orders/a.json', '{"id":1,"year":"a column"}');
    await land(lake, 'raw/files/shop/orders/country=DE/b.json', '{"id":2}');
    expect(keysOf(lake, 'shop_orders')).toEqual(['year', 'month', 'day']);
    expect(columnsOf(lake, 'shop_orders')).toEqual(['id bigint', 'year_2 string', '_rescued_data map<string,string>']);
    const unknown = '__HIVE_DEFAULT_PARTITION__';
    expect((await filesOf(lake))[`lake/shop_orders/year=${unknown}/month=${unknown}/day=${unknown}/`]).toEqual([
      { id: 2n, _rescued_data: { country: 'DE' } },
    ]);
  });
});

describe('the table of a file', () => {
  test('is refused where another source has it, and nothing is written', async () => {
    const lake = createFilesForTests();
    await land(lake, 'raw/files/a_b/c/1.json', '{"id":1}');
    lake.put('raw/files/a/b_c/1.json', '{"id":2}');
    await expect(lake.convert('raw/files/a/b_c/1.json')).rejects.toThrow(FilesError);
    expect(Object.keys(await filesOf(lake))).toHaveLength(1);
  });

  test('is none of what lies elsewhere, or marks itself as no data', async () => {
    const lake = createFilesForTests();
    for (const key of [
      'raw/files/shop/orders.json',
      'raw/files/shop/orders/_SUCCESS',
      'raw/events/order_paid/a.json',
    ]) {
      lake.put(key, '{"id":1}');
      expect(await lake.convert(key), key).toEqual(['no table']);
    }
    expect(await lake.convert('raw/files/shop/orders/gone.json')).toEqual([undefined]);
    expect(await filesOf(lake)).toEqual({});
  });

  test('has the types, names and marks that tables.yml says, and its words for NULL', async () => {
    const lake = createFilesForTests({
      tables: `files: {shop_orders: {null: ['n/a'], columns: {'Total (EUR)': {type: 'decimal(12,2)', as: total}, Zip: string, Mail: {sensitive: true}}}}`,
    });
    await land(lake, 'raw/files/shop/orders/a.csv', 'Id,Total (EUR),Zip,Mail\n1,12.5,12345,a@b\nn/a,1.234,n/a,c@d\n');
    expect(columnsOf(lake, 'shop_orders')).toEqual([
      'id bigint',
      'total decimal(12,2)',
      'zip string',
      'mail string',
      '_rescued_data map<string,string>',
    ]);
    expect((await filesOf(lake))['lake/shop_orders/year=2026/month=11/day=29/']).toEqual([
      { id: 1n, total: 12.5, zip: '12345', mail: 'a@b', _rescued_data: undefined },
      { id: null, total: null, zip: null, mail: 'c@d', _rescued_data: { 'Total (EUR)': '1.234' } },
    ]);
  });

  test('of an event type has the columns of its payload that tables.yml names, typed', async () => {
    const lake = createFilesForTests({ tables: "events: {order_paid: {total: 'decimal(12,2)', currency: {}}}" });
    const event = {
      event_id: 'e-1',
      occurred_at: '2026-11-29T10:00:00.250Z',
      payload: { total: '12.50', currency: 'EUR', more: [1] },
    };
    const key = 'raw/events/order_paid/year=2026/month=11/day=29/hour=10/x.gz';
    await land(lake, key, gzipSync(`${JSON.stringify(event)}\n${JSON.stringify({ ...event, payload: 'none' })}\n`));
    expect(keysOf(lake, 'events_order_paid')).toEqual(['year', 'month', 'day', 'hour']);
    expect(columnsOf(lake, 'events_order_paid')).toEqual([
      'event_id string',
      'occurred_at timestamp',
      'payload struct<more:array<bigint>>',
      'total decimal(12,2)',
      'currency string',
      '_rescued_data map<string,string>',
    ]);
    const rows = (await filesOf(lake))['lake/events_order_paid/year=2026/month=11/day=29/hour=10/'];
    expect(rows).toMatchObject([
      { total: 12.5, currency: 'EUR', payload: { more: [1n] } },
      { _rescued_data: { payload: 'none' } },
    ]);
  });

  test('has no rows of a version of a file any more that a newer has replaced', async () => {
    const lake = createFilesForTests();
    await land(lake, 'raw/files/shop/orders/a.json', '{"id":1}{"id":2}');
    await land(lake, 'raw/files/shop/orders/a.json', '{"id":3}');
    expect(Object.values(await filesOf(lake)).flat()).toEqual([{ id: 3n, _rescued_data: undefined }]);
    expect([...lake.lake.objects.keys()].some((key) => key.startsWith('corrections/'))).toBe(true);
  });

  test('is not made of what is no file of any format, which is rejected with what it is', async () => {
    const lake = createFilesForTests();
    await land(lake, 'raw/files/shop/orders/a.json', '%PDF-1.7\n…');
    expect([...lake.glue.tables.keys()]).toEqual([]);
    const [rejected = ''] = [...lake.lake.objects].flatMap(([key, body]) =>
      key.startsWith('rejected/') ? [`${body}`] : [],
    );
    expect(JSON.parse(rejected)).toMatchObject({ reason: 'damaged', detail: expect.stringContaining('PDF') });
    expect(lake.events).toMatchObject([{ type: 'Records Rejected', detail: { table: 'shop_orders', count: 1 } }]);
  });
});
