import { describe, expect, test } from 'vitest';
import { hiveColumnsOf, parametersOf, readFileTable } from './file-table.ts';

import { again, extend, foundOf, made, named } from './tables-for-tests.ts';

describe('a hand in the catalog', () => {
  const table = made({ Id: 1, price: 1.5, s: { unitPrice: 1 }, note: 'x' });
  type Hand = (columns: { name: string; type: string }[]) => void;
  const read = (hand: Hand, of = table) => {
    const columns = hiveColumnsOf(of).map((column) => ({ ...column }));
    hand(columns);
    const found = readFileTable({ columns, partitionKeys: of.partitionKeys }, parametersOf(of));
    if (found === undefined) throw new Error('it is no table of files');
    return found;
  };
  const set =
    (at: number, change: Partial<{ name: string; type: string }>): Hand =>
    (columns) => {
      columns.splice(at, 1, { name: '', type: '', ...columns[at], ...change });
    };

  test('renames a column, which is told by its place, also once more have come', () => {
    const renamed = read(set(1, { name: 'amount' }));
    expect(named(renamed)[1]).toEqual(['price', 'amount']);
    const more = extend(renamed, [{ price: 2, other: 1 }]);
    expect(named(more).slice(1)).toEqual([
      ['price', 'amount'],
      ['s', 's'],
      ['note', 'note'],
      ['other', 'other'],
    ]);
    expect(again(more)).toEqual(more);
  });

  test('renames one that stands behind what was rescued', () => {
    const more = extend(table, [{ late: 1 }]);
    expect(named(read(set(5, { name: 'delayed' }), more)).at(-1)).toEqual(['late', 'delayed']);
  });

  test('pins the type that it has chosen, for good', () => {
    const pinned = read(set(2, { type: 'struct<unitprice:double>' }));
    expect(pinned.columns.map(({ isPinned }) => isPinned)).toEqual([false, false, true, false]);
    expect(pinned.columns[2]?.type).toEqual({
      kind: 'struct',
      fields: [{ key: 'unitPrice', name: 'unitprice', type: { kind: 'double' } }],
    });
    expect(again(extend(pinned, [{ s: { more: 1 }, other: 1 }]))?.columns[2]).toEqual(pinned.columns[2]);
  });

  test('writes the same type otherwise, which pins nothing', () => {
    expect(read(set(0, { type: 'BIGINT' })).columns[0]?.isPinned).toBe(false);
  });

  test('gives a type that nothing fits, which stays as it is', () => {
    expect(read(set(0, { type: 'tinyint' })).columns[0]).toMatchObject({
      type: { kind: 'other', text: 'tinyint' },
      isPinned: true,
    });
  });

  test('drops a column, and moves others', () => {
    expect(named(read((columns) => columns.splice(1, 1)))).toEqual([
      ['Id', 'id'],
      ['s', 's'],
      ['note', 'note'],
    ]);
    expect(named(read((columns) => columns.reverse()))).toEqual([
      ['note', 'note'],
      ['s', 's'],
      ['price', 'price'],
      ['Id', 'id'],
    ]);
  });

  test('adds a column, whose key is its name', () => {
    const more = read((columns) => columns.push({ name: 'more', type: 'date' }));
    expect(more.columns.at(-1)).toEqual({ key: 'more', name: 'more', type: { kind: 'date' }, isPinned: false });
    expect(more.rescuedAt).toBe(4);
    const first = read((columns) => columns.unshift({ name: 'more', type: 'double' }));
    expect(named(first).slice(0, 2)).toEqual([
      ['more', 'more'],
      ['Id', 'id'],
    ]);
  });

  test('drops that of what was rescued, which then is the last', () => {
    expect(read((columns) => columns.splice(4, 1)).rescuedAt).toBe(4);
  });

  test('makes a table that is none of files', () => {
    expect(readFileTable(foundOf(table), {})).toBeUndefined();
  });

  test('breaks what is kept beside, and is told so', () => {
    const broken = (columns: string) => () =>
      readFileTable(foundOf(table), { ...parametersOf(table), 'tributary.files.columns': columns });
    for (const text of [
      '{',
      '{}',
      '[["a"]]',
      '[["a","int",1]]',
      '[["a","int","a",{"b":1}]]',
      '[["a","int","a",{},true]]',
    ])
      expect(broken(text), text).toThrow(/tributary\.files\.columns/);
    const { 'tributary.files.columns': _, ...without } = parametersOf(table);
    expect(readFileTable(foundOf(table), without)?.columns.map(({ key }) => key)).toEqual(['id', 'price', 's', 'note']);
  });
});
