import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { expect, test } from 'vitest';
import { compactionTarget } from './compaction-target.ts';

const files = [
  { partition: '2026-11-20', content: 'deletes', bytes: 1 },
  { partition: '2026-11-21', content: 'data', bytes: 1 },
] as const;

const looked: string[] = [];
const { lanes } = compactionTarget({
  databases: { lake: 'lake', raw: 'raw' },
  lakeBucket: 'bucket',
  keep: { snapshotSeconds: 3_600, metadataFiles: 50 },
  ...{ closeMs: 0, gatherMs: 0, optimizeAfterMs: 10, vacuumAfterMs: 20, now: () => 100 },
  worth: {
    look: {
      files: async (database, table) => {
        looked.push(`${database}.${table}`);
        return files;
      },
      forgettable: async (database, table) => {
        looked.push(`${database}.${table}`);
        return { made: [], ageMs: 0 };
      },
    },
    thresholds: { smallFiles: 5, smallBytes: 1_000, oldSnapshots: 20, oldSnapshotMs: 0 },
  },
});

const unit = (id: string, of: Partial<Unit> = {}): Unit => ({
  ...{ id, lane: 'compact', version: '1', dueAt: 100, partition: id.split('/')[1] },
  ...of,
});

test('days of one event type that are due go together, those that failed or are of another do not', () => {
  const first = unit('order_placed/2026-11-20');
  const others = [
    unit('order_placed/2026-11-21'),
    unit('order_placed/2026-11-22', { dueAt: 101 }),
    unit('order_placed/2026-11-23', { limit: 1 }),
    unit('order_shipped/2026-11-21'),
    unit('order_placed', { lane: 'list' }),
    unit('optimize:order_placed/2026-11-19', { lane: 'optimize' }),
  ];
  expect(lanes.compact?.along?.([first], [first, ...others])).toEqual([others[0]]);
  const many = Array.from({ length: 20 }, (_, at) => unit(`order_placed/2026-10-${at + 10}`));
  expect(lanes.compact?.along?.([first], many)).toHaveLength(6);
});

test('the table is made before its days are replaced, and the lake hears of the table that it is', () => {
  const units = [unit('order_placed/2026-11-21'), unit('order_placed/2026-11-20')];
  const steps = lanes.compact?.steps?.(units, 'r') ?? [];
  expect(steps.map(({ name }) => name)).toEqual(['create', 'replace']);
  expect(steps[0]?.sql).toContain('CREATE TABLE IF NOT EXISTS `lake`.`order_placed_events`');
  expect(steps[0]?.sql).toContain('PARTITIONED BY (`year`, `month`, `day`)');
  expect(steps[0]?.sql).toContain("LOCATION 's3://bucket/iceberg/order_placed_events/'");
  expect(lanes.compact?.update?.(units)).toEqual({
    ...{ cause: 'rows', table: 'order_placed_events', partitions: ['2026-11-20', '2026-11-21'] },
  });
});

test('days that were written to are looked at later, and the table', () => {
  expect(lanes.compact?.after?.([unit('order_placed/2026-11-20')], 100)).toEqual([
    { id: 'optimize:order_placed/2026-11-20', lane: 'optimize', dueAt: 110, partition: '2026-11-20' },
    { id: 'vacuum:order_placed', lane: 'vacuum', dueAt: 120 },
  ]);
});

test('a day that was made again is worth an OPTIMIZE, one that was made once is not', async () => {
  const spared = async (day: string) =>
    (await lanes.optimize?.spared?.([unit(`optimize:order_placed/${day}`)], 0))?.size;
  expect(await spared('2026-11-20')).toBe(0);
  expect(await spared('2026-11-21')).toBe(1);
  expect((await lanes.vacuum?.spared?.([unit('vacuum:order_placed')], 0))?.size).toBe(1);
  expect(new Set(looked)).toEqual(new Set(['lake.order_placed_events']));
});

test('each statement names the table of its unit', () => {
  const optimize = [unit('optimize:order_placed/2026-11-20', { lane: 'optimize' })];
  expect(lanes.optimize?.statement(optimize)).toBe(
    `OPTIMIZE lake.order_placed_events REWRITE DATA USING BIN_PACK WHERE (("year" = '2026' AND "month" = '11' AND "day" = '20'))`,
  );
  expect(lanes.vacuum?.statement([unit('vacuum:order_placed')])).toBe('VACUUM lake.`order_placed_events`');
});
