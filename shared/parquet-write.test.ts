import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
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

async function write(rows: readonly ParquetRow[], rowGroupRows?: number) {
  const chunks: Uint8Array[] = [];
  const stream = createParquetStream({
    columns,
    sink: async (chunk) => {
      chunks.push(chunk);
    },
    ...(rowGroupRows === undefined ? {} : { rowGroupRows }),
  });
  for (const row of rows) await stream.append(row);
  const done = await stream.close();
  const file = Buffer.concat(chunks);
  return { chunks, done, file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) };
}

const read = (file: ArrayBuffer) => parquetReadObjects({ file, compressors });

const full: ParquetRow = {
  name: 'ü|"x',
  count: -1,
  total: 9007199254740993n,
  ratio: 0.5,
  ok: false,
  at: Date.UTC(2026, 10, 20, 13, 50, 17, 855),
  precise: 1_763_646_617_855_123n,
  headers: { host: 'acme.example', 'user-agent': '' },
};

describe('createParquetStream', () => {
  test('gives back every value and every absence', async () => {
    const { file } = await write([full, {}, { headers: {} }]);
    const [first, second, third] = await read(file);
    expect(first).toEqual({
      ...full,
      at: new Date('2026-11-20T13:50:17.855Z'),
      precise: expect.any(Date),
    });
    expect(Object.values(second ?? {}).every((value) => value === null || value === undefined)).toBe(true);
    expect(third?.headers).toEqual({});
  });

  test('takes a map as an object or as its entries, even of headers called keys and values', async () => {
    const asObject = { keys: 'k', values: 'v' };
    const { file } = await write([
      { headers: asObject },
      { headers: { keys: ['keys', 'values'], values: ['k', 'v'] } },
    ]);
    expect((await read(file)).map(({ headers }) => headers)).toEqual([asObject, asObject]);
  });

  test('takes lists of keys that rows share, one after the other and in turns', async () => {
    const [one, two] = [['host'], ['host', 'user-agent']];
    const keys = [one, two, two, two, one, one, [...two], two, one];
    const headers = keys.map((shared, at) => ({ keys: shared, values: shared.map((key) => `${key} ${at}`) }));
    const { file } = await write(
      headers.map((map) => ({ headers: map })),
      4,
    );
    expect((await read(file)).map((row) => row.headers)).toEqual(headers.map(mapAsObject));
  });

  test('hands out each row group as soon as it is full, and the bytes add up', async () => {
    const { chunks, done, file } = await write(
      Array.from({ length: 25 }, (_, count) => ({ count })),
      10,
    );
    expect(chunks).toHaveLength(4);
    expect(done).toEqual({ rows: 25, bytes: file.byteLength });
    const metadata = parquetMetadata(file);
    expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([10, 10, 5]);
    expect((await read(file)).map((row) => row.count)).toEqual(Array.from({ length: 25 }, (_, i) => i));
  });

  test('says in its footer what it was told to', async () => {
    const chunks: Uint8Array[] = [];
    const sink = async (chunk: Uint8Array) => {
      chunks.push(chunk);
    };
    await createParquetStream({ columns, sink, metadata: { source: 'ü', types: '{}' } }).close();
    expect(parquetMetadata(new Uint8Array(Buffer.concat(chunks)).buffer).key_value_metadata).toEqual([
      { key: 'source', value: 'ü' },
      { key: 'types', value: '{}' },
    ]);
    expect(parquetMetadata((await write([])).file).key_value_metadata).toBeUndefined();
  });

  test('writes a file without rows', async () => {
    const { file, done } = await write([]);
    expect(done.rows).toBe(0);
    expect(await read(file)).toEqual([]);
  });

  test.each([
    ['count', 2 ** 31, 'whole 32-bit numbers, not 2147483648'],
    ['count', 0.5, 'whole 32-bit numbers, not 0.5'],
    ['count', Number.NaN, 'whole 32-bit numbers, not NaN'],
    ['total', 2n ** 63n, 'whole 64-bit numbers, not 9223372036854775808'],
    ['total', 1.5, 'whole 64-bit numbers, not 1.5'],
    ['at', Number.POSITIVE_INFINITY, 'whole 64-bit numbers, not Infinity'],
    ['ratio', '1', 'numbers, not "1"'],
    ['ok', 1, 'booleans, not 1'],
    ['name', 7, 'text, not 7'],
    ['headers', 'a', 'maps of text, not "a"'],
    ['headers', { keys: ['a'], values: [] }, 'a value for each key, not "1 keys and 0 values"'],
  ])('refuses in column %s the value %s, and then everything', async (name, value, message) => {
    const stream = createParquetStream({ columns, sink: async () => undefined });
    await stream.append(full);
    await stream.append({ [name]: value });
    await expect(stream.close()).rejects.toThrow(`the Parquet column ${name} holds ${message}`);
    expect(() => stream.append(full)).toThrow(message);
    await expect(stream.close()).rejects.toThrow(message);
  });

  test('takes keys that are no columns as if they were not there, in whatever order a row has them', async () => {
    const { file } = await write([{ count: 1, other: 'x', name: 'a' }, { name: 'b', count: 2 }, { other: 'y' }]);
    const rows = await read(file);
    expect(rows.map(({ name, count }) => [name, count])).toEqual([
      ['a', 1],
      ['b', 2],
      [null, null],
    ]);
  });

  test('holds next to nothing while idle, and says about how much it holds', async () => {
    const stream = createParquetStream({ columns, sink: async () => undefined });
    expect(stream.bufferedBytes()).toBe(0);
    for (let count = 0; count < 1_000; count += 1) await stream.append({ name: `${count}`.repeat(100) });
    expect(stream.bufferedBytes()).toBeGreaterThan(200_000);
    expect(stream.bufferedBytes()).toBeLessThan(2_000_000);
  });
});
