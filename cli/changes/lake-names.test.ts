import { nameMistake } from '@tributary/ingest/changes/core/declaration/names.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lakeColumns, lakeTables } from './lake-names.ts';

test.each([
  [
    ['id', 'Total', 'userId'],
    ['id', 'total', 'userid'],
  ],
  [
    ['op', 'Op', 'year', 'valid_from', '_rescued_data'],
    ['op_', 'op_2', 'year_', 'valid_from_', '_rescued_data_'],
  ],
  [
    ['before_id', 'before_'],
    ['id_before', '_before'],
  ],
  [
    ['A_b', 'a_b', 'a b'],
    ['a_b_2', 'a_b', 'a_b_3'],
  ],
  [
    ['Größe', '1st', 'my-key', '名'],
    ['grosse', '_1st', 'my_key', '_'],
  ],
])('columns %j are %j in the lake', (names, expected) => {
  expect(lakeColumns(names)).toEqual(expected);
});

test('whatever columns are called, each has a name of the lake, and one of its own', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('op', 'OP', 'Op', 'op_'))),
      (names) => {
        const columns = lakeColumns(names);
        expect(columns.map(nameMistake).filter((mistake) => mistake !== undefined)).toEqual([]);
        expect(new Set(columns).size).toBe(names.length);
      },
    ),
  );
});

test('tables are schema_table; who has that name already keeps it', () => {
  const tables = [
    { schema: 'shop', table: 'order-lines' },
    { schema: 'shop', table: 'order_lines' },
    { schema: 'a', table: 'b_c' },
    { schema: 'a_b', table: 'c' },
    { schema: 'My-App', table: 'Users' },
    { schema: 'shop', table: 'x'.repeat(120) },
  ];
  expect(lakeTables(tables)).toEqual([
    'shop_order_lines_2',
    'shop_order_lines',
    'a_b_c',
    'a_b_c_2',
    'my_app_users',
    `shop_${'x'.repeat(90)}`,
  ]);
});
