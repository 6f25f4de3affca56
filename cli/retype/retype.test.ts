import { expect, test } from 'vitest';
import { StuckError } from '../terminal/look-until.ts';
import { askedTypes, checkedTable } from './asked-types.ts';
import { changedColumns, renderRetyped } from './changes.ts';
import { followRetype, type RetypeSeen } from './follow-retype.ts';
import { checkNothingIsGone } from './gone-objects.ts';

const tableOf = (columns: readonly { readonly name: string; readonly type: string }[], parameters = from) => ({
  version: '0',
  iceberg: false,
  columns,
  partitionKeys: ['day'],
  isView: false,
  parameters,
  withColumns: () => ({ Name: '' }),
  changed: () => ({ Name: '' }),
});
const from: Record<string, string> = { 'tributary.files.from': 'raw/files/shop/orders/' };
const columns = [
  { name: 'total', type: 'bigint' },
  { name: '_rescued_data', type: 'map<string,string>' },
];

test('columns and types come in pairs, and types are written as the catalog has them', () => {
  expect(askedTypes(['total', 'DECIMAL(12, 2)', 'lines', 'array<struct<id: bigint>>'])).toEqual({
    total: 'decimal(12,2)',
    lines: 'array<struct<id:bigint>>',
  });
  expect(askedTypes([])).toEqual({});
  expect(() => askedTypes(['total'])).toThrow('Which type is total to have?');
  expect(() => askedTypes(['total', 'money'])).toThrow('money is no type that files become: boolean');
  expect(() => askedTypes(['a', 'date', 'a', 'string'])).toThrow('a is named twice');
});

test('what is no table of files, or no column of it, is refused with what there is', () => {
  const check = (...names: readonly string[]) => checkedTable('shop_orders', tableOf(columns), names);
  expect(check('total').columns).toHaveLength(1);
  expect(() => check('totl')).toThrow('Did you mean total?');
  expect(() => check('something')).toThrow('There are: total.');
  expect(() => check('day')).toThrow('is a partition');
  expect(() => check('_rescued_data')).toThrow('did not fit');
  expect(() => checkedTable('x', undefined, [])).toThrow('x is no table of the lake');
  expect(() => checkedTable('x', tableOf(columns, {}), [])).toThrow('x is no table of files');
});

test('a table whose objects are gone from raw is refused, as it would lose their rows', () => {
  const table = { from: 'raw/files/shop/orders/' };
  expect(() => checkNothingIsGone(0, 'shop_orders', table)).not.toThrow();
  expect(() => checkNothingIsGone(1, 'shop_orders', table)).toThrow(
    '1 object of shop_orders is gone from raw/files/shop/orders/ in the raw bucket',
  );
  expect(() => checkNothingIsGone(1200, 'shop_orders', table)).toThrow('1,200 objects of shop_orders are gone');
  expect(() => checkNothingIsGone(1, 'shop_orders', table)).toThrow('--force');
});

test('a table is followed from the order to the moment in which readers see its new types', async () => {
  const none = { count: 0, isCut: false };
  const steps: RetypeSeen[] = [
    { making: 3, shown: 2, isView: false, receipts: none },
    { making: 4, shown: 2, isView: false, receipts: none },
    { making: 4, shown: 2, isView: false, receipts: { count: 1, isCut: false } },
    { making: 4, shown: 4, isView: true, receipts: none },
    { making: 4, shown: 4, isView: false, receipts: none },
  ];
  const told: string[] = [];
  const seen = await followRetype(
    't',
    { making: 3, shown: 2 },
    {
      look: async () => steps.shift() ?? { making: 9, shown: 9, isView: false, receipts: none },
      tell: (words) => void told.push(words),
      awaits: () => undefined,
      whereToLook: '',
      pause: async () => undefined,
      now: () => 0,
    },
  );
  expect(seen.shown).toBe(4);
  expect(told).toEqual([
    't is to be made again',
    'the files of t are read for their types',
    'rows of 1 file of t are made again',
    't is being shown with its new types',
  ]);
});

test.each([
  [{ count: 3, isCut: false }, 4, 'Of t nothing was made again for 10 minutes: look there'],
  [{ count: 0, isCut: false }, 1, 'The order to make t again was not taken up for 10 minutes: look there'],
])('where nothing moves it is given up, and said where to look', async (receipts, making, words) => {
  let at = 0;
  const failed = await followRetype(
    't',
    { making: 1, shown: 1 },
    {
      look: async () => ({ making, shown: 1, isView: false, receipts }),
      tell: () => undefined,
      awaits: () => undefined,
      whereToLook: 'look there',
      async pause(millis) {
        at += millis;
      },
      now: () => at,
    },
  ).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(StuckError);
  expect(failed).toMatchObject({ message: words });
});

test('what changed is told by what columns are called in the files', () => {
  const before = checkedTable('t', tableOf([...columns, { name: 'zip', type: 'bigint' }]), []);
  const after = checkedTable(
    't',
    tableOf([
      { name: 'total', type: 'double' },
      { name: 'new', type: 'date' },
    ]),
    [],
  );
  const changed = changedColumns(before, after);
  expect(changed).toEqual([
    { column: 'total', before: 'bigint', after: 'double' },
    { column: 'new', before: null, after: 'date' },
    { column: 'zip', before: 'bigint', after: null },
  ]);
  const retyped = { table: 't', generation: 2, columns: changed, seconds: 1 };
  const told = renderRetyped({ ...retyped, before: { rows: 9, rescued: 5 }, after: { rows: 9, rescued: 0 } }, false);
  expect(told).toMatch(/│ total +│ bigint +│ double +│\n/);
  expect(told).toContain('9 rows; 0 values rescued, before 5\n');
  expect(renderRetyped({ ...retyped, columns: [], before: null, after: null }, false)).toBe(
    'No column has another type.\n',
  );
});
