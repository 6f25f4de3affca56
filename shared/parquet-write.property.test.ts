import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, test } from 'vitest';
import { compressors } from './parquet/decompress.ts';
import { type Column, createParquetStream, mapAsObject, type ParquetRow } from './parquet-write.ts';

const columns: readonly Column[] = [
  { name: 'name', type: 'STRING' },
  { name: 'count', type: 'INT32' },
  { name: 'total', type: 'INT64' },
  { name: 'ratio', type: 'DOUBLE' },
  { name: 'ok', type: 'BOOLEAN' },
  { name: 'at', type: 'TIMESTAMP_MILLIS' },
  { name: 'precise', type: 'TIMESTAMP_MICROS' },
  { name: 'headers', type: 'MAP_STRING_STRING' },
];
const folder = mkdtempSync(join(tmpdir(), 'parquet-write-'));
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

async function write(rows: readonly ParquetRow[], rowGroupRows: number, rowGroupBytes = 1e9): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const sink = async (chunk: Uint8Array) => {
    chunks.push(chunk);
  };
  const stream = createParquetStream({ columns, sink, rowGroupRows, rowGroupBytes });
  for (const row of rows) await stream.append(row);
  expect(await stream.close()).toEqual({ rows: rows.length, bytes: Buffer.concat(chunks).length });
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}

let files = 0;

/** A new name for each: DuckDB may keep what it has read of a file. */
function save(buffer: ArrayBuffer): string {
  files += 1;
  const file = join(folder, `${files}.parquet`);
  writeFileSync(file, new Uint8Array(buffer));
  return file;
}

/** Comparable, whoever read it: whole numbers and epochs as text, maps as lists of entries. */
const shown = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
const entriesOf = (map: unknown) =>
  map === null || map === undefined
    ? null
    : Object.entries(Object(mapAsObject(map))).sort(([a], [b]) => (a < b ? -1 : 1));

const expected = (row: ParquetRow) => ({
  name: row.name ?? null,
  count: row.count ?? null,
  total: shown(row.total),
  ratio: shown(row.ratio),
  ok: row.ok ?? null,
  at: shown(row.at),
  precise: shown(row.precise),
  headers: entriesOf(row.headers),
});

async function readByHyparquet(buffer: ArrayBuffer) {
  const rows = await parquetReadObjects({
    file: buffer,
    compressors,
    parsers: { timestampFromMilliseconds: Number, timestampFromMicroseconds: String },
  });
  return rows.map((row) => expected({ ...row }));
}

async function readByDuckDb(buffer: ArrayBuffer) {
  const read = await connection.runAndReadAll(
    `SELECT name, count, total::VARCHAR AS total, ratio, ok, epoch_ms("at")::VARCHAR AS "at", epoch_us(precise)::VARCHAR AS precise,
       map_entries(headers) AS headers FROM read_parquet('${save(buffer)}')`,
  );
  return read.getRowObjectsJS().map((row) => ({
    ...row,
    ratio: shown(row.ratio),
    headers: Array.isArray(row.headers) ? entriesOf(Object.fromEntries(row.headers.map(entryOf))) : null,
  }));
}

function entryOf(entry: unknown): readonly [string, unknown] {
  if (typeof entry !== 'object' || entry === null || !('key' in entry) || !('value' in entry))
    throw new Error('no entry');
  return [String(entry.key), entry.value];
}

const text = fc.oneof(fc.constantFrom('', 'GET', 'ü'), fc.string({ unit: 'binary', maxLength: 200 }));
const absent = { nil: undefined, freq: 4 };
const int64 = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.maxSafeInteger());
// What reads the file makes objects of the maps.
const key = text.filter((each) => each !== '__proto__');
const map = fc.oneof(
  fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true }),
  fc
    .uniqueArray(fc.tuple(key, fc.option(text, { freq: 4 })), { maxLength: 3, selector: ([each]) => each })
    .map((entries) => ({ keys: entries.map(([each]) => each), values: entries.map(([, value]) => value) })),
);
const row: fc.Arbitrary<ParquetRow> = fc.record(
  {
    name: fc.option(text, absent),
    count: fc.option(fc.integer(), absent),
    total: fc.option(int64, absent),
    ratio: fc.option(
      fc.double({ noNaN: true }).map((value) => value + 0),
      absent,
    ),
    ok: fc.option(fc.boolean(), absent),
    at: fc.option(fc.integer({ min: -1e12, max: 4e12 }), absent),
    precise: fc.option(fc.bigInt({ min: -(10n ** 15n), max: 4n * 10n ** 15n }), absent),
    headers: fc.option(map, absent),
  },
  { requiredKeys: [] },
);

function fullRow(value: number): ParquetRow {
  const headers = { keys: ['host', `h${value % 3}`], values: [`value-${value}`, null] };
  const count = value % 2 ** 31;
  return { name: `ü-${value}`, count, total: value, ratio: value / 2, at: value, precise: value, headers };
}

describe('a Parquet file', () => {
  test('gives back to hyparquet and to DuckDB every row that was put in, in any number of row groups', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), async (rows, groupRows) => {
        const buffer = await write(rows, groupRows);
        expect(await readByHyparquet(buffer)).toEqual(rows.map(expected));
        expect(await readByDuckDb(buffer)).toEqual(rows.map(expected));
      }),
      { numRuns: 60 },
    );
  });

  test('gives back columns of thousands of rows whose values repeat, come in runs, are absent or are all new from some row on', async () => {
    const shape = fc.record({
      distinct: fc.constantFrom(1, 2, 7, 300, 5_000, 100_000),
      run: fc.constantFrom(1, 3, 8, 40),
      newFrom: fc.constantFrom(0, 900, 3_000, 1e9),
      absentEvery: fc.constantFrom(2, 9, 500, 1e9),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ distinct, run, newFrom, absentEvery }) => {
        const numberAt = (at: number): number =>
          at < newFrom ? Math.imul(Math.floor(at / run), 7919) % distinct : at * 1_000_003;
        const rows = Array.from({ length: 6_000 }, (_, at) =>
          (at + 1) % absentEvery === 0 ? {} : fullRow(numberAt(at)),
        );
        const buffer = await write(rows, 4_500);
        expect(await readByHyparquet(buffer)).toEqual(rows.map(expected));
        expect(await readByDuckDb(buffer)).toEqual(rows.map(expected));
      }),
      { numRuns: 6 },
    );
  });

  test('lets DuckDB skip row groups by the bounds of numbers, times and repeated text', async () => {
    const rows = Array.from({ length: 4_000 }, (_, at) => ({
      name: at < 2_000 ? 'a' : 'b',
      count: at,
      at,
      total: at - 9,
    }));
    const file = save(await write(rows, 1_000));
    const read = await connection.runAndReadAll(
      `SELECT stats_min_value AS min, stats_max_value AS max FROM parquet_metadata('${file}')
       WHERE row_group_id = 2 AND path_in_schema IN ('name', 'count', 'total') ORDER BY column_id`,
    );
    expect(read.getRowsJS()).toEqual([
      ['b', 'b'],
      ['2000', '2999'],
      ['1991', '2990'],
    ]);
  });

  test('begins a new row group where long texts have filled this one', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => ({ name: `${at}`.repeat(200) }));
    const buffer = await write(rows, 50_000, 200_000);
    expect(await readByDuckDb(buffer)).toEqual(rows.map(expected));
    const groups = await connection.runAndReadAll(
      `SELECT max(row_group_num_rows) FROM parquet_metadata('${save(buffer)}')`,
    );
    expect(Number(groups.getRowsJS()[0]?.[0])).toBeLessThan(500);
  });
});
