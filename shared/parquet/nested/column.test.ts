import { parquetMetadata } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { type Column, createParquetStream } from '../../parquet-write.ts';
import { writeLots } from '../testing/write-lots.ts';

const fields = [
  { name: 'id', type: 'INT32' },
  { name: 'list', type: 'ARRAY', element: { name: 'each', type: 'DECIMAL', precision: 4, scale: 2 } },
  { name: 'map', type: 'MAP', value: { name: 'each', type: 'BOOLEAN' } },
  { name: 'texts', type: 'MAP_STRING_STRING' },
  { name: 'inner', type: 'STRUCT', fields: [{ name: 'name', type: 'STRING' }] },
] as const satisfies readonly Column[];
const columns: readonly Column[] = [{ name: 'row', type: 'STRUCT', fields }];

const createStream = (of: readonly Column[] = columns) =>
  createParquetStream({ columns: of, sink: async () => undefined });

describe('a nested column', () => {
  test.each([
    [[], 'row holds structs, not '],
    ['a', 'row holds structs, not "a"'],
    [new Map(), 'row holds structs, not [object Map]'],
    [{ id: 0.5 }, 'row.id holds whole 32-bit numbers, not 0.5'],
    [{ list: {} }, 'row.list holds lists, not [object Object]'],
    [{ list: [1, 10_000] }, 'row.list.list.element holds whole numbers of at most 4 digits, not 10000'],
    [{ map: [true] }, 'row.map holds maps, not true'],
    [{ map: { a: 'true' } }, 'row.map.key_value.value holds booleans, not "true"'],
    [{ texts: 'a' }, 'row.texts holds maps of text, not "a"'],
    [{ texts: { keys: ['a'], values: [] } }, 'row.texts holds a value for each key, not "1 keys and 0 values"'],
    [{ inner: { name: 1 } }, 'row.inner.name holds text, not 1'],
  ])('refuses %j and says where, and then everything', async (row, message) => {
    const stream = createStream();
    await stream.append({ row });
    await expect(stream.close()).rejects.toThrow(`the Parquet column ${message}`);
    expect(() => stream.append({})).toThrow(message);
  });

  test('takes keys that are no fields as if they were not there, and is not misled by what every object has', async () => {
    const named = [{ name: 'row', type: 'STRUCT', fields: [{ name: 'constructor', type: 'STRING' }] }] as const;
    const bytes = await writeLots(named, [[{ row: { other: 1 } }]], 10);
    const [chunk] = parquetMetadata(new Uint8Array(bytes).buffer).row_groups[0]?.columns ?? [];
    expect(chunk?.meta_data?.statistics?.null_count).toBe(1n);
  });

  test('is one value in every row', async () => {
    const stream = createStream();
    await stream.appendVectors([{ kind: 'same', value: { id: 1 } }], 5_000);
    expect(await stream.close()).toMatchObject({ rows: 5_000 });
  });

  const numbers = { kind: 'numbers', values: Int32Array.of(1) } as const;
  test.each([
    [
      { name: 'row', type: 'STRUCT', fields: [{ name: 'a', type: 'INT64' }] },
      numbers,
      'row holds structs, not "numbers"',
    ],
    [
      { name: 'row', type: 'STRUCT', fields: [{ name: 'a', type: 'STRING' }] },
      { kind: 'structs', fields: [numbers] },
      'row.a holds BYTE_ARRAY, not "numbers"',
    ],
    [
      { name: 'row', type: 'STRUCT', fields: [{ name: 'a', type: 'STRING' }] },
      { kind: 'structs', fields: [] },
      '0 vectors for the 1 fields of the Parquet column row',
    ],
    [{ name: 'row', type: 'ARRAY', element: { name: '', type: 'INT64' } }, numbers, 'row holds lists, not "numbers"'],
    [{ name: 'row', type: 'MAP', value: { name: '', type: 'INT64' } }, numbers, 'row holds maps, not "numbers"'],
  ] as const)('refuses vectors of another form', (column, vector, message) => {
    expect(() => createStream([column]).appendVectors([vector], 1)).toThrow(message);
  });

  test.each([
    [[], 'the Parquet column row is a struct without fields'],
    [[fields[0], fields[0]], 'the Parquet column row has two fields id'],
  ])('has fields, each once', (of, message) => {
    expect(() => createStream([{ name: 'row', type: 'STRUCT', fields: of }])).toThrow(new RangeError(message));
  });

  test('says how much it holds', async () => {
    const stream = createStream();
    for (let id = 0; id < 1_000; id += 1) await stream.append({ row: { inner: { name: `${id}`.repeat(100) } } });
    expect(stream.bufferedBytes()).toBeGreaterThan(200_000);
    expect(stream.bufferedBytes()).toBeLessThan(2_000_000);
  });
});
