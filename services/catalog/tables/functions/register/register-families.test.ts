import { describe, expect, test } from 'vitest';
import type { DeclaredTables } from '../../core/tables-file.ts';
import { createRegister } from './register.ts';
import { createCatalog, created } from './register-for-tests.ts';

describe('register', () => {
  const events: DeclaredTables = {
    'events_{event_type}': {
      prefix: 'raw/events/{event_type}/',
      database: 'raw',
      format: 'json',
      partitions: ['year', 'month', 'day', 'hour'],
      limit: 2,
      columns: { event_id: 'string', payload: 'string' },
    },
  };
  const eventKey = (type: string, hour: string) => `raw/events/${type}/year=2026/month=11/day=20/hour=${hour}/a.gz`;

  test('makes a table per event type, with an hour per partition, without reading a byte', async () => {
    const { deps, tables, partitions } = createCatalog(0, events);
    const unread = async () => Promise.reject(new Error('was read'));
    const register = createRegister({ ...deps, readFooter: unread });
    for (const hour of ['13', '14']) await register(created(eventKey('order_paid', hour)));
    expect(tables.get('tributary_raw_test.events_order_paid')?.table).toMatchObject({
      PartitionKeys: ['year', 'month', 'day', 'hour'].map((Name) => ({ Name, Type: 'string' })),
      StorageDescriptor: {
        Columns: [
          { Name: 'event_id', Type: 'string' },
          { Name: 'payload', Type: 'string' },
        ],
        Location: 's3://lake-bucket/raw/events/order_paid/',
        SerdeInfo: { Parameters: { 'case.insensitive': 'false' } },
      },
    });
    expect([...partitions.keys()]).toEqual([
      'tributary_raw_test.events_order_paid/2026/11/20/13',
      'tributary_raw_test.events_order_paid/2026/11/20/14',
    ]);
  });

  test('makes no more tables than declared, and goes on with those that are there', async () => {
    const { register, tables } = createCatalog(0, events);
    for (const type of ['a', 'b']) await register(created(eventKey(type, '13')));
    await expect(register(created(eventKey('c', '13')))).rejects.toThrow(/events_c would be table 3 .* allows 2/);
    await register(created(eventKey('a', '14')));
    expect(tables.size).toBe(2);
  });
});
