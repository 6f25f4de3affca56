import { describe, expect, test } from 'vitest';
import { compactionUnits, eventDayOf, listedUnits } from './compaction-units.ts';

const closing = { closeMs: 2 * 3_600_000, gatherMs: 300_000 };
const at = (text: string) => Date.parse(text);
const updated = (table: string, partitions: readonly string[] | undefined, now: string) =>
  compactionUnits(
    { detail: { table, ...(partitions && { partitions: [...partitions] }) }, stamp: 's', now: at(now) },
    closing,
  );

const hour = (day: number, of: number) => `year=2026/month=11/day=${day}/hour=${of}`;

describe('an object of an event type', () => {
  test('asks for its day once the day is closed, however many objects land', () => {
    const now = '2026-11-20T13:00:00Z';
    expect(updated('events_order_placed', [hour(20, 12), hour(20, 13), hour(19, 23)], now)).toEqual([
      {
        ...{ id: 'order_placed/2026-11-19', lane: 'compact', partition: '2026-11-19', stamp: 's', since: at(now) },
        ...{ dueAt: at('2026-11-20T13:05:00Z'), why: ['Table Updated of raw.events_order_placed'] },
      },
      {
        ...{ id: 'order_placed/2026-11-20', lane: 'compact', partition: '2026-11-20', stamp: 's', since: at(now) },
        ...{ dueAt: at('2026-11-21T02:00:00Z'), why: ['Table Updated of raw.events_order_placed'] },
      },
    ]);
  });

  test('of a day that has long been closed gathers others first', () => {
    const [unit] = updated('events_order_placed', [hour(20, 12)], '2027-01-01T00:00:00Z') ?? [];
    expect(unit?.dueAt).toBe(at('2027-01-01T00:05:00Z'));
  });

  test('says nothing where it is of no day, or of another table', () => {
    expect(updated('events_order_placed', ['year=2026/month=13/day=45/hour=00'], '2026-11-20T13:00:00Z')).toEqual([]);
    expect(updated('events_order_placed', undefined, '2026-11-20T13:00:00Z')).toEqual([]);
    expect(updated('event_stats', [hour(20, 12)], '2026-11-20T13:00:00Z')).toBeUndefined();
    expect(updated('events_Order', [hour(20, 12)], '2026-11-20T13:00:00Z')).toBeUndefined();
  });
});

test('days that were listed are done like those that changed; what is no day is passed over', () => {
  const rows = [['order_placed', '2026', '11', '20'], ['order_placed', '__HIVE_DEFAULT_PARTITION__', '11', '20'], []];
  expect(listedUnits(rows, at('2026-11-20T13:00:00Z'), closing)).toMatchObject([
    { id: 'order_placed/2026-11-20', lane: 'compact', dueAt: at('2026-11-21T02:00:00Z'), stamp: 'filled' },
  ]);
});

test.each([
  ['order_placed/2026-11-20', 'order_placed'],
  ['optimize:order_placed/2026-11-20', 'order_placed'],
])('%s is a day of an event type', (id, eventType) => {
  expect(eventDayOf(id)).toEqual({ eventType, day: '2026-11-20' });
});

test.each(['order_placed', "o'r/2026-11-20", 'order_placed/2026-11', '/2026-11-20'])('%s is none', (id) => {
  expect(() => eventDayOf(id)).toThrow('Not a day of an event type');
});
