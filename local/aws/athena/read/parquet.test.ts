import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import type { Column, ParquetRow } from '@tributary/shared/parquet-write.ts';
import { expect, test } from 'vitest';
import { admin, type Lake, rows, run, start } from '../testing/lake.ts';

const decimal = (name: string, precision: number, scale: number): Column => ({
  name,
  type: 'DECIMAL',
  precision,
  scale,
});

/** A table t over files of this writer. */
async function lakeOf(
  ddl: string,
  files: readonly { readonly columns: readonly Column[]; readonly rows: readonly ParquetRow[] }[],
) {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  for (const [at, file] of files.entries()) {
    const Body = await writeLots(file.columns, [file.rows], 2);
    await lake.cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key: `t/${at}.parquet`, Body });
  }
  const { Status } = await run(lake, `CREATE EXTERNAL TABLE t (${ddl}) STORED AS PARQUET LOCATION 's3://bucket/t/'`);
  expect(Status?.StateChangeReason).toBeUndefined();
  return lake;
}

const read = async (lake: Lake, sql: string) => (await rows(lake, sql)).slice(1);
const reason = async (lake: Lake, sql: string) => (await run(lake, sql)).Status?.StateChangeReason;

const most = 10n ** 38n - 1n;

test('decimals of both ways to store them and dates come as they are, in results and in conditions', async () => {
  const columns: readonly Column[] = [
    { name: 'id', type: 'INT32' },
    decimal('short', 18, 4),
    decimal('long', 38, 10),
    decimal('whole', 20, 0),
    { name: 'day', type: 'DATE' },
  ];
  const lake = await lakeOf('id int, short decimal(18,4), long decimal(38,10), whole decimal(20,0), day date', [
    {
      columns,
      rows: [
        { id: 1, short: 125_000, long: most, whole: 18_446_744_073_709_551_615n, day: 20_774 },
        { id: 2, short: -1, long: -most, whole: -5, day: -1 },
        { id: 3 },
        { id: 4, short: 0, long: -7n, whole: 0, day: 0 },
      ],
    },
  ]);
  expect(await read(lake, 'SELECT id, short, long, whole, day FROM t ORDER BY id')).toEqual([
    ['1', '12.5000', '9999999999999999999999999999.9999999999', '18446744073709551615', '2026-11-17'],
    ['2', '-0.0001', '-9999999999999999999999999999.9999999999', '-5', '1969-12-31'],
    ['3', null, null, null, null],
    ['4', '0.0000', '-0.0000000007', '0', '1970-01-01'],
  ]);
  const where = async (condition: string) => (await read(lake, `SELECT id FROM t WHERE ${condition}`)).flat();
  expect(await where("short = DECIMAL '12.5'")).toEqual(['1']);
  expect(await where("short < DECIMAL '0'")).toEqual(['2']);
  expect(await where("long > DECIMAL '9999999999999999999999999999.9999999998'")).toEqual(['1']);
  expect(await where("long < DECIMAL '-0.0000000007'")).toEqual(['2']);
  expect(await where("whole = DECIMAL '18446744073709551615'")).toEqual(['1']);
  expect(await where("day = DATE '2026-11-17' OR day < DATE '1970-01-01'")).toEqual(['1', '2']);
  expect(
    await read(
      lake,
      'SELECT sum(short), max(whole), typeof(long), cast(short AS varchar) FROM t GROUP BY 3, 4 HAVING max(id) = 1',
    ),
  ).toEqual([['12.5000', '18446744073709551615', 'decimal(38,10)', '12.5000']]);
});

test('files of older, narrower types are read as the types that the table has by now', async () => {
  const lake = await lakeOf('id bigint, total decimal(12,4), wide decimal(30,4)', [
    {
      columns: [{ name: 'id', type: 'INT32' }, decimal('total', 10, 2), decimal('wide', 10, 2)],
      rows: [
        { id: 1, total: -1250, wide: 9_999_999_999n },
        { id: 2, total: 9_999_999_999n },
      ],
    },
    {
      columns: [{ name: 'id', type: 'INT64' }, decimal('total', 12, 4), decimal('wide', 30, 4)],
      rows: [{ id: 2 ** 40, total: 1, wide: 10n ** 30n - 1n }],
    },
    { columns: [{ name: 'id', type: 'INT64' }, decimal('wide', 20, 0)], rows: [{ id: 3, wide: -7n }] },
  ]);
  expect(await read(lake, 'SELECT id, total, wide FROM t ORDER BY id')).toEqual([
    ['1', '-12.5000', '99999999.9900'],
    ['2', '99999999.9900', null],
    ['3', null, '-7.0000'],
    [String(2 ** 40), '0.0001', '99999999999999999999999999.9999'],
  ]);
  expect(await read(lake, "SELECT id FROM t WHERE total = DECIMAL '-12.5' OR wide > DECIMAL '99999999.99'")).toEqual([
    ['1'],
    [String(2 ** 40)],
  ]);
});

test('whole numbers that say nothing of a point are no decimals, as for Trino, but 32 bits of scale 0', async () => {
  const lake = await lakeOf('a decimal(12,2), b decimal(20,0), c decimal(9,0), d bigint', [
    {
      columns: [
        { name: 'a', type: 'INT32' },
        { name: 'b', type: 'INT64' },
        { name: 'c', type: 'INT32' },
        decimal('d', 18, 0),
      ],
      rows: [{ a: 5, b: 5, c: 5, d: -5 }],
    },
  ]);
  expect(await reason(lake, 'SELECT a FROM t')).toMatch(
    /^NOT_SUPPORTED: Unsupported Trino column type \(decimal\(12,2\)\) for Parquet column \(\[a\]/,
  );
  expect(await reason(lake, 'SELECT b FROM t')).toMatch(
    /^NOT_SUPPORTED: Unsupported Trino column type \(decimal\(20,0\)\)/,
  );
  expect(await read(lake, 'SELECT c, d FROM t')).toEqual([['5', '-5']]);
});
