import { describe, expect, test } from 'vitest';
import type { Declarations, DeclaredFiles } from './declaration/files.ts';
import { undeclared } from './declaration/files.ts';
import { filePlaceOf } from './place.ts';

const declared: DeclaredFiles = { hints: { format: 'csv' }, nulls: ['NULL'], columns: new Map() };
const declarations: Declarations = {
  files: new Map([['stripe_charges', declared]]),
  events: new Map([['order_paid', declared]]),
};
const place = (key: string) => filePlaceOf(key, declarations);

describe('the table of a file', () => {
  test('is that of its source and object, with what is declared of it', () => {
    expect(place('raw/saas/stripe/charges/year=2026/month=11/a.json')).toEqual({
      table: 'stripe_charges',
      folder: 'raw/saas/stripe/charges/',
      partitions: [
        { name: 'year', value: '2026' },
        { name: 'month', value: '11' },
      ],
      declared,
    });
    expect(place('raw/files/Shop.eu/Größen (neu)/x/y/a b.csv')).toEqual({
      table: 'shop_eu_grossen_neu',
      folder: 'raw/files/Shop.eu/Größen (neu)/',
      partitions: [],
      declared: undeclared,
    });
  });

  test('is that of its event type, where columns of it are declared', () => {
    expect(place('raw/events/order_paid/2026/11/29/10/a.gz')).toEqual({
      table: 'events_order_paid',
      folder: 'raw/events/order_paid/',
      partitions: [
        { name: 'year', value: '2026' },
        { name: 'month', value: '11' },
        { name: 'day', value: '29' },
        { name: 'hour', value: '10' },
      ],
      declared,
    });
  });

  test.each([
    'raw/files/shop/a.json',
    'raw/files/shop/orders/',
    'raw/files/shop/orders/x/',
    'raw/files/shop/orders/_SUCCESS',
    'raw/files/shop/orders/.a.crc',
    'raw/files/shop/orders/_delta_log/00000.json',
    'raw/files/shop/orders/day=1/.part/a.json',
    'raw/events/other/a.json',
    'raw/events/order_paid/_a.json',
    'raw/events/order_paid/',
    'raw/logs/haproxy/2026/a',
    'rejected/raw/files/shop/orders/a.json',
    'raw/files//orders/a.json',
    '',
  ])('%j is in none', (key) => {
    expect(place(key)).toBeUndefined();
  });

  test('is found whatever the name of the file', () => {
    for (const file of ['a\nb.json', 'x=1', '中文', 'a_b', 'x/_y=1/a', ' '])
      expect(place(`raw/files/a/b/${file}`)?.table).toBe('a_b');
  });

  test('is never one that stands beside another for a generation', () => {
    for (const object of ['orders__2', 'orders_2', 'orders  2', 'orders-_2'])
      expect(place(`raw/files/shop/${object}/a`)?.table).toBe('shop_orders_2');
    expect(place('raw/files/shop/_2/a')?.table).toBe('shop_2');
    expect(place('raw/files/shop/2__x/a')?.table).toBe('shop_2__x');
  });

  test('has partitions whose keys are names that differ', () => {
    const { partitions } = place('raw/files/a/b/Jahr (x)=1/day=2/DAY=3/_rescued_data=4/2x=a%2Fb/c=/f') ?? {};
    expect(partitions).toEqual([
      { name: 'jahr_x', value: '1' },
      { name: 'day', value: '2' },
      { name: 'day_2', value: '3' },
      { name: '_rescued_data_2', value: '4' },
      { name: '_2x', value: 'a/b' },
      { name: 'c', value: '' },
    ]);
  });
});
