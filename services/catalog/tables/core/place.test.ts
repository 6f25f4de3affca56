import { expect, test } from 'vitest';
import { PlaceError, placeOf } from './place.ts';
import { tablesFile } from './tables-file.ts';

const { tables: declared } = tablesFile.parse({
  tables: {
    haproxy_receipts: {
      prefix: 'receipts/haproxy/',
      database: 'raw',
      format: 'json',
      columns: { object_key: 'string' },
    },
    'events_{event_type}': {
      prefix: 'raw/events/{event_type}/',
      database: 'raw',
      format: 'json',
      partitions: ['year', 'month', 'day', 'hour'],
      limit: 500,
      columns: { event_id: 'string' },
    },
  },
});

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
    generation: 1,
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

const thirteen = [
  { name: 'year', value: '2026' },
  { name: 'month', value: '11' },
  { name: 'day', value: '20' },
  { name: 'hour', value: '13' },
];

test.each(['raw/events/order_paid/year=2026/month=11/day=20/hour=13/', 'raw/events/order_paid/2026/11/20/13/'])(
  'finds the table that an open name makes of a folder, with the hour of %s',
  (folder) => {
    expect(placeOf(`${folder}tributary-events-1-2026-11-20-13-00-00-f00.gz`, declared)).toEqual({
      database: 'raw',
      table: 'events_order_paid',
      format: 'json',
      columns: [{ name: 'event_id', type: 'string' }],
      family: { namePrefix: 'events_', limit: 500 },
      tableFolder: 'raw/events/order_paid/',
      folder,
      partitions: thirteen,
    });
  },
);

test.each([
  ['raw/events/Order-Paid/year=2026/month=11/day=20/hour=13/a.gz', 'the {event_type}'],
  [`raw/events/${'a'.repeat(64)}/year=2026/month=11/day=20/hour=13/a.gz`, '63 characters'],
  ['raw/events/a.gz', 'the {event_type}'],
  ['raw/events/order_paid/a.gz', 'year=…/month=…/day=…/hour=…/ are expected after raw/events/order_paid/'],
  ['raw/events/order_paid/year=2026/month=11/a.gz', 'hour=…/ are expected'],
])('refuses %s, whose folders are not as declared', (key, message) => {
  expect(() => placeOf(key, declared)).toThrow(PlaceError);
  expect(() => placeOf(key, declared)).toThrow(message);
});

test.each([
  'lake/haproxy_requests/year=2026/x.csv',
  'lake/Haproxy/x.parquet',
  'lake/x.parquet',
  'iceberg/integration_requests/data/x.parquet',
  'lake/t/_temporary.parquet',
  'lake/t/.hidden.parquet',
  'lake/t/',
  'raw/logs/haproxy/year=2026/x',
])('%s is in no table', (key) => {
  expect(placeOf(key, declared)).toBeUndefined();
});
