import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import type { ResultColumn } from '../../aws/athena-result.ts';
import type { Cell } from '../../parts/grid.tsx';
import { parquetColumns } from './parquet-column.ts';
import { writeParquet } from './write-parquet.ts';

const column = (name: string, type: string, precision = 0, scale = 0): ResultColumn => ({
  name,
  type,
  precision,
  scale,
});

async function writtenOf(columns: readonly ResultColumn[], groups: readonly (readonly (readonly Cell[])[])[]) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  async function* rows() {
    yield* groups;
  }
  for await (const bytes of writeParquet(columns, rows())) parts.push(bytes);
  return { parts, file: await new Blob(parts).arrayBuffer() };
}

async function readBack(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[]) {
  const { file } = await writtenOf(columns, [rows]);
  return parquetReadObjects({ file });
}

test.each<readonly [type: string, text: string, value: unknown]>([
  ['boolean', 'true', true],
  ['boolean', 'false', false],
  ['tinyint', '-128', -128],
  ['integer', '2147483647', 2147483647],
  ['bigint', '-9223372036854775808', -9223372036854775808n],
  ['double', '1.0E300', 1e300],
  ['double', 'NaN', Number.NaN],
  ['double', '-Infinity', -Infinity],
  ['real', '1.5', 1.5],
  ['date', '2020-02-29', new Date('2020-02-29')],
  ['date', '0020-01-01', new Date('0020-01-01')],
  ['timestamp', '2020-01-01 01:02:03.456', new Date('2020-01-01T01:02:03.456Z')],
  ['timestamp', '1969-12-31 23:59:59.999', new Date(-1)],
  ['varchar', 'é"\n', 'é"\n'],
  ['varchar', '', ''],
  ['array', '[1, 2]', '[1, 2]'],
  ['timestamp with time zone', '2020-01-01 00:00:00.000 UTC', '2020-01-01 00:00:00.000 UTC'],
])('%s: %s is %s, and NULL is NULL', async (type, text, value) => {
  expect(await readBack([column('a', type)], [[text], [null]])).toEqual([{ a: value }, { a: null }]);
});

test.each([
  [3, 2, '1.20', 1.2],
  [3, 2, '-0.05', -0.05],
  [5, 0, '12345', 12345],
  [18, 0, '999999999999999999', 1e18],
  [38, 10, '-1234567890123456789012345678.0123456789', -1.23456789e27],
])('decimal(%i,%i): %s', async (precision, scale, text, value) => {
  const [row] = await readBack([column('a', 'decimal', precision, scale)], [[text]]);
  expect(row?.a).toSatisfy((read: number) => Math.abs(read / value - 1) < 1e-8);
});

test('digits beyond those of a double are kept', () => {
  const [made] = parquetColumns([column('a', 'decimal', 38, 2)]);
  expect(made?.read('12345678901234567890123456789012345.67')).toBe(1234567890123456789012345678901234567n);
  expect(made?.read('5')).toBe(500n);
});

test('microseconds are kept, and times are of no zone', async () => {
  const { file } = await writtenOf([column('a', 'timestamp')], [[['2020-01-01 00:00:00.123456']]]);
  const element = parquetMetadata(file).schema[1];
  expect(element?.logical_type).toEqual({ type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' });
  const [made] = parquetColumns([column('a', 'timestamp')]);
  expect(made?.read('1970-01-01 00:00:01.123456')).toBe(1_123_456n);
});

test('columns of one name become two, and which are texts of something else is told', () => {
  const made = parquetColumns([
    column('a', 'map'),
    column('a', 'varchar'),
    column('a_2', 'bigint'),
    column('a', 'json'),
  ]);
  expect(made.map(({ name, isAsText }) => [name, isAsText])).toEqual([
    ['a', true],
    ['a_2', false],
    ['a_2_2', false],
    ['a_3', true],
  ]);
});

test('groups of rows are given away as they are written, and nothing of them is lost', async () => {
  const all = Array.from({ length: 12_000 }, (_, at) => [String(at)]);
  const { parts, file } = await writtenOf(
    [column('n', 'bigint')],
    [all.slice(0, 7), all.slice(7, 9_000), all.slice(9_000)],
  );
  expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([5_000, 5_000, 2_000]);
  expect(parts).toHaveLength(4);
  const rows = await parquetReadObjects({ file });
  expect([rows.length, rows[0]?.n, rows[11_999]?.n]).toEqual([12_000, 0n, 11_999n]);
});

test('a result of no rows is a file with its columns', async () => {
  const { file } = await writtenOf([column('n', 'bigint')], []);
  expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(['root', 'n']);
  expect(await parquetReadObjects({ file })).toEqual([]);
});

test('a value that is not of its type is told', async () => {
  await expect(readBack([column('d', 'date')], [['soon']])).rejects.toThrow('no day that Parquet can hold: soon');
  await expect(readBack([column('t', 'timestamp')], [['2020-01-01']])).rejects.toThrow('no time that Parquet can hold');
});
