import { expectTiles, partsBy, reasonsIn, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import { duckDbFile } from '@tributary/shared/parquet/testing/duckdb-file.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import { describe, expect, test } from 'vitest';
import { asWritten } from '../as-written.ts';
import { readParquetValues } from './read-parquet-values.ts';

const partsOf = partsBy(readParquetValues);
const [text, decimal, date, timestamp, binary] = (['text', 'decimal', 'date', 'timestamp', 'binary'] as const).map(
  (kind) => (written: string) => asWritten(kind, written),
);

async function read(bytes: Buffer) {
  const parts = await partsOf(bytes);
  expect(reasonsIn(parts)).toEqual([]);
  expectTiles(parts, bytes.length);
  return rowsIn(parts);
}

const select = async (query: string) => read((await duckDbFile(query)).bytes);

describe('readParquetValues', () => {
  test('says of every value what the file says of it', async () => {
    const [row] =
      await select(`SELECT true AS b, (-128)::TINYINT AS i8, 4294967295::UINTEGER AS u32, 18446744073709551615::UBIGINT AS u64,
      7::UBIGINT AS small, (-9223372036854775808)::BIGINT AS i64, 42::BIGINT AS whole, 0.1::FLOAT AS f, 0.1::DOUBLE AS d, 'NaN'::DOUBLE AS nan,
      (-0.50)::DECIMAL(4,2) AS d4, '-9999999999999999999999999999.9999999999'::DECIMAL(38,10) AS d38, '12345678901234567890'::DECIMAL(20,0) AS d20,
      DATE '1969-12-31' AS day, TIMESTAMP '2026-11-17 23:09:49.123456' AS us, '2026-11-17 23:09:40'::TIMESTAMP_MS AS ms,
      '2026-11-17 23:09:49.123456789'::TIMESTAMP_NS AS ns, TIMESTAMPTZ '2026-11-17 23:09:49.5+01' AS tz, TIME '01:02:00' AS t,
      '\\x00\\xFF'::BLOB AS blob, '1' AS text, '' AS empty, NULL::VARCHAR AS none, '5c8a1f0e-1111-4222-8333-0123456789ab'::UUID AS uuid,
      '{"a": [1]}'::JSON AS json, 'x'::ENUM('x', 'y') AS e`);
    expect(row).toEqual({
      b: true,
      i8: -128,
      u32: 4294967295,
      u64: 18446744073709551615n,
      small: 7,
      i64: -9223372036854775808n,
      whole: 42,
      f: 0.1,
      d: 0.1,
      nan: Number.NaN,
      d4: decimal?.('-0.50'),
      d38: decimal?.('-9999999999999999999999999999.9999999999'),
      d20: decimal?.('12345678901234567890'),
      day: date?.('1969-12-31'),
      us: timestamp?.('2026-11-17T23:09:49.123456Z'),
      ms: timestamp?.('2026-11-17T23:09:40Z'),
      ns: timestamp?.('2026-11-17T23:09:49.123456789Z'),
      tz: timestamp?.('2026-11-17T22:09:49.5Z'),
      t: text?.('01:02:00'),
      blob: binary?.('AP8='),
      text: text?.('1'),
      empty: text?.(''),
      none: null,
      uuid: text?.('5c8a1f0e-1111-4222-8333-0123456789ab'),
      json: text?.('{"a": [1]}'),
      e: text?.('x'),
    });
  });

  test('says of whole doubles that they have a fraction', async () => {
    const [row] = await select(
      'SELECT 61::DOUBLE AS d, 61::FLOAT AS f, (2.0 ** 60)::DOUBLE AS large, 1e21::DOUBLE AS huge, 61 AS i',
    );
    const number = (text: string) => asWritten('number', text);
    expect(row).toEqual({
      d: number('61.0'),
      f: number('61.0'),
      large: number('1152921504606846976.0'),
      huge: number('1e+21'),
      i: 61,
    });
  });

  test('reads structs, lists and maps, whose keys become texts', async () => {
    const rows = await select(`SELECT * FROM (VALUES
      ([1.50::DECIMAL(4,2), NULL], {'n': 1, 'deep': [{'at': TIMESTAMP '2026-11-17', 'b.c': [[1], NULL, []]}, NULL]}, MAP {'k': true, 'ü': NULL},
        MAP {1.5::DECIMAL(4,2): 1}, MAP {DATE '2026-11-17': 2}, MAP {[1, 2]: 3}),
      (NULL, NULL, NULL, NULL, NULL, NULL),
      ([], {'n': NULL, 'deep': NULL}, MAP {}, MAP {}, MAP {}, MAP {})) t(list, struct, map, decimals, dates, lists)`);
    expect(rows).toEqual([
      {
        list: [decimal?.('1.50'), null],
        struct: { n: 1, deep: [{ at: timestamp?.('2026-11-17T00:00:00Z'), 'b.c': [[1], null, []] }, null] },
        map: { k: true, ü: null },
        decimals: { '1.50': 1 },
        dates: { '2026-11-17': 2 },
        lists: { '[1,2]': 3 },
      },
      { list: null, struct: null, map: null, decimals: null, dates: null, lists: null },
      { list: [], struct: { n: null, deep: null }, map: {}, decimals: {}, dates: {}, lists: {} },
    ]);
  });

  test('reads columns and fields whatever they are called', async () => {
    const names = ['__proto__', 'constructor', 'a.b', '17', 'element'];
    const fields = names.map((name) => ({ name, type: 'INT32' }) as const);
    const row = Object.fromEntries(names.map((name, at) => [name, at]));
    const columns = [
      ...fields,
      { name: 'struct', type: 'STRUCT', fields },
      { name: 'map', type: 'MAP', value: { name: '', type: 'INT32' } },
    ] as const;
    const [back] = await read(await writeLots(columns, [[{ ...row, struct: row, map: row }]], 9));
    const told = (each: unknown) => Object.entries(Object(each)).sort();
    expect(told(back?.struct)).toEqual(told(row));
    expect(told(back?.map)).toEqual(told(row));
    expect(told(back).slice(0, 2)).toEqual(told(row).slice(0, 2));
    expect(Object.keys(back ?? {}).sort()).toEqual([...names, 'struct', 'map'].sort());
  });
});
