import { expect, test } from 'vitest';
import { chooseTables } from './choose-tables.ts';
import { type FoundTable, idOf } from './found-table.ts';

const table = (schema: string, name: string, more: Partial<FoundTable> = {}): FoundTable => ({
  ...{ schema, table: name, columns: [{ name: 'id', type: 'int', isGenerated: false }], key: [], isPartitioned: false },
  ...more,
});

const all = [
  table('shop', 'orders'),
  table('shop', 'parts', { isPartitioned: true }),
  table('shop', 'parts_2026'),
  table('crm', 'accounts'),
  table('crm', 'empty', { columns: [] }),
  table('crm', 'a/b'),
  table('a.b', 'c'),
];
const chosen = (...asked: readonly string[]) => chooseTables(all, asked).tables.map(idOf);

test('takes what is asked for, a schema for all of its tables, else all that can be named', () => {
  expect(chosen('crm.accounts', 'shop.orders')).toEqual(['shop.orders', 'crm.accounts']);
  expect(chosen('shop')).toEqual(['shop.orders', 'shop.parts_2026']);
  expect(chosen('shop.parts')).toEqual(['shop.parts']);
  expect(chosen()).toEqual(['shop.orders', 'shop.parts_2026', 'crm.accounts']);
  expect(chooseTables(all, []).left).toEqual([
    'shop.parts is left out: its partitions are there, whose rows they are',
    'crm.empty is left out: it has no columns',
    'crm.a/b is left out: changes.yml has no way to name it',
    'a.b.c is left out: changes.yml has no way to name it',
  ]);
});

test('a table that is not there is refused with those that are', () => {
  expect(() => chooseTables(all, ['shop.order'])).toThrow(
    /no table shop\.order\. There are: shop\.orders, shop\.parts,/,
  );
  expect(() => chooseTables([], [])).toThrow(/no table that this user may read/);
});
