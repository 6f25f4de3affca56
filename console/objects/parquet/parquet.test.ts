import { DuckDBBlobValue, DuckDBInstance } from '@duckdb/node-api';
import type { AsyncBuffer } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { decimalText, unscaledOf } from './decimal.ts';
import { openParquet } from './file.ts';
import { moments, timeOfDay } from './moments.ts';

/** A file that counts the bytes that are read of it. */
function fileOf(bytes: Uint8Array<ArrayBuffer>) {
  const read = { bytes: 0 };
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice(start, end) {
      const part = bytes.slice(start, end);
      read.bytes += part.length;
      return Promise.resolve(part.buffer);
    },
  };
  return { file, read };
}

async function duck(select: string, options = ''): Promise<Uint8Array<ArrayBuffer>> {
  const connection = await (await DuckDBInstance.create()).connect();
  const path = `${process.env.TMPDIR ?? '/tmp'}/console-${crypto.randomUUID()}.parquet`;
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet${options})`);
  const rows = (await connection.runAndReadAll(`SELECT content FROM read_blob('${path}')`)).getRows();
  const [value] = rows[0] ?? [];
  if (!(value instanceof DuckDBBlobValue)) throw new Error('DuckDB gave no file');
  return new Uint8Array(value.bytes);
}

async function allOf(bytes: Uint8Array<ArrayBuffer>) {
  const opened = await openParquet(fileOf(bytes).file);
  const columns = opened.columns.map(({ name }) => name);
  return { ...opened, cells: await opened.read({ from: 0, to: opened.rows, columns }) };
}

const typed = `SELECT * FROM (VALUES
  (1::BIGINT, 'a€', 19.99::DECIMAL(9,2), 12345678901234567890123456789.000000001::DECIMAL(38,9), true, 0.1::FLOAT, 0.1::DOUBLE,
   TIMESTAMP '2026-11-20 13:02:11.000250', DATE '2026-11-20', TIME '13:02:11.5', '\\x00\\xFF'::BLOB, 7::UTINYINT, 18446744073709551615::UBIGINT),
  (9007199254740993, '', -0.05, -0.000000001, false, 'nan', 'inf', TIMESTAMP '1969-12-31 23:59:59.999999', DATE '0001-01-01', TIME '00:00:00', 'text'::BLOB, 0, 0),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS t(big, text, small_decimal, wide_decimal, flag, real, double, time, day, clock, bytes, tiny, unsigned)`;

describe.each(['uncompressed', 'snappy', 'zstd', 'gzip'])('%s', (codec) => {
  test('values are told with all their digits', async () => {
    const { cells, codecs } = await allOf(await duck(typed, `, COMPRESSION ${codec}`));
    expect(codecs).toEqual([codec.toUpperCase()]);
    expect(cells).toEqual([
      [
        '1',
        'a€',
        '19.99',
        '12345678901234567890123456789.000000001',
        'true',
        '0.1',
        '0.1',
        '2026-11-20 13:02:11.000250',
        '2026-11-20',
        '13:02:11.500000',
        '00ff',
        '7',
        '18446744073709551615',
      ],
      [
        '9007199254740993',
        '',
        '-0.05',
        '-0.000000001',
        'false',
        'NaN',
        'Infinity',
        '1969-12-31 23:59:59.999999',
        '0001-01-01',
        '00:00:00.000000',
        'text',
        '0',
        '0',
      ],
      Array(13).fill(null),
    ]);
  });
});

test('columns are called as Athena calls their types', async () => {
  const { columns } = await openParquet(fileOf(await duck(typed)).file);
  expect(columns.map(({ type }) => type)).toEqual([
    'bigint',
    'string',
    'decimal(9,2)',
    'decimal(38,9)',
    'boolean',
    'float',
    'double',
    'timestamp',
    'date',
    'time',
    'binary',
    'int',
    'bigint',
  ]);
});

test('nested values are JSON, their decimals and times as exact as the others', async () => {
  const select = `SELECT {'a': 1, 'b': [{'price': 0.10::DECIMAL(9,2), 'at': TIMESTAMP '2026-11-20 00:00:00.000001'}, NULL]} AS s,
    MAP {'k': 1.50::DECIMAL(4,2)} AS m, [[1::BIGINT], [], NULL] AS l
    UNION ALL SELECT NULL, NULL, NULL`;
  const { columns, cells } = await allOf(await duck(select));
  expect(columns.map(({ type }) => type)).toEqual([
    'struct<a:int,b:array<struct<price:decimal(9,2),at:timestamp>>>',
    'map<string,decimal(4,2)>',
    'array<array<bigint>>',
  ]);
  expect(cells).toEqual([
    ['{"a":1,"b":[{"price":"0.10","at":"2026-11-20 00:00:00.000001"},null]}', '{"k":"1.50"}', '[[1],[],null]'],
    [null, null, null],
  ]);
});

test('values from dictionaries and in any row group are those of their rows', async () => {
  const bytes = await duck(`SELECT i AS id, 'v' || (i % 3) AS v FROM range(250000) t(i)`, ', ROW_GROUP_SIZE 100000');
  const { rows, groups, read } = await openParquet(fileOf(bytes).file);
  expect([rows, groups > 1]).toEqual([250_000, true]);
  expect(await read({ from: 122_878, to: 122_882, columns: ['v', 'id'] })).toEqual(
    [122_878, 122_879, 122_880, 122_881].map((id) => [`v${id % 3}`, String(id)]),
  );
  expect(await read({ from: 249_999, to: 250_100, columns: ['id'] })).toEqual([['249999']]);
});

test('only what is shown is read, and of a file without an index of pages the columns that are wanted', async () => {
  const many = 200_000;
  const data = Array.from({ length: many }, (_, at) => Math.sin(at));
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'a', data, type: 'DOUBLE', offsetIndex: true },
        { name: 'b', data, type: 'DOUBLE', offsetIndex: false },
      ],
      rowGroupSize: many,
      codec: 'UNCOMPRESSED',
      pageSize: 65_536,
    }),
  );
  const { file, read } = fileOf(bytes);
  const opened = await openParquet(file);
  read.bytes = 0;
  expect(await opened.read({ from: 100_000, to: 100_002, columns: ['a'] })).toEqual([
    [String(data[100_000])],
    [String(data[100_001])],
  ]);
  expect(read.bytes).toBeLessThan(200_000);
  expect(opened.columnsWithin(1000)).toEqual(['a']);
  expect(opened.columnsWithin(2_000_000)).toEqual(['a', 'b']);
});

test('a file without rows has columns, and what is no Parquet, or cut, is refused', async () => {
  const { cells, columns } = await allOf(await duck('SELECT 1 AS a WHERE false'));
  expect([cells, columns.length]).toEqual([[], 1]);
  const whole = await duck('SELECT 1 AS a');
  await expect(openParquet(fileOf(whole.slice(0, -20)).file)).rejects.toThrow();
  await expect(openParquet(fileOf(new Uint8Array(3)).file)).rejects.toThrow();
});

test('decimals are told by their digits', () => {
  expect([decimalText(5n, 0), decimalText(-5n, 2), decimalText(12345n, 2), decimalText(0n, 3)]).toEqual([
    '5',
    '-0.05',
    '123.45',
    '0.000',
  ]);
  expect(unscaledOf(Uint8Array.of(0xff, 0xfe))).toBe(-2n);
  expect(unscaledOf(Uint8Array.of(0, 0xff))).toBe(255n);
  expect(unscaledOf('x')).toBeUndefined();
});

test('moments beyond what a browser can tell are told as the number that they are', () => {
  expect(moments.timestampFromNanoseconds(1n)).toBe('1970-01-01 00:00:00.000000001');
  expect(moments.timestampFromMicroseconds(10n ** 18n)).toMatch(/^\+033658-/);
  expect(moments.timestampFromMilliseconds(10n ** 17n)).toBe('100000000000000000');
  expect(moments.dateFromDays(10 ** 9)).toBe('1000000000');
  expect(timeOfDay(46_931_000n, 'MILLIS')).toBe('13:02:11.000');
});
