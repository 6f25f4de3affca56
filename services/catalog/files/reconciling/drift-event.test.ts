import { tableDrift } from '@tributary/shared/events.ts';
import { describe, expect, test } from 'vitest';
import { driftOf } from './drift-event.ts';
import { createLake, records } from './reconcile-for-tests.ts';
import type { Report } from './report.ts';

const report: Report = {
  table: 'shop_orders',
  from: 'raw/files/shop/orders/',
  at: '2026-11-20T02:30:00.000Z',
  ...{ raw_objects: 3, files: 3, bytes: 1, rows: 1, rescued: 0, missed: 0, orphaned: 0, partitions: 1 },
  ...{ partitions_added: 0, partitions_removed: 0, drift: [], retyped: false },
};

describe('a report', () => {
  test('of a table that is as its files are tells nothing, nor of files whose objects are gone, which stay', () => {
    expect(driftOf({ ...report, orphaned: 2 }, 'lake')).toEqual([]);
  });

  test.each([
    [{ missed: 2 }, { missed: 2 }],
    [{ partitions_added: 1, partitions_removed: 2 }, { partitionsMended: 3 }],
    [
      { drift: ['id: bigint, string'], left: 'few' },
      { columns: ['id: bigint, string'], left: 'few' },
    ],
  ])('with %o tells of it, by the contract', (found, told) => {
    const [event] = driftOf({ ...report, ...found }, 'lake');
    expect(event).toMatchObject({ type: 'Table Drift', detail: { table: 'shop_orders', database: 'lake', ...told } });
    expect(tableDrift.parse(event?.detail)).toEqual(event?.detail);
  });

  test('tells of a hundred columns at most', () => {
    const [event] = driftOf({ ...report, drift: records(101, (at) => ({ at })).map(String) }, 'lake');
    expect(event?.detail).toMatchObject({ columns: { length: 100 } });
  });
});

test('a night tells the lake of an object that was missed, the next one nothing', async () => {
  const lake = createLake();
  await lake.land('year=2026/a.json', { id: 1 });
  lake.landOnly('year=2026/b.json', { id: 2 });
  await lake.night();
  expect(lake.told).toMatchObject([{ type: 'Table Drift', detail: { missed: 1, table: 'shop_orders' } }]);
  await lake.convert('raw/files/shop/orders/year=2026/b.json');
  await lake.register('shop_orders');
  await lake.night();
  expect(lake.told).toHaveLength(1);
});
