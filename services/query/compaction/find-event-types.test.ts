import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { createFindEventTypes } from './find-event-types.ts';

function setUp() {
  const store = createMemoryStore();
  const woken: string[] = [];
  let clock = 10_000_000;
  let lists = 0;
  const find = createFindEventTypes({
    listRawTables: async () => {
      lists += 1;
      return ['event_stats', 'events_account', 'events_order_placed', 'events_order_shipped'];
    },
    lakeHas: async (table) => table === 'order_placed_events',
    taken: new Set(['account_events']),
    store,
    wake: async (target) => {
      woken.push(target);
    },
    now: () => clock,
  });
  const pass = (ms: number) => {
    clock += ms;
  };
  return { store, woken, find, pass, lists: () => lists };
}

test('event types without a table have their days listed, and nothing else has', async () => {
  const { store, woken, find } = setUp();
  await find();
  expect(await store.waiting('compaction', 0, 9)).toMatchObject([{ id: 'order_shipped', lane: 'list' }]);
  expect(woken).toEqual(['compaction']);
});

test('tables are looked through once an hour', async () => {
  const { find, pass, lists } = setUp();
  await find();
  pass(3_599_000);
  await find();
  expect(lists()).toBe(1);
  pass(2_000);
  await find();
  expect(lists()).toBe(2);
});
