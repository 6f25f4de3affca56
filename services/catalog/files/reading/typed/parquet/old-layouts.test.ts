import { partsBy, reasonsIn, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import type { SchemaElement } from 'hyparquet';
import { expect, test } from 'vitest';
import { asWritten } from '../as-written.ts';
import { byteArray, int32, int96, type RawLeaf, rawParquet } from '../testing/raw-parquet.ts';
import { readParquetValues } from './read-parquet-values.ts';

const partsOf = partsBy(readParquetValues);

async function rowsOf(schema: SchemaElement[], rows: number, leaves: readonly RawLeaf[]) {
  const root = { name: 'root', num_children: schema.length };
  const parts = await partsOf(rawParquet([{ ...root, num_children: topLevel(schema) }, ...schema], rows, leaves));
  expect(reasonsIn(parts)).toEqual([]);
  return rowsIn(parts);
}

function topLevel(schema: readonly SchemaElement[]): number {
  let [count, within] = [0, 0];
  for (const { num_children: children = 0 } of schema) {
    if (within === 0) count += 1;
    else within -= 1;
    within += children;
  }
  return count;
}

const text = (value: string) => asWritten('text', value);
const string = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const list = { repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 } as const;

test('moments of 96 bits have their nanoseconds', async () => {
  const values = [int96(83_389_123_456_789n, 2_461_362), int96(0n, 2_440_588), int96(86_399_999_999_999n, 2_440_587)];
  const rows = await rowsOf([{ name: 'at', type: 'INT96', repetition_type: 'REQUIRED' }], 3, [
    { path: ['at'], type: 'INT96', values },
  ]);
  expect(rows.map(({ at }) => at)).toEqual(
    ['2026-11-17T23:09:49.123456789Z', '1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999999999Z'].map((each) =>
      asWritten('timestamp', each),
    ),
  );
});

test('what is repeated without being called a list is one', async () => {
  const rows = await rowsOf(
    [
      { name: 'numbers', type: 'INT32', repetition_type: 'REPEATED' },
      { name: 'links', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'url', ...string, repetition_type: 'OPTIONAL' },
    ],
    2,
    [
      {
        path: ['numbers'],
        type: 'INT32',
        repetitions: { most: 1, levels: [0, 1, 0] },
        definitions: { most: 1, levels: [1, 1, 0] },
        values: [int32(1), int32(2)],
      },
      {
        path: ['links', 'url'],
        type: 'BYTE_ARRAY',
        repetitions: { most: 1, levels: [0, 0, 1] },
        definitions: { most: 2, levels: [0, 2, 1] },
        values: [byteArray('a')],
      },
    ],
  );
  expect(rows).toEqual([
    { numbers: [1, 2], links: [] },
    { numbers: [], links: [{ url: text('a') }, { url: null }] },
  ]);
});

test.each([
  ['of values', [{ name: 'element', type: 'INT32', repetition_type: 'REPEATED' }], ['element'], [1, 2]],
  [
    'of structs of one field, as Avro wrote them',
    [
      { name: 'array', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    ['array', 'id'],
    [{ id: 1 }, { id: 2 }],
  ],
  [
    'of structs of one field, as Thrift wrote them',
    [
      { name: 'old_tuple', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    ['old_tuple', 'id'],
    [{ id: 1 }, { id: 2 }],
  ],
  [
    'of three levels under any names',
    [
      { name: 'bag', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'array_element', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    ['bag', 'array_element'],
    [1, 2],
  ],
] as const)('lists %s are read', async (_, elements, path, expected) => {
  const leaf = {
    path: ['old', ...path],
    type: 'INT32',
    repetitions: { most: 1, levels: [0, 1, 0, 0] },
    definitions: { most: 2, levels: [2, 2, 1, 0] },
    values: [int32(1), int32(2)],
  } as const;
  const rows = await rowsOf([{ name: 'old', ...list }, ...elements], 3, [leaf]);
  expect(rows).toEqual([{ old: expected }, { old: [] }, { old: null }]);
});

test('maps are read under the names that Hive gave them, and sets as maps without values', async () => {
  const required = { repetition_type: 'REQUIRED' } as const;
  const keys = { repetitions: { most: 1, levels: [0, 1] }, definitions: { most: 2, levels: [2, 2] } };
  const rows = await rowsOf(
    [
      { name: 'hive', repetition_type: 'OPTIONAL', converted_type: 'MAP_KEY_VALUE', num_children: 1 },
      { name: 'map', repetition_type: 'REPEATED', num_children: 2 },
      { name: 'k', ...string, ...required },
      { name: 'v', type: 'INT32', ...required },
      { name: 'set', repetition_type: 'OPTIONAL', logical_type: { type: 'MAP' }, num_children: 1 },
      { name: 'key_value', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'key', type: 'INT32', ...required },
    ],
    1,
    [
      { path: ['hive', 'map', 'k'], type: 'BYTE_ARRAY', ...keys, values: [byteArray('a'), byteArray('b')] },
      { path: ['hive', 'map', 'v'], type: 'INT32', ...keys, values: [int32(1), int32(2)] },
      { path: ['set', 'key_value', 'key'], type: 'INT32', ...keys, values: [int32(7), int32(8)] },
    ],
  );
  expect(rows).toEqual([{ hive: { a: 1, b: 2 }, set: { 7: null, 8: null } }]);
});

test('columns deeper than can be followed are rejected, and it is said why', async () => {
  const names = Array.from({ length: 101 }, (_, at) => `level_${at}`);
  const groups = names.map((name) => ({ name, repetition_type: 'REQUIRED', num_children: 1 }) as const);
  const leaf = { name: 'leaf', type: 'INT32', repetition_type: 'REQUIRED' } as const;
  const bytes = rawParquet([{ name: 'root', num_children: 1 }, ...groups, leaf], 1, [
    { path: [...names, 'leaf'], type: 'INT32', values: [int32(1)] },
  ]);
  expect(reasonsIn(await partsOf(bytes))).toEqual(['its columns are more than 100 levels deep']);
});
