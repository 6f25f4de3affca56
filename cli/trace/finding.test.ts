import { placeOfSegment, receiptOf } from '@tributary/shared/objects/segment-place.ts';
import { describe, expect, test } from 'vitest';
import { findDeadLetter } from './dead-letter.ts';
import { originOf } from './from-lake.ts';
import { readerOf } from './reader.ts';
import { readReceipts } from './receipts.ts';
import { recordSql } from './record-sql.ts';
import { readSubject } from './subject.ts';
import { bucketOf, receiptFor } from './testing/bucket.ts';
import { readVersions } from './versions.ts';

const names = { rawBucket: 'raw-b', lakeBucket: 'lake-b' };

describe('what is traced', () => {
  test.each([
    ['raw/logs/haproxy/a b.gz', { kind: 'raw', key: 'raw/logs/haproxy/a b.gz' }],
    ['s3://raw-b/raw/db/shop/x.csv', { kind: 'raw', key: 'raw/db/shop/x.csv' }],
    ['s3://lake-b/lake/t/x.parquet', { kind: 'lake', key: 'lake/t/x.parquet' }],
    ['66c373a1f6d48511722752cd9ce6344c', { kind: 'id', id: '66c373a1f6d48511722752cd9ce6344c' }],
  ])('is read of %s', (text, subject) => {
    expect(readSubject(text, names)).toEqual(subject);
  });

  test('is refused where it is in neither bucket, nor an id', () => {
    expect(() => readSubject('s3://other/raw/x', names)).toThrow('raw-b and lake-b are');
    for (const text of ['failed/logs/x', 's3://lake-b/receipts/x.json', "a'b", 'a b'])
      expect(() => readSubject(text, names)).toThrow('It takes the key of an object');
  });
});

test('who reads an object is told by where it lies', () => {
  const named = (key: string) => readerOf(key)?.name;
  expect(named('raw/logs/haproxy/x')).toBe('parse-logs');
  expect(named('raw/logs/haproxy-direct/x')).toBe('parse-direct');
  expect(named('raw/db/shop/orders/x.csv')).toBe('land-changes');
  expect(readerOf('raw/files/shop/orders/x.csv')).toMatchObject({ name: 'convert', table: 'shop_orders' });
  for (const key of ['raw/events/order_paid/x', 'raw/files/shop/orders/_SUCCESS']) expect(named(key)).toBeUndefined();
});

describe('receipts of an object', () => {
  const key = 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13/a';
  const reader = readerOf(key) ?? expect.fail();
  const source = { bucket: 'raw-b', key, versionId: 'v1' };
  const nameOf = (position: number, versionId = 'v1') =>
    receiptOf(placeOfSegment({ ...source, versionId }, [position], { receipts: 'receipts/' }));

  test('are those of its version, in the order of their bytes', async () => {
    const s3 = bucketOf({
      [nameOf(100)]: JSON.stringify(receiptFor({ segment_offset: 100 })),
      [nameOf(0)]: JSON.stringify(receiptFor({ is_last: false })),
      [nameOf(0, 'v0')]: 'of another version',
    });
    const { receipts, isUnderWay } = await readReceipts(s3, 'lake-b', { source, reader, generation: 1 });
    expect(receipts.map(({ segment_offset: offset, key: at }) => [offset, at])).toEqual([
      [0, nameOf(0)],
      [100, nameOf(100)],
    ]);
    expect(isUnderWay).toBe(false);
  });

  test('are not all there while an attempt has left its note', async () => {
    const note = nameOf(0).replace('receipts/', 'attempts/');
    const seen = await readReceipts(bucketOf({ [note]: '{}' }), 'lake-b', { source, reader, generation: 1 });
    expect(seen).toEqual({ receipts: [], isCut: false, isUnderWay: true });
  });

  test('of files lie apart by table and generation', async () => {
    const s3 = bucketOf({});
    const of = 'raw/files/shop/orders/x.csv';
    const convert = readerOf(of) ?? expect.fail();
    await readReceipts(s3, 'lake-b', { source: { ...source, key: of }, reader: convert, generation: 3 });
    expect(s3.listed[0]).toMatch(/^file-receipts\/shop_orders\/3\/[0-9a-f]{32}$/);
  });
});

describe('the raw object of a file of the lake', () => {
  const name = '0f655115ac5394b2edd622d503a550c6';
  const file = `lake/haproxy_requests/year=2026/month=11/day=18/hour=09/${name}.parquet`;
  const receipt = (written: readonly string[]) =>
    JSON.stringify(receiptFor({ written: [...written], source_key: 'raw/logs/a' }));

  test('is found by the receipt of its name, in the hours before it was written', async () => {
    const s3 = bucketOf({ [`receipts/year=2026/month=11/day=20/hour=11/${name}.json`]: receipt([file]) });
    expect(await originOf(s3, 'lake-b', file, 1)).toMatchObject({ key: 'raw/logs/a' });
    expect(s3.listed.length).toBeLessThanOrEqual(8);
  });

  test('is not one whose receipt names other files', async () => {
    const s3 = bucketOf({ [`receipts/year=2026/month=11/day=20/hour=11/${name}.json`]: receipt(['lake/other']) });
    expect(await originOf(s3, 'lake-b', file, 1)).toEqual({ key: undefined, looked: 74 });
  });

  test('of a table of files is told by the receipt in the same folder', async () => {
    const orders = `lake/shop_orders/2/year=2026/${name}-2.parquet`;
    const s3 = bucketOf({ [`file-receipts/shop_orders/2/year=2026/${name}.json`]: receipt([orders]) });
    expect(await originOf(s3, 'lake-b', orders, 2)).toMatchObject({ key: 'raw/logs/a' });
  });

  test('is none of what statements write', async () => {
    expect(await originOf(bucketOf({}), 'lake-b', 'lake/x/data-1.parquet', 1)).toEqual({ key: undefined, looked: 0 });
  });
});

test('versions are those of the very key, the newest first, with marks of deletions', async () => {
  const at = (second: number) => new Date(second * 1_000);
  const send = async (): Promise<object> => ({
    Versions: [
      { Key: 'raw/a', VersionId: 'v1', Size: 5, LastModified: at(1), IsLatest: false },
      { Key: 'raw/ab', VersionId: 'x', Size: 9, LastModified: at(9), IsLatest: true },
    ],
    DeleteMarkers: [{ Key: 'raw/a', VersionId: 'd', LastModified: at(2), IsLatest: true }],
  });
  expect(await readVersions({ send }, 'raw-b', 'raw/a')).toEqual([
    { versionId: 'd', bytes: undefined, at: 2_000, isLatest: true },
    { versionId: 'v1', bytes: 5, at: 1_000, isLatest: false },
  ]);
});

describe('dead letters', () => {
  const queueOf = (batches: readonly (readonly string[])[]) => {
    let at = 0;
    const send = async (): Promise<object> => ({
      Messages: (batches[at++] ?? []).map((Body) => ({ MessageId: Body, Body })),
    });
    return { send };
  };

  test('are looked through for a key as events write it, until nothing new comes', async () => {
    const body = JSON.stringify({ detail: { object: { key: 'raw/a"b' } } });
    expect(await findDeadLetter(queueOf([['one', 'two'], [body]]), 'url', 'raw/a"b')).toEqual({
      found: true,
      looked: 3,
    });
    expect(await findDeadLetter(queueOf([['one'], ['one'], [body]]), 'url', 'raw/a"b')).toEqual({
      found: false,
      looked: 1,
    });
  });

  test('are not received without end', async () => {
    const batches = Array.from({ length: 30 }, (_, at) => [`m${at}`]);
    expect(await findDeadLetter(queueOf(batches), 'url', 'raw/a')).toEqual({ found: false, looked: 10 });
  });
});

test('rows of an id are searched in the days asked for alone, whatever quotes it has', () => {
  const sql = recordSql(
    [
      { database: 'lake', table: 'haproxy_requests', id: 'record_id', source: 'source_key', bound: { by: 'folders' } },
      {
        database: 'lake',
        table: 'enriched',
        id: 'record_id',
        source: undefined,
        bound: { by: 'column', column: 'at' },
      },
      { database: 'raw', table: 'rejected', id: 'record_id', source: 'source_key', bound: { by: 'nothing' } },
    ],
    "a'b",
    { from: Date.UTC(2026, 10, 30, 22), to: Date.UTC(2026, 11, 1, 1) },
  );
  expect(sql.split('\nUNION ALL\n')).toEqual([
    `SELECT 'haproxy_requests' AS table_name, "source_key" AS source_key, "$path" AS path FROM "lake"."haproxy_requests" WHERE "record_id" = 'a''b' AND ((year = '2026' AND month = '11' AND day IN ('30')) OR (year = '2026' AND month = '12' AND day IN ('01')))`,
    `SELECT 'enriched' AS table_name, CAST(NULL AS varchar) AS source_key, CAST(NULL AS varchar) AS path FROM "lake"."enriched" WHERE "record_id" = 'a''b' AND "at" >= TIMESTAMP '2026-11-30 00:00:00'`,
    `SELECT 'rejected' AS table_name, "source_key" AS source_key, "$path" AS path FROM "raw"."rejected" WHERE "record_id" = 'a''b'`,
  ]);
});
