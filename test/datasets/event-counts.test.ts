import { expect, test } from 'vitest';
import { createDatasetLake } from './dataset-lake.ts';
import { statsColumns } from './raw-columns.ts';

type Told = Readonly<Record<string, string | number>>;

/** A line of the tally: a minute of shard 1, unless told otherwise. */
const line = (window_start: string, told: Told = {}) => ({
  ...{ window_start, window_end: window_start, shard_id: 'shard-1', event_type: 'order_placed' },
  ...{ events: 1, repeated: 0, entities: 1, entities_error: 0, bytes: 100, late: 0 },
  ...{ first_sequence_number: '10', last_sequence_number: '19', terminated_early: false },
  ...told,
});

async function counted(...landed: readonly (readonly [hour: string, lines: readonly object[]])[]) {
  const lake = await createDatasetLake();
  await lake.json('raw.event_stats', statsColumns);
  for (const [hour, lines] of landed) await lake.land('raw.event_stats', hour, lines);
  await lake.compute('event_counts_hourly', ['2026-11-20']);
  return lake.query(
    `SELECT CAST(at_hour AS varchar) AS hour, event_type AS type, events, repeated, late, bytes, windows
     FROM lake.event_counts_hourly ORDER BY 1, 2`,
  );
}

test('minutes of all shards add up to hours, per event type', async () => {
  const rows = await counted(
    [
      '2026-11-20T13',
      [
        line('2026-11-20T13:00:00.000Z', { events: 3, repeated: 1, late: 2, bytes: 400 }),
        line('2026-11-20T13:00:00.000Z', { events: 4, shard_id: 'shard-2' }),
        line('2026-11-20T13:59:00.000Z', { events: 5 }),
        line('2026-11-20T13:00:00.000Z', { events: 7, event_type: 'order_shipped' }),
      ],
    ],
    ['2026-11-20T14', [line('2026-11-20T14:00:00.000Z', { events: 6 })]],
    ['2026-11-21T00', [line('2026-11-21T00:00:00.000Z', { events: 8 })]],
  );
  const hour = '2026-11-20 13:00:00.000000';
  expect(rows).toEqual([
    { hour, type: 'order_placed', events: '12', repeated: '1', late: '2', bytes: '600', windows: '2' },
    { hour, type: 'order_shipped', events: '7', repeated: '0', late: '0', bytes: '100', windows: '1' },
    {
      ...{ hour: '2026-11-20 14:00:00.000000', type: 'order_placed', events: '6', repeated: '0', late: '0' },
      ...{ bytes: '100', windows: '1' },
    },
  ]);
});

test('parts of a window that was ended early add up, and a part that lies there twice is one', async () => {
  const at = '2026-11-20T13:00:00.000Z';
  const rest = line(at, { events: 2, first_sequence_number: '20', last_sequence_number: '25' });
  const rows = await counted(
    ['2026-11-20T13', [line(at, { events: 5 }), rest]],
    ['2026-11-20T13', [line(at, { events: 4, last_sequence_number: '9' }), rest]],
  );
  expect(rows).toMatchObject([{ events: '7', windows: '1' }]);
});
