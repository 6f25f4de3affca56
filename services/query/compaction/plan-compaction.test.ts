import { expect, test } from 'vitest';
import { createPlanCompaction, createTakeOrder } from './plan-compaction.ts';

const planned = async (database: string, table: string, exists: boolean) => {
  const plan = createPlanCompaction({
    databases: { lake: 'lake', raw: 'raw' },
    closing: { closeMs: 0, gatherMs: 0 },
    tableExists: async (of, name) => exists && of === 'lake' && name === 'order_placed_events',
    taken: new Set(['account_events']),
  });
  const partitions = ['year=2026/month=11/day=20/hour=13'];
  const work = await plan({
    detail: { version: '1', database, table, cause: 'rows', partitions },
    eventId: 'e',
    now: 1,
  });
  return work.map(({ dataset, units }) => [dataset, ...units.map(({ id, lane }) => `${lane} ${id}`)]);
};

test('an object of an event type gives the day to compaction', async () => {
  expect(await planned('raw', 'events_order_placed', true)).toEqual([
    ['compaction', 'compact order_placed/2026-11-20'],
  ]);
});

test('an event type without a table yet has its earlier days listed', async () => {
  expect(await planned('raw', 'events_order_placed', false)).toEqual([
    ['compaction', 'compact order_placed/2026-11-20', 'list order_placed'],
  ]);
});

test('other tables, and an event type whose table would be that of a dataset, give nothing', async () => {
  expect(await planned('lake', 'events_order_placed', true)).toEqual([]);
  expect(await planned('raw', 'event_stats', true)).toEqual([]);
  expect(await planned('raw', 'events_account', false)).toEqual([]);
});

const hour = 3_600_000;
const at = Date.parse('2026-11-21T01:00:00Z');
const takeOrder = createTakeOrder({
  closing: { closeMs: 2 * hour, gatherMs: hour },
  taken: new Set(['account_events']),
});
const ordered = (body: unknown) => takeOrder(body, { stamp: 's', now: at });

test('days that somebody orders are due at once, or as soon as they are closed', () => {
  const due = (...compact: readonly string[]) => ordered({ compact })?.units.map(({ id, dueAt }) => [id, dueAt]);
  expect(due('order_placed/2026-11-19', 'order_placed/2026-11-20')).toEqual([
    ['order_placed/2026-11-19', at],
    ['order_placed/2026-11-20', Date.parse('2026-11-21T02:00:00Z')],
  ]);
  expect(ordered({ compact: ['order_placed/2026-11-19'] })).toMatchObject({
    dataset: 'compaction',
    units: [{ lane: 'compact', partition: '2026-11-19', stamp: 's', since: at, why: ['by hand'] }],
  });
  expect(due('account/2026-11-19', 'order_placed/2026-11-19')).toEqual([['order_placed/2026-11-19', at]]);
});

test.each([
  [{ run: 'compaction', days: ['2026-11-20'] }],
  [{ compact: [] }],
  [{ compact: ['order_placed'] }],
  [{ compact: ['order_placed/2026-13-45'] }],
])('%j is no order of days of events', (body) => {
  expect(ordered(body)).toBeUndefined();
});
