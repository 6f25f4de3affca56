import { expect, test } from 'vitest';
import { isData, placesOf } from './places.ts';

const file = (key: string, size = 1) => ({ key, path: `/${key}`, size, etag: 'e', lastModified: 0 });
const files = (...keys: string[]) => keys.map((key) => file(key));
const target = (prefix: string, tableLevel?: number) => ({ bucket: 'b', prefix, tableLevel });

test('tables are the folders of the level that is set, and what lies deeper are their partitions', () => {
  const places = placesOf(
    target('raw/files/shop/', 5),
    files(
      'raw/files/shop/orders/2026/11/a.csv',
      'raw/files/shop/orders/2026/12/b.csv',
      'raw/files/shop/All-Items/c.csv',
    ),
  );
  expect(places).toMatchObject([
    {
      name: 'orders',
      location: 's3://b/raw/files/shop/orders/',
      partitionKeys: ['partition_0', 'partition_1'],
      partitions: [
        { values: ['2026', '11'], location: 's3://b/raw/files/shop/orders/2026/11/' },
        { values: ['2026', '12'] },
      ],
    },
    { name: 'all_items', partitionKeys: [], partitions: [] },
  ]);
});

test('partitions of folders with names have those, decoded', () => {
  const [place] = placesOf(target('t/'), files('t/x/Day=a%2Fb/part_2=%zz/f'));
  expect(place).toMatchObject({
    name: 'x',
    partitionKeys: ['day', 'part_2'],
    partitions: [{ values: ['a/b', '%zz'] }],
  });
});

test('a target in which files lie is a table itself', () => {
  expect(placesOf(target('t/orders'), files('t/orders/a', 't/orders/b'))).toMatchObject([
    { name: 'orders', location: 's3://b/t/orders/', partitionKeys: [] },
  ]);
});

test('folders that are partitions of different columns are refused by name', () => {
  expect(() => placesOf(target('t/', 3), files('t/x/a=1/f', 't/x/b=1/f'))).toThrow(
    's3://b/t/x/ are partitions of different columns',
  );
});

test('hidden and empty files are no data', () => {
  expect([file('t/_SUCCESS'), file('t/.x'), file('t/a', 0), file('t/a')].map(isData)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
