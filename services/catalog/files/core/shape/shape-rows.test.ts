import { expect, test } from 'vitest';
import { type ColumnType, type Field, readType } from '../types/column-type.ts';
import type { Fields } from '../value.ts';
import { asWritten } from '../values-for-tests.ts';
import { createLift } from './lift.ts';
import { isWritten, parquetColumn } from './parquet-column.ts';
import { createShapeRows } from './shape-rows.ts';

const column = (key: string, type: string): Field => ({ key, name: key.toLowerCase(), type: readType(type) });

test('numbers become texts and are rescued as they were written, and only for these a record is read again', () => {
  const rows: readonly Fields[] = [
    { price: 1.5, no: 1 },
    { price: 'x', no: 2 },
    { price: 'y', no: 1.25, more: [2.5] },
  ];
  const asked: number[] = [];
  const exactly = (row: number): Fields => {
    asked.push(row);
    const number = (text: string) => asWritten('number', text);
    return row === 0
      ? { price: number('1.50'), no: number('1') }
      : { price: 'y', no: number('1.250'), more: [number('2.50')] };
  };
  const shaped = createShapeRows([column('price', 'string'), column('no', 'bigint')])({ rows, exactly });
  expect(shaped.vectors).toEqual([
    { kind: 'cells', cells: ['1.50', 'x', 'y'] },
    { kind: 'cells', cells: [1, 2, null] },
  ]);
  expect(shaped.rescued).toEqual([null, null, { keys: ['no', 'more'], values: ['1.250', '[2.50]'] }]);
  expect(shaped.count).toBe(2);
  expect(asked).toEqual([0, 2]);
});

test('what one lot has rescued is not of the next', () => {
  const shape = createShapeRows([column('a', 'struct<b:array<bigint>>')]);
  expect(shape({ rows: [{ a: { b: ['x', 1] } }] }).rescued).toEqual([{ keys: ['a.b[0]'], values: ['x'] }]);
  expect(shape({ rows: [{ a: { b: [1] } }, {}] })).toMatchObject({ rescued: [null, null], count: 0 });
});

test('a list of which nothing fits is rescued whole, at whatever depth that shows, and one of which something fits by its elements', () => {
  const shape = createShapeRows([column('at', 'array<array<array<double>>>'), column('no', 'array<bigint>')]);
  const { vectors, rescued, count } = shape({
    rows: [
      { no: ['w'], at: [1.5, 2.5] },
      {
        at: [
          [1.5, 2.5],
          [3.5, 4.5],
        ],
      },
      { at: [[[[1.5, 2.5]], [[3.5, 4.5]]]] },
      { at: [[[1.5, 2.5]], [], [3.5]], no: ['x', 1] },
      { at: [[], [null]], no: [null, {}] },
    ],
  });
  expect(vectors).toEqual([
    { kind: 'cells', cells: [null, null, null, [[[1.5, 2.5]], [], null], [[], [null]]] },
    { kind: 'cells', cells: [null, null, null, [null, 1], [null, null]] },
  ]);
  expect(rescued).toEqual([
    { keys: ['at', 'no'], values: ['[1.5,2.5]', '["w"]'] },
    { keys: ['at'], values: ['[[1.5,2.5],[3.5,4.5]]'] },
    { keys: ['at'], values: ['[[[[1.5,2.5]],[[3.5,4.5]]]]'] },
    { keys: ['at[2]', 'no[0]'], values: ['[3.5]', 'x'] },
    null,
  ]);
  expect(count).toBe(6);
});

test('a struct has all of its fields, a map the keys that are there, of whatever name', () => {
  const struct: ColumnType = { kind: 'struct', fields: [column('Id', 'bigint'), column('constructor', 'string')] };
  const shape = createShapeRows([{ key: 's', name: 's', type: struct }, column('m', 'map<string,bigint>')]);
  const { vectors, rescued } = shape({ rows: [JSON.parse('{"s":{"Id":1},"m":{"__proto__":2,"x":null}}')] });
  expect(vectors).toEqual([
    { kind: 'cells', cells: [{ id: 1, constructor: null }] },
    {
      kind: 'cells',
      cells: [
        new Map([
          ['__proto__', 2],
          ['x', null],
        ]),
      ],
    },
  ]);
  expect(rescued).toEqual([null]);
});

test('members are lifted out of the object that holds them, where they have a place', () => {
  const lift = createLift('payload', ['order_id', 'id']);
  expect(lift({ id: 'e', payload: { order_id: 7, id: 8, more: 9 } })).toEqual({
    id: 'e',
    order_id: 7,
    payload: { id: 8, more: 9 },
  });
  for (const record of [{ id: 'e' }, { payload: 'x' }, { payload: null }, { payload: { more: 1 } }, { payload: [1] }])
    expect(lift(record)).toBe(record);
});

test('each type is written as its kind of Parquet, and one of another hand is not', () => {
  expect(parquetColumn('x', readType('struct<a:array<decimal(5,2)>,m:map<string,date>,i:int>'))).toEqual({
    name: 'x',
    type: 'STRUCT',
    fields: [
      { name: 'a', type: 'ARRAY', element: { name: 'element', type: 'DECIMAL', precision: 5, scale: 2 } },
      { name: 'm', type: 'MAP', value: { name: 'value', type: 'DATE' } },
      { name: 'i', type: 'INT32' },
    ],
  });
  const other: ColumnType = { kind: 'other', text: 'tinyint' };
  const within: readonly ColumnType[] = [
    other,
    { kind: 'array', element: other },
    { kind: 'map', value: other },
    { kind: 'struct', fields: [column('a', 'int'), { key: 'b', name: 'b', type: other }] },
  ];
  expect(within.map(isWritten)).toEqual([false, false, false, false]);
  expect(isWritten(readType('struct<a:array<map<string,int>>>'))).toBe(true);
});
