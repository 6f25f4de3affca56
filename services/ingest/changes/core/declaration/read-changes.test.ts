import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readChanges } from './read-changes.ts';

const file = (table: string, source = '') => `sources:
  shop:
${source.replace(/^(?=.)/gm, '    ')}    tables:
      Shop.Orders:
${table.replace(/^(?=.)/gm, '        ')}`;

const orders = (columns: string, more = '') => file(`key: [id]\ncolumns:\n${columns.replace(/^(?=.)/gm, '  ')}${more}`);

test('reads what ships', () => {
  const text = readFileSync(new URL('../../changes.yml', import.meta.url), 'utf8');
  const { sources } = readChanges(text);
  expect(sources.map(({ name, tables }) => [name, tables.map(({ name: table }) => table)])).toEqual([
    ['shop', ['shop_orders', 'shop_order_lines', 'shop_stock_moves']],
    ['crm', ['crm_accounts', 'crm_settings']],
  ]);
  expect(sources[0]?.format).toMatchObject({ header: false, appended: ['timestamp', 'sequence'], nullText: 'NULL' });
  expect(sources[1]?.format).toMatchObject({ header: true, beforeImage: 'BI_', delimiter: ',' });
});

test('names of the database become names of the lake', () => {
  const { sources } = readChanges(
    orders('id: int\nTotal: {type: "decimal(12, 4)", was: [amount]}\nyear: {type: int, as: year_}\n'),
  );
  expect(sources[0]?.tables[0]).toEqual({
    schema: 'Shop',
    table: 'Orders',
    name: 'shop_orders',
    key: [{ name: 'id', was: [], as: 'id', type: { kind: 'int' }, dropped: false }],
    columns: [
      { name: 'id', was: [], as: 'id', type: { kind: 'int' }, dropped: false },
      {
        name: 'Total',
        was: ['amount'],
        as: 'total',
        type: { kind: 'decimal', precision: 12, scale: 4 },
        dropped: false,
      },
      { name: 'year', was: [], as: 'year_', type: { kind: 'int' }, dropped: false },
    ],
    layouts: [{ columns: ['id', 'Total', 'year'], until: undefined }],
    current: 'view',
  });
});

test('a file without header has the columns that the table has, unless layouts say others', () => {
  const dropped = orders('id: int\na: {type: int, dropped: true}\nb: int\n');
  expect(readChanges(dropped).sources[0]?.tables[0]?.layouts).toEqual([{ columns: ['id', 'b'], until: undefined }]);
  const dated = `${dropped}layouts: [[id, b], {columns: [id, a], until: 2026-11-18T00:00:00Z}]\n`.replace(
    /^layouts/m,
    '        layouts',
  );
  expect(readChanges(dated).sources[0]?.tables[0]?.layouts).toEqual([
    { columns: ['id', 'b'], until: undefined },
    { columns: ['id', 'a'], until: Date.UTC(2026, 10, 18) },
  ]);
});

describe('a mistake is told with its place', () => {
  const layouts = (text: string) => orders('id: int\na: int\nb: int\n', `layouts: ${text}\n`);
  test.each([
    [
      'a type',
      orders('id: integer\n'),
      /^changes.yml:7:11: .*Shop.Orders.columns.id: is no type of the lake: string, int/,
    ],
    [
      'a type of a column in its long form',
      orders('id: {type: decimal(40,2)}\n'),
      /:7:\d+: .*columns.id.type: is no type/,
    ],
    ['a setting of a column', orders('id: {type: int, key: true}\n'), /columns.id/],
    [
      'a name that the lake uses',
      orders('id: int\nop: string\n'),
      /:8:11: .*columns.op: op is a name that the lake itself uses: .*as:/,
    ],
    ['a before image', orders('id: int\nbefore_id: string\n'), /before_id is a name that the lake itself uses/],
    ['a partition', orders('id: int\nyear: string\n'), /year is a name that the lake itself uses/],
    ['two that are one in lower case', orders('id: int\nID: string\n'), /:8:11: .*id is the name of an earlier column/],
    ['a name that is none', orders('id: int\nnaïve: string\n'), /is no name of lower-case letters/],
    [
      'an earlier name that is a column',
      orders('id: int\na: {type: int, was: [id]}\n'),
      /id, which it was, is another column/,
    ],
    ['no columns', file('key: []\ncolumns: {}\n'), /columns: has none/],
    ['a key that is no column', file('key: [no]\ncolumns:\n  id: int\n'), /:5:15: .*key.0: no is no column/],
    ['a key twice', file('key: [id, id]\ncolumns:\n  id: int\n'), /key.1: id comes twice/],
    ['a dropped key', file('key: [id]\ncolumns:\n  id: {type: int, dropped: true}\n'), /id was dropped/],
    ['an unknown setting', file('key: []\nkeys: []\ncolumns:\n  id: int\n'), /:6:9: .*keys: there is no such setting/],
    ['a name of no table', file('key: []\nname: A-B\ncolumns:\n  id: int\n'), /:6:9: .*name: /],
    ['an unknown column in a layout', layouts('[[id, a, c]]'), /layouts.0: c is no column/],
    ['a column twice in a layout', layouts('[[id, a, a]]'), /layouts.0: a comes twice/],
    ['a layout without the key', layouts('[[a, b]]'), /layouts.0: id of the key is missing/],
    ['layouts of one width', layouts('[[id, a], [id, b]]'), /layouts.1: an earlier layout has 2 columns too/],
    [
      'layouts in the wrong order',
      layouts('[{columns: [id, a], until: 2026-01-01T00:00:00Z}, {columns: [id, b], until: 2026-02-01T00:00:00Z}]'),
      /layouts.1: an earlier/,
    ],
    [
      'layouts beside a header',
      file('key: [id]\ncolumns:\n  id: int\nlayouts: [[id]]\n', 'header: true\n'),
      /layouts: a header says/,
    ],
    [
      'what stands nowhere',
      file('key: []\ncolumns:\n  id: int\n', 'timestamp: ts\nappended: [before]\n'),
      /:4:5: .*appended: does not say where timestamp stands/,
    ],
    [
      'a quote as delimiter',
      file('key: []\ncolumns:\n  id: int\n', "delimiter: '\"'\n"),
      /delimiter: is the character of quotes/,
    ],
    ['another folder', file('key: []\ncolumns:\n  id: int\n', 'folder: raw/logs\n'), /folder: must be raw\/db/],
    [
      'the folder of transactions',
      file('key: []\ncolumns:\n  id: int\n', 'transactions: raw/db\n'),
      /transactions: is the folder of the tables/,
    ],
    [
      'a table without schema',
      'sources:\n  a:\n    tables:\n      orders: {key: [], columns: {id: int}}\n',
      /:4:7: .*must be schema.table/,
    ],
  ])('%s', (_, text, message) => {
    expect(() => readChanges(text)).toThrow(message);
  });

  test('one table for two names, and one folder for two tables', () => {
    const twice = `${orders('id: int\n')}  other:\n    tables:\n      Shop.Orders: {key: [], columns: {id: int}}\n`;
    expect(() => readChanges(twice)).toThrow(
      /other.tables.Shop.Orders.name: shop_orders is the name of an earlier table/,
    );
    expect(() => readChanges(twice)).toThrow(/raw\/db\/Shop\/Orders\/ is a folder of shop too/);
  });
});

test('the text of NULL is a setting called null, with quotes or without', () => {
  for (const key of ['null', "'null'", '"null"']) {
    const { sources } = readChanges(file('key: []\ncolumns:\n  id: int\n', `${key}: ''\n`));
    expect(sources[0]?.format.nullText, key).toBe('');
  }
  expect(() => readChanges(file('key: []\ncolumns:\n  id: int\n', 'null: 1\n'))).toThrow(
    /^changes.yml:3:5: .*shop.null: /,
  );
  expect(() => readChanges(file('key: []\ncolumns:\n  id: int\n', "~: ''\n"))).toThrow(/there is no such setting/);
  expect(readChanges(orders('id: int\nnull: int\n')).sources[0]?.tables[0]?.columns[1]?.name).toBe('null');
});

test('what the views use is no name of a column, and letters of another case are the same', () => {
  const names = [
    '__x',
    '__key_1',
    '__place',
    'valid_from',
    'position',
    '_rescued_data',
    'before_',
    'generation',
    'hour',
  ];
  for (const name of names) {
    expect(() => readChanges(orders(`id: int\n${name}: int\n`)), name).toThrow(/is a name that the lake itself uses/);
    expect(() => readChanges(orders(`id: int\nx: {type: int, as: ${name}}\n`)), name).toThrow(/the lake itself uses/);
  }
  expect(() => readChanges(orders('id: int\nA: int\na: int\n'))).toThrow(/a is the name of an earlier column: .*as:/);
  expect(readChanges(orders('id: int\nA: {type: int, as: a_}\na: int\n')).sources[0]?.tables[0]?.columns).toHaveLength(
    3,
  );
});

test('a folder that lies in another is none of its own', () => {
  const inOther = `${orders('id: int\n')}  other:\n    folder: raw/db/Shop\n    tables:\n      Orders.lines: {key: [], columns: {id: int}}\n`;
  expect(() => readChanges(inOther)).toThrow(
    /raw\/db\/Shop\/Orders\/lines\/ and raw\/db\/Shop\/Orders\/ of shop lie one in the other/,
  );
  expect(() => readChanges(file('key: []\ncolumns:\n  id: int\n', 'transactions: raw/db/Shop\n'))).toThrow(
    /:2:3: sources.shop: raw\/db\/Shop\/ and raw\/db\/Shop\/Orders\/ of shop lie one in the other/,
  );
  const beside = file('key: []\ncolumns:\n  id: int\n', 'transactions: raw/db/Shop-transactions\n');
  expect(readChanges(beside).sources).toHaveLength(1);
});
