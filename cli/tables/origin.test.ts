import { expect, test } from 'vitest';
import { readTableHeaders } from './headers.ts';
import { createOriginOf } from './origin.ts';

test('a table comes from the raw folder that it is parsed from, from a service, or from where it lies', () => {
  const originOf = createOriginOf();
  const table = { kind: 'parquet', from: undefined, location: 's3://bucket/lake/some/' } as const;
  expect(originOf({ ...table, name: 'haproxy_requests' })).toBe('raw/logs/');
  expect(originOf({ ...table, name: 'shop_orders_changes' })).toBe('raw/db/shop/orders/');
  expect(originOf({ ...table, name: 'any', from: 'raw/files/a/b/' })).toBe('raw/files/a/b/');
  expect(originOf({ ...table, name: 'integration_usage' })).toBe('services/query');
  expect(originOf({ ...table, name: 'elsewhere' })).toBe('lake/some/');
  expect(originOf({ ...table, name: 'elsewhere', kind: 'view' })).toBe('a view');
});

test('what files say of their tables is read of their headers', () => {
  const headers = readTableHeaders();
  expect(headers.find(({ name }) => name === 'account_events')).toMatchObject({
    kind: 'dataset',
    owner: 'success',
    tags: ['events', 'accounts'],
    columns: { day: 'Day (UTC) on which the events arrived' },
    sensitive: [],
  });
  expect(headers.find(({ name }) => name === 'integration_trend')?.kind).toBe('view');
});
