import { compactionTarget } from '@tributary/query/compaction/core/compaction-target.ts';
import { eventColumns } from '@tributary/query/compaction/core/event-table.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { expect, test } from 'vitest';
import { rows, run, start } from '../../local/aws/athena/testing/lake.ts';
import { eventColumns as declared } from '../datasets/raw-columns.ts';

const target = compactionTarget({
  databases: { lake: 'lake', raw: 'raw' },
  lakeBucket: 'bucket',
  keep: { snapshotSeconds: 3_600, metadataFiles: 50 },
  ...{ closeMs: 0, gatherMs: 0, optimizeAfterMs: 0, vacuumAfterMs: 0, now: () => 0 },
});

const unit = (id: string, lane = 'compact'): Unit => ({ id, lane, version: '1', dueAt: 0 });

const event = (event_id: string, payload: unknown) => ({
  ...{ event_id, event_type: 'order_placed', entity: 'order', entity_id: '1', source: 'x', payload },
  ...{ occurred_at: '2026-11-20T13:00:00.000Z', ingested_at: '2026-11-20T13:00:00.000Z' },
});

async function withEvents() {
  const lake = await start();
  const does = async (sql: string): Promise<void> => {
    const { Status } = await run(lake, sql);
    if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason}\n${sql}`);
  };
  await does('CREATE DATABASE lake');
  await does('CREATE DATABASE raw');
  const columns = Object.entries(declared).map(([name, type]) => `${name} ${type}`);
  await does(
    `CREATE EXTERNAL TABLE raw.events_order_placed (${columns.join(', ')}) PARTITIONED BY (year string, month string, day string, hour string)
     ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bucket/raw/events/order_placed/'`,
  );
  const query = async (sql: string) => (await rows(lake, sql)).slice(1);
  return {
    query,
    async land(name: string, day: string, hour: string, events: readonly object[]) {
      const key = `raw/events/order_placed/year=2026/month=11/day=${day}/hour=${hour}/${name}`;
      await lake.put(key, events.map((each) => `${JSON.stringify(each)}\n`).join(''));
      await does('MSCK REPAIR TABLE raw.events_order_placed');
    },
    /** What a run of the target does for these days. */
    async compact(...days: readonly string[]) {
      const units = days.map((day) => unit(`order_placed/2026-11-${day}`));
      for (const { sql } of target.lanes.compact?.steps?.(units, 'r') ?? []) await does(sql);
    },
    upkeep: (lane: 'optimize' | 'vacuum', id: string) => does(target.lanes[lane]?.statement([unit(id, lane)]) ?? ''),
    list: () => query(target.lanes.list?.statement([unit('order_placed', 'list')]) ?? ''),
    compacted: () =>
      query('SELECT event_id, day, hour, payload FROM lake.order_placed_events ORDER BY day, hour, event_id'),
    /** Rows that only one of the tables has, of the days given. */
    differences: async (days: string) => {
      const of = (table: string) =>
        `SELECT ${Object.keys(eventColumns).join(', ')}, count(*) AS copies FROM ${table} WHERE day IN (${days}) GROUP BY ${Object.keys(eventColumns).join(', ')}`;
      const [one, other] = [of('raw.events_order_placed'), of('lake.order_placed_events')];
      return query(`(${one} EXCEPT ${other}) UNION ALL (${other} EXCEPT ${one})`);
    },
  };
}

test('the columns are those of the raw tables, with the columns of their folders', () => {
  expect(eventColumns).toEqual({ ...declared, year: 'string', month: 'string', day: 'string', hour: 'string' });
});

test('days become what lies in raw, each row as often as it lies there, and no other day', async () => {
  const { land, compact, compacted, differences, query } = await withEvents();
  await land('a.json', '20', '13', [event('e-1', { total: 12.5, Äb: ['x', null] }), event('e-2', 'no object')]);
  await land('b.json', '20', '14', [event('e-1', { total: 12.5 }), event('e-3', null)]);
  await land('c.json', '21', '00', [event('e-4', {})]);
  await land('d.json', '22', '00', [event('e-5', {})]);
  await compact('20', '21');
  expect(await compacted()).toEqual([
    ['e-1', '20', '13', '{"total":12.5,"Äb":["x",null]}'],
    ['e-2', '20', '13', 'no object'],
    ['e-1', '20', '14', '{"total":12.5}'],
    ['e-3', '20', '14', null],
    ['e-4', '21', '00', '{}'],
  ]);
  expect(await differences("'20', '21'")).toEqual([]);
  expect(await query(`SELECT count(DISTINCT "$path") > 1 FROM lake.order_placed_events`)).toEqual([['true']]);
});

test('an object that lands later makes its day again, and leaves the other days as they are', async () => {
  const { land, compact, compacted, differences } = await withEvents();
  const twice = event('e-1', { total: 1 });
  await land('a.json', '20', '13', [twice, twice]);
  await land('b.json', '21', '13', [event('e-2', {})]);
  await compact('20', '21');
  await land('late.json', '20', '23', [event('e-3', {})]);
  await compact('20');
  await compact('20');
  expect((await compacted()).map(([id, day, hour]) => `${id} ${day} ${hour}`)).toEqual([
    ...['e-1 20 13', 'e-1 20 13', 'e-3 20 23', 'e-2 21 13'],
  ]);
  expect(await differences("'20', '21'")).toEqual([]);
});

test('an object that was put again, or is gone, is not there as it was', async () => {
  const { land, compact, compacted } = await withEvents();
  await land('a.json', '20', '13', [event('e-1', { n: 1 })]);
  await land('b.json', '20', '14', [event('e-2', { n: 1 })]);
  await compact('20');
  await land('a.json', '20', '13', [event('e-1', { n: 2 })]);
  await land('b.json', '20', '14', []);
  await compact('20');
  expect(await compacted()).toEqual([['e-1', '20', '13', '{"n":2}']]);
});

test('OPTIMIZE of a day and VACUUM leave the rows as they are', async () => {
  const { land, compact, compacted, upkeep } = await withEvents();
  await land('a.json', '20', '13', [event('e-1', {})]);
  await compact('20');
  await land('b.json', '20', '13', [event('e-2', {})]);
  await compact('20');
  await upkeep('optimize', 'optimize:order_placed/2026-11-20');
  await upkeep('vacuum', 'vacuum:order_placed');
  expect((await compacted()).map(([id]) => id)).toEqual(['e-1', 'e-2']);
});

test('days that lay there before are listed by the partitions of the raw table', async () => {
  const { land, list } = await withEvents();
  await land('a.json', '20', '13', [event('e-1', {})]);
  await land('b.json', '20', '14', [event('e-2', {})]);
  await land('c.json', '21', '01', [event('e-3', {})]);
  const listed = await list();
  expect(listed).toEqual([
    ['order_placed', '2026', '11', '21'],
    ['order_placed', '2026', '11', '20'],
  ]);
  const found = target.lanes.list?.found?.(
    listed.map((row) => row.map((value) => value ?? undefined)),
    7,
  );
  expect(found?.map(({ id, lane }) => `${lane} ${id}`)).toEqual([
    'compact order_placed/2026-11-21',
    'compact order_placed/2026-11-20',
  ]);
});
