import { GlueClient } from '@aws-sdk/client-glue';
import { expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { createRawEvents, eventDaysIn, type RawEvents } from './event-days.ts';

const there = new Set(['events_placed 2026-11-20', 'events_placed 2026-11-21', 'events_shipped 2026-11-20']);
const raw: RawEvents = {
  database: 'raw',
  listTables: async () => ['events_account', 'events_placed', 'events_shipped', 'event_stats'],
  has: async (table, day) => there.has(`${table} ${day}`),
};
const asked = (days: readonly string[], ...types: readonly string[]) =>
  eventDaysIn(raw, { days, types, taken: new Set(['account_events']) });

test('days of all event types are those that lie in raw; of one that is named, its own', async () => {
  expect(await asked(['2026-11-19', '2026-11-20', '2026-11-21'])).toEqual([
    'placed/2026-11-20',
    'placed/2026-11-21',
    'shipped/2026-11-20',
  ]);
  expect(await asked(['2026-11-20'], 'shipped')).toEqual(['shipped/2026-11-20']);
});

test.each([
  [['2026-11-22'], [], 'No events lie in raw for 2026-11-22.'],
  [['2026-11-21', '2026-11-22'], ['shipped'], 'No events of shipped lie in raw for 2026-11-21 to 2026-11-22.'],
  [['2026-11-20'], ['shiped'], 'No event type shiped has a table of raw. Did you mean shipped?'],
  [['2026-11-20'], ['account'], 'their table would be account_events'],
])('of %j of %j it says: %s', async (days, types, said) => {
  await expect(asked(days, ...types)).rejects.toThrow(UsageError);
  await expect(asked(days, ...types)).rejects.toThrow(said);
});

test('more than one message has room for is refused', async () => {
  const days = Array.from({ length: 201 }, (_, at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
  const all = { ...raw, has: async () => true };
  await expect(eventDaysIn(all, { days, types: ['placed', 'shipped'], taken: new Set() })).rejects.toThrow(
    'These are 402 days of events, and one call takes 400 at most',
  );
});

test('a day is there once the catalog has a partition of it', async () => {
  const inputs: object[] = [];
  const glue = Object.assign(new GlueClient({ region: 'eu-west-1' }), {
    send: async ({ input }: { readonly input: object }) => {
      inputs.push(input);
      return { Partitions: inputs.length === 1 ? [{}] : [] };
    },
  });
  const { has } = createRawEvents(glue, 'raw');
  expect([await has('events_placed', '2026-11-20'), await has('events_placed', '2026-11-21')]).toEqual([true, false]);
  expect(inputs[0]).toMatchObject({
    DatabaseName: 'raw',
    TableName: 'events_placed',
    Expression: "year = '2026' AND month = '11' AND day = '20'",
  });
});
