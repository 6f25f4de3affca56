import { expect, test } from 'vitest';
import { isDmsName, orderDmsFiles } from './dms-file.ts';

const folders = [
  { folder: 'raw/db/shop/orders', path: 'shop/orders' },
  { folder: 'raw/db/crm/accounts', path: 'crm/accounts' },
  { folder: 'raw/db/second/crm/accounts', path: 'crm/accounts' },
  { folder: 'raw/db/shop-transactions', path: 'raw/db/shop-transactions' },
];
const keys = (files: readonly string[], to?: string) => orderDmsFiles(files, { to, folders }).map(({ key }) => key);

test.each([
  ['LOAD0000000A.csv', true],
  ['a/b/LOAD00000001.csv.gz', true],
  ['20261117-230949101.csv', true],
  ['20141029-1134010000.parquet', true],
  ['LOAD00000001.log', false],
  ['LOAD0000000G.csv', false],
  ['access.log.gz', false],
  ['20261117.csv', false],
])('%s is named as DMS does: %s', (file, is) => {
  expect(isDmsName(file)).toBe(is);
});

test('loads come first, by their counter, then changes of all tables by their time; folders of the day are kept', () => {
  expect(
    keys([
      '/x/shop/orders/2026/11/17/20261117-230949101.csv',
      '/x/shop/orders/20261117-220949101.csv.gz',
      '/x/shop/orders/LOAD00000010.csv',
      '/x/shop/orders/LOAD0000000A.csv',
      '/x/raw/db/second/crm/accounts/LOAD00000002.csv.gz',
      '/x/raw/db/shop-transactions/20261117-220949100.csv',
    ]),
  ).toEqual([
    'raw/db/second/crm/accounts/LOAD00000002.csv.gz',
    'raw/db/shop/orders/LOAD0000000A.csv',
    'raw/db/shop/orders/LOAD00000010.csv',
    'raw/db/shop-transactions/20261117-220949100.csv',
    'raw/db/shop/orders/20261117-220949101.csv.gz',
    'raw/db/shop/orders/2026/11/17/20261117-230949101.csv',
  ]);
});

test('--to says the folder of files that lie anywhere', () => {
  expect(keys(['/tmp/2026/11/17/20261117-230949101.csv', '/tmp/LOAD00000001.csv'], 'raw/db/a/b')).toEqual([
    'raw/db/a/b/LOAD00000001.csv',
    'raw/db/a/b/2026/11/17/20261117-230949101.csv',
  ]);
});

test('a folder of no table, or of two, is refused with what to do', () => {
  expect(() => keys(['/tmp/orders/LOAD00000001.csv'])).toThrow(
    /no table of .*changes.yml \(shop\/orders, .*--to raw\/db/,
  );
  expect(() => keys(['/x/crm/accounts/LOAD00000001.csv'])).toThrow(
    /may be of raw\/db\/crm\/accounts or raw\/db\/second\/crm\/accounts: .*--to/,
  );
});
