import { describe, expect, test } from 'vitest';
import { duckDbFile } from '../parquet/testing/duckdb-file.ts';
import { writeLots } from '../parquet/testing/write-lots.ts';
import type { Column } from '../parquet-write.ts';
import { readParquet } from './read-parquet.ts';
import { expectTiles, partsOf, reasonsIn, rejectedIn, rowsIn } from './testing/read-parts.ts';

const many = `SELECT range AS id, 'text ' || range % 100 AS name, (range * 1.5)::DECIMAL(12,2) AS total,
  CASE WHEN range % 3 = 0 THEN NULL ELSE DATE '2026-11-17' + (range % 40)::INTEGER END AS day FROM range(10000)`;
const groups = ', ROW_GROUP_SIZE 2048';

describe('readParquet', () => {
  test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI'])('reads what DuckDB writes, %s', async (codec) => {
    const { bytes, rows } = await duckDbFile(many, `${groups}, COMPRESSION ${codec}`);
    const parts = await partsOf(bytes);
    expect(rowsIn(parts)).toEqual(rows);
    expectTiles(parts, bytes.length);
    const lots = parts.flatMap((part) => (part.kind === 'records' ? [part.records] : []));
    expect(lots.map(({ firstRow, length }) => [firstRow, length])).toEqual([
      [0, 2048],
      [2048, 2048],
      [4096, 2048],
      [6144, 2048],
      [8192, 1808],
    ]);
    expect(lots[0]?.columns).toEqual(['id', 'name', 'total', 'day']);
  });

  test('reads Zstandard where Node has it, and else says what to do', async () => {
    const { bytes, rows } = await duckDbFile(many, `${groups}, COMPRESSION ZSTD`);
    const parts = await partsOf(bytes);
    expectTiles(parts, bytes.length);
    if ('zstdDecompressSync' in process.getBuiltinModule('node:zlib')) expect(rowsIn(parts)).toEqual(rows);
    else {
      expect(reasonsIn(parts)).toEqual([expect.stringMatching(/Zstandard.*run this on Node 22\.15/)]);
      expect(rejectedIn(parts).equals(bytes)).toBe(true);
    }
  });

  test('writes values as a CSV file has them', async () => {
    const values = `SELECT true AS b, (-128)::TINYINT AS i8, 255::UTINYINT AS u8, (2::HUGEINT^32 - 1)::UINTEGER AS u32, 18446744073709551615::UBIGINT AS u64,
      (-9223372036854775808)::BIGINT AS i64, 0.1::FLOAT AS f, 0.1::DOUBLE AS d, 1e300 AS large, '-0.0'::DOUBLE AS zero, 'NaN'::DOUBLE AS nan,
      (-0.05)::DECIMAL(4,2) AS d4, 123456.7891::DECIMAL(10,4) AS d10, (-99999999999999.9999)::DECIMAL(18,4) AS d18,
      '-9999999999999999999999999999.9999999999'::DECIMAL(38,10) AS d38, '12345678901234567890'::DECIMAL(20,0) AS d20,
      DATE '1969-12-31' AS day, DATE '0001-02-03' AS old, TIMESTAMP '2026-11-17 23:09:49.123456' AS us, TIMESTAMP '1969-12-31 23:59:59.999999' AS before,
      '2026-11-17 23:09:49.123'::TIMESTAMP_MS AS ms, '2026-11-17 23:09:49.123456789'::TIMESTAMP_NS AS ns, TIMESTAMPTZ '2026-11-17 23:09:49+01' AS tz,
      TIME '01:02:03.000004' AS t, '\\x00\\xFF'::BLOB AS blob, 'ü "quoted", 	tab' AS text, '' AS empty, NULL::VARCHAR AS none,
      '5c8a1f0e-1111-4222-8333-0123456789ab'::UUID AS uuid, '{"a": [1]}'::JSON AS json, 'x'::ENUM('x', 'y') AS e`;
    const { bytes } = await duckDbFile(values);
    const [row] = rowsIn(await partsOf(bytes));
    expect(row).toEqual([
      ...[
        'true',
        '-128',
        '255',
        '4294967295',
        '18446744073709551615',
        '-9223372036854775808',
        '0.1',
        '0.1',
        '1e+300',
        '-0',
        'NaN',
      ],
      ...[
        '-0.05',
        '123456.7891',
        '-99999999999999.9999',
        '-9999999999999999999999999999.9999999999',
        '12345678901234567890',
      ],
      ...[
        '1969-12-31',
        '0001-02-03',
        '2026-11-17 23:09:49.123456',
        '1969-12-31 23:59:59.999999',
        '2026-11-17 23:09:49.123000',
      ],
      ...[
        '2026-11-17 23:09:49.123456789',
        '2026-11-17 22:09:49.000000',
        '01:02:03.000004',
        '00ff',
        'ü "quoted", \ttab',
        '',
        null,
      ],
      ...['5c8a1f0e-1111-4222-8333-0123456789ab', '{"a": [1]}', 'x'],
    ]);
  });

  test('writes what has fields or several values as JSON', async () => {
    const { bytes } = await duckDbFile(`SELECT * FROM (VALUES
      ([1.50::DECIMAL(4,2), NULL], {'n': 1, 's': 'a"b', 'at': TIMESTAMP '2026-11-17 00:00:00', 'f': 'NaN'::DOUBLE, 'deep': [{'big': 12345678901234567890::UBIGINT}]}, MAP {'k': true, 'ü': NULL}),
      (NULL, NULL, NULL), ([], {'n': NULL, 's': NULL, 'at': NULL, 'f': 0.5, 'deep': NULL}, MAP {})) t(list, struct, map)`);
    expect(rowsIn(await partsOf(bytes))).toEqual([
      [
        '[1.50,null]',
        '{"n":1,"s":"a\\"b","at":"2026-11-17 00:00:00.000000","f":"NaN","deep":[{"big":12345678901234567890}]}',
        '{"k":true,"ü":null}',
      ],
      [null, null, null],
      ['[]', '{"n":null,"s":null,"at":null,"f":0.5,"deep":null}', '{}'],
    ]);
  });

  test("reads the project's own files, decimals and dates of them", async () => {
    const columns: readonly Column[] = [
      { name: 'id', type: 'DECIMAL', precision: 20, scale: 0 },
      { name: 'total', type: 'DECIMAL', precision: 12, scale: 4 },
      { name: 'day', type: 'DATE' },
      { name: 'at', type: 'TIMESTAMP_MICROS' },
      { name: 'map', type: 'MAP_STRING_STRING' },
    ];
    const rows = [
      { id: 18_446_744_073_709_551_615n, total: -1, day: 20_774, at: 1, map: { a: 'b' } },
      {},
      { id: -5, total: 125_000, day: -1, at: -1n, map: {} },
    ];
    const bytes = await writeLots(columns, [rows], 2);
    expect(rowsIn(await partsOf(bytes))).toEqual([
      ['18446744073709551615', '-0.0001', '2026-11-17', '1970-01-01 00:00:00.000001', '{"a":"b"}'],
      [null, null, null, null, null],
      ['-5', '12.5000', '1969-12-31', '1969-12-31 23:59:59.999999', '{}'],
    ]);
  });

  test('reads files without rows, and rejects nothing of an object without bytes', async () => {
    const { bytes } = await duckDbFile('SELECT 1 AS a WHERE false');
    const parts = await partsOf(bytes);
    expectTiles(parts, bytes.length);
    expect([rowsIn(parts), reasonsIn(parts)]).toEqual([[], []]);
    expect(await partsOf(Buffer.alloc(0))).toEqual([]);
  });

  test.each([{ bytes: 1 }, { records: 4000 }, { isFull: () => true }])(
    'ends segments between row groups only (%o), and goes on from each of them exactly',
    async (limits) => {
      const { bytes, rows } = await duckDbFile(many, groups);
      const parts = await partsOf(bytes, limits);
      expect(rowsIn(parts)).toEqual(rows);
      expectTiles(parts, bytes.length);
      const cuts = parts.flatMap((part, at) => (part.kind === 'cut' ? [{ part, at }] : []));
      expect(cuts).toHaveLength('records' in limits ? 2 : 4);
      for (const { part, at } of cuts) expect(await partsOf(bytes, limits, part)).toEqual(parts.slice(at + 1));
    },
  );

  test('finds the size by itself where nobody says it', async () => {
    const { bytes, rows } = await duckDbFile(many, groups);
    const open = async function* (offset: number) {
      for (let at = offset; at < bytes.length; at += 1000)
        yield Buffer.from(bytes.subarray(at, Math.min(at + 1000, bytes.length)));
    };
    const read: (readonly (string | null)[])[] = [];
    for await (const part of readParquet(open, { segment: { bytes: 1e9, records: 1e9 } }))
      if (part.kind === 'records') read.push(...part.records.rows);
    expect(read).toEqual(rows);
  });
});
