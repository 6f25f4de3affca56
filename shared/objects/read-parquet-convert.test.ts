import { expect, test } from 'vitest';
import { duckDbFile } from '../parquet/testing/duckdb-file.ts';
import { createConvert } from './convert.ts';
import type { Converter } from './converter.ts';
import { createHourFiles } from './hour-files.ts';
import type { ReadFrom } from './object-part.ts';
import { type ParquetRows, readParquet } from './read-parquet.ts';
import type { ReceiptWith } from './receipt.ts';
import { createMemoryLake } from './testing/memory-lake.ts';
import { memoryObject } from './testing/memory-object.ts';

const people: Converter<ParquetRows, 'named'> = {
  name: 'people',
  receipts: 'conversions/',
  numbers: { named: 0 },
  tablesOf: () => ['people'],
  read: readParquet,
  createSegment({ place, books }) {
    const files = createHourFiles([{ name: 'name', type: 'STRING' }], 'lake/people/', place.name);
    return {
      async add({ rows }, range) {
        for (const [at, name = null] of rows) {
          if (name === null) books.reject(range, Buffer.from(`${at}`), { reason: 'no_name', detail: 'NULL' }, null);
          else {
            books.keep(1);
            books.count('named', 1);
            await files.add(Number(at), { name });
          }
        }
      },
      close: files.close,
      hours: files.hours,
      newestAt: () => null,
    };
  },
};

test('a Parquet object becomes tables, rejects and receipts that add up to it, however often it is gone on with', async () => {
  const { bytes } = await duckDbFile(
    `SELECT range AS at, CASE WHEN range % 10 = 0 THEN NULL ELSE 'name ' || range END AS name FROM range(10000)`,
    ', ROW_GROUP_SIZE 2048',
  );
  bytes.fill(0x55, 100, 400);
  const lake = createMemoryLake();
  const convert = createConvert(people, {
    lake,
    sendEvents: async () => undefined,
    lakeBucket: 'lake',
    rejectedPrefix: 'rejected/test/',
    segment: { bytes: 1e9, records: 3000 },
  });
  const source = { bucket: 'raw', key: 'raw/db/people/LOAD00000001.parquet' };
  const receipts: ReceiptWith<'named'>[] = [];
  let from: ReadFrom | undefined;
  do {
    const result = await convert({ source, object: memoryObject(bytes), from, remainingMs: () => 0 });
    receipts.push(...result.receipts);
    from = result.rest;
  } while (from !== undefined);
  const sum = (name: 'bytes_in' | 'bytes_rejected' | 'records_in' | 'named' | 'records_rejected') =>
    receipts.reduce((total, receipt) => total + receipt[name], 0);
  expect(receipts.length).toBeGreaterThan(1);
  expect(sum('bytes_in')).toBe(bytes.length);
  expect(sum('bytes_rejected')).toBeGreaterThan(1000);
  expect([sum('records_in'), sum('named'), sum('records_rejected')]).toEqual([7952, 7157, 795]);
  expect(receipts[0]?.rejects).toMatchObject({ damaged: 1 });
});
