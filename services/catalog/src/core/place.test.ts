import { expect, test } from 'vitest';
import { type DeclaredTables, placeOf } from './place.ts';

const declared: DeclaredTables = {
  haproxy_receipts: {
    prefix: 'receipts/haproxy/',
    database: 'raw',
    format: 'json',
    columns: { object_key: 'string' },
  },
};

test('finds the table, folder and partitions of a Parquet object', () => {
  expect(placeOf('lake/haproxy_requests/year=2026/month=11/x.parquet', declared)).toEqual({
    database: 'lake',
    table: 'haproxy_requests',
    format: 'parquet',
    tableFolder: 'lake/haproxy_requests/',
    folder: 'lake/haproxy_requests/year=2026/month=11/',
    partitions: [
      { name: 'year', value: '2026' },
      { name: 'month', value: '11' },
    ],
  });
});

test('finds a declared table, whose columns are given', () => {
  expect(placeOf('receipts/haproxy/year=2026/a.json', declared)).toMatchObject({
    database: 'raw',
    table: 'haproxy_receipts',
    columns: [{ name: 'object_key', type: 'string' }],
    partitions: [],
  });
});

test.each([
  'lake/haproxy_requests/year=2026/x.csv',
  'lake/Haproxy/x.parquet',
  'lake/x.parquet',
  'iceberg/integration_requests/data/x.parquet',
  'lake/t/_temporary.parquet',
  'lake/t/.hidden.parquet',
  'lake/t/',
])('%s is in no table', (key) => {
  expect(placeOf(key, declared)).toBeUndefined();
});
