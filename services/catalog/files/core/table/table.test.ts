import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeclaredColumn } from '../declaration/files.ts';
import { columnsFor } from '../shape/testing/any-fields.ts';
import { readType } from '../types/column-type.ts';
import { mostFields } from '../types/resolve.ts';
import type { Fields, Value } from '../value.ts';
import { anyRecords } from '../values-for-tests.ts';
import { mostColumns } from './extend-table.ts';
import { type FileTable, hiveColumnsOf, parametersOf } from './file-table.ts';

import { again, extend, made, named, start, told } from './tables-for-tests.ts';

describe('a table of files', () => {
  test('has the columns that its first file shows, and behind them what was rescued', () => {
    const table = made({ id: 1, lines: [{ unitPrice: 1.5 }], note: null, tags: [] });
    expect(hiveColumnsOf(table)).toEqual([
      { name: 'id', type: 'bigint' },
      { name: 'lines', type: 'array<struct<unitprice:double>>' },
      { name: '_rescued_data', type: 'map<string,string>' },
    ]);
  });

  test('gets columns at its end, whose place among all never moves', () => {
    const table = extend(made({ a: 1 }), [{ b: 'x', a: 2 }]);
    expect(hiveColumnsOf(table).map(({ name }) => name)).toEqual(['a', '_rescued_data', 'b']);
    expect(table.rescuedAt).toBe(1);
    const more = extend(table, [{ c: 1 }]);
    expect(hiveColumnsOf(more).map(({ name }) => name)).toEqual(['a', '_rescued_data', 'b', 'c']);
  });

  test('gets fields at the end of its structs, in arrays and maps too', () => {
    const wide = Array.from({ length: 100 }, (_, at) => ({ by: { [`k${at}`]: { x: 1 } } }));
    const table = extend(made({ s: { b: 1 }, l: [[{ b: 1 }]] }, ...wide), [
      { s: { a: 'x', b: 'y' }, l: [[{ a: 1 }]], by: { k: { y: true } } },
    ]);
    expect(told(table)).toEqual([
      'by map<string,struct<x:bigint,y:boolean>>',
      's struct<b:bigint,a:string>',
      'l array<array<struct<b:bigint,a:bigint>>>',
    ]);
  });

  test('keeps what types it has, whatever comes', () => {
    const table = made({ n: 1, l: [1], o: { a: 1 }, s: 'x' });
    expect(
      extend(table, [
        { n: 'x', l: { a: 1 }, o: [1], s: { a: 1 } },
        { n: 1.5, l: ['x'], o: 'x', s: 1 },
      ]),
    ).toBe(table);
  });

  test('is the very same where nothing is new, also without any column', () => {
    const table = made({ a: 1, s: { b: [1] } });
    expect(extend(table, [{ a: 2 }, {}, { b: null, s: { c: {} } }])).toBe(table);
    const empty = made({});
    expect([empty.columns, empty.rescuedAt]).toEqual([[], 0]);
    expect(extend(empty, [{ a: null }])).toBe(empty);
    expect(hiveColumnsOf(extend(empty, [{ a: 1 }])).map(({ name }) => name)).toEqual(['_rescued_data', 'a']);
  });

  test('has names that differ from each other, from those of its partitions and from that of what is rescued', () => {
    const table = made({ A: 1, a: 2, year: 3, _rescued_data: 4, '': 5, 中文: 6, ['__proto__']: 7, select: 8 });
    expect(named(table)).toEqual([
      ['A', 'a_2'],
      ['a', 'a'],
      ['year', 'year_2'],
      ['_rescued_data', '_rescued_data_2'],
      ['', 'column'],
      ['中文', 'column_2'],
      ['__proto__', 'proto'],
      ['select', 'select'],
    ]);
    expect(named(extend(table, [{ 'a ': 1 }])).at(-1)).toEqual(['a ', 'a_3']);
  });

  test('never changes what is there, and is read again as it was kept', () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, (first, then) => {
        const table = extend(start, first);
        expect(again(table)).toEqual(table);
        const more = extend(table, then);
        expect(more.rescuedAt).toBe(table.rescuedAt);
        expect(named(more).slice(0, table.columns.length)).toEqual(named(table));
        for (const [at, { type }] of table.columns.entries()) expect(more.columns[at]?.type.kind).toBe(type.kind);
        expect(extend(more, [...first, ...then])).toBe(more);
        expect(again(more)).toEqual(more);
        const names = hiveColumnsOf(more).map(({ name }) => name);
        expect(new Set([...names, ...more.partitionKeys]).size).toBe(names.length + 3);
      }),
      { numRuns: 200 },
    );
  });

  test('has any columns that somebody has given it', () => {
    fc.assert(
      fc.property(anyRecords.chain(columnsFor), (fields) => {
        const columns = fields.map((field, at) => ({ ...field, isPinned: at % 2 === 0 }));
        const table: FileTable = { ...start, generation: 3, columns, rescuedAt: columns.length };
        expect(again(table)).toEqual(table);
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is declared of a column', () => {
  const declared = new Map<string, DeclaredColumn>([
    ['Total', { type: readType('decimal(12,2)'), isSensitive: false }],
    ['who', { as: 'customer', isSensitive: true }],
    ['when', { as: 'year', isSensitive: false }],
  ]);

  test('is its type, which no file changes, and its name, which no other gets', () => {
    const table = extend(start, [{ Total: 1.5, customer: 'c', total: 2, who: { a: 1 }, when: 1 }], declared);
    expect(told(table)).toEqual([
      'total_2 decimal(12,2)',
      'customer_2 string',
      'total bigint',
      'customer struct<a:bigint>',
      'year_2 bigint',
    ]);
    expect(table.columns.map(({ isPinned }) => isPinned)).toEqual([true, false, false, false, false]);
  });

  test('is its name also where the column comes later than another of that name', () => {
    const table = extend(start, [{ customer: 'c' }], declared);
    expect(named(extend(table, [{ who: 'w' }], declared))).toEqual([
      ['customer', 'customer_2'],
      ['who', 'customer'],
    ]);
    expect(named(extend(made({ customer: 'c' }), [{ who: 'w' }], declared)).at(-1)).toEqual(['who', 'customer_2']);
  });

  test('takes no second name from others, once the column is there', () => {
    const table = extend(extend(start, [{ who: 'w' }], declared), [{ Customer: 1 }], declared);
    expect(named(table).at(-1)).toEqual(['Customer', 'customer_2']);
  });

  test('pins a struct, which then gets no fields', () => {
    const pinned = new Map<string, DeclaredColumn>([['s', { type: readType('struct<a:int>'), isSensitive: false }]]);
    const table = extend(start, [{ s: { a: 1, b: 2 } }], pinned);
    expect(told(table)).toEqual(['s struct<a:int>']);
    expect(extend(table, [{ s: { c: 1 } }], pinned)).toBe(table);
  });
});

describe('the limits of the catalog', () => {
  const wide = (count: number, value: Value, from = 0): Fields =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${from + at}`, value]));

  test('a thousand columns are made, and never more than there is room for', () => {
    const table = made(wide(1000, 1));
    expect(table.columns).toHaveLength(1000);
    const more = extend(table, [wide(1500, 1, 1000)]);
    expect(more.columns).toHaveLength(mostColumns);
    expect(extend(more, [wide(10, 1, 5000)])).toBe(more);
  });

  test('a struct gets so many fields', () => {
    const table = extend(made({ s: wide(mostFields - 1, 1) }), [{ s: wide(10, 1, mostFields) }]);
    const [{ type } = { type: undefined }] = table.columns;
    expect(type?.kind === 'struct' && type.fields.length).toBe(mostFields);
  });

  const deep = (length: number) => wide(400, wide(length, 1));
  test('a type that is longer than Glue takes is not made, and none grows so long', () => {
    expect(told(made({ a: deep(50), b: 1 }))).toEqual(['b bigint']);
    const table = made({ a: deep(10) });
    expect(table.columns).toHaveLength(1);
    expect(extend(table, [{ a: deep(50) }])).toBe(table);
  });

  test('what is kept of all columns has room in a parameter', () => {
    const table = made(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`x${at}`, deep(12)])), { last: 1 });
    expect(parametersOf(table)['tributary.files.columns']?.length).toBeLessThan(420_000);
    expect(table.columns.length).toBeGreaterThan(3);
    expect(table.columns.length).toBeLessThan(13);
  });
});
