import { flowOf } from '@tributary/shared/jobs/holding.ts';
import { describe, expect, test } from 'vitest';
import { datasetTarget } from './dataset-target.ts';
import { datasetOf } from './testing/dataset.ts';
import { datasetFlows } from './upstream.ts';

const settings = {
  ...{ databases: { lake: 'lake_db', raw: 'raw_db' }, lakeBucket: 'b', keep: { snapshotSeconds: 1, metadataFiles: 1 } },
  ...{ everySeconds: 300, optimizeAfterMs: 1, vacuumAfterMs: 1, fillPartitions: 9 },
};
const targetOf = (of: Parameters<typeof datasetOf>[0] = {}, tables: readonly string[] = []) =>
  datasetTarget(datasetOf(of), {
    ...settings,
    tableExists: async (database, table) => tables.includes(`${database}.${table}`),
  });
const unit = (id: string, why: readonly string[] = []) => ({
  id,
  lane: 'write',
  version: 'v',
  dueAt: 0,
  partition: id,
  why,
});

describe('the work of a dataset', () => {
  test('waits for tables that are not there, whoever asks for it', async () => {
    const units = [unit('2026-11-20', ['Table Updated of lake.requests']), unit('2026-11-21', ['by hand'])];
    for (const lane of ['write', 'backfill', 'fill']) {
      expect(await targetOf().lanes[lane]?.unready?.(units)).toEqual(new Set(['2026-11-20', '2026-11-21']));
      expect(await targetOf({}, ['lake_db.requests']).lanes[lane]?.unready?.(units)).toEqual(new Set());
    }
  });

  test('is no statement more where it was to make a table that is there', async () => {
    const spared = (tables: readonly string[]) => targetOf({}, tables).lanes.make?.spared?.([unit('table')], 0);
    expect(await spared([])).toEqual(new Map());
    expect(await spared(['lake_db.usage'])).toEqual(new Map([['table', {}]]));
  });

  test('is one statement, unless tests come before readers or nobody knows how many partitions there are', () => {
    const stepsOf = (of: Parameters<typeof datasetOf>[0], ...ids: readonly string[]) =>
      targetOf(of)
        .lanes.write?.steps?.(
          ids.map((id) => ({ id })),
          'r',
        )
        .map(({ name }) => name);
    const tests = [{ name: 't', sql: 'SELECT 1 FROM {{rows}}' }];
    expect(stepsOf({}, '2026-11-20')).toEqual(['publish']);
    expect(stepsOf({ tests }, '2026-11-20')).toEqual(['make', 'stage', 'audit', 'publish', 'drop']);
    expect(stepsOf({}, 'all')).toEqual(['make', 'stage', 'partitions', 'drop']);
    expect(stepsOf({}, '2026-07', '2026-08', '2026-09')).toEqual(['make', 'stage', 'partitions', 'drop']);
    expect(stepsOf({ materialized: 'table', partition: undefined }, 'all')).toEqual(['publish']);
    expect(stepsOf({ strategy: 'merge', key: ['who'], partition: undefined }, '2026-11-20')).toEqual(['publish']);
  });

  test('is the same for the same units, in whatever order, and another for another run', () => {
    const of = { tests: [{ name: 't', sql: 'SELECT 1 FROM {{rows}}' }] };
    const sqlOf = (runId: string, ...ids: readonly string[]) =>
      JSON.stringify(
        targetOf(of).lanes.write?.steps?.(
          ids.map((id) => ({ id })),
          runId,
        ),
      );
    expect(sqlOf('r', '2026-11-21', '2026-11-20')).toBe(sqlOf('r', '2026-11-20', '2026-11-21'));
    expect(sqlOf('r2', '2026-11-20')).not.toBe(sqlOf('r', '2026-11-20'));
  });

  test('says which partitions it wrote, unless that is all', () => {
    const updateOf = (of: Parameters<typeof datasetOf>[0], id: string) =>
      targetOf(of).lanes.write?.update?.([{ id, version: 'v', partition: id }]);
    expect(updateOf({}, '2026-11-20')).toEqual({ cause: 'rows', partitions: ['2026-11-20'] });
    expect(updateOf({}, 'all')).toEqual({ cause: 'rows' });
    expect(updateOf({ materialized: 'table' }, '2026-11-20')).toEqual({ cause: 'rows' });
  });

  test('that fills gives way to changes, and keeps no distance', () => {
    const { write, backfill, fill } = targetOf().lanes;
    expect([write?.limits.everyMs, backfill?.limits.everyMs, fill?.limits.everyMs]).toEqual([300_000, 0, 0]);
    expect([write?.yields, backfill?.yields]).toEqual([undefined, true]);
  });

  test('goes along with that of others as it is said without a target', () => {
    for (const [name, lane] of Object.entries(targetOf().lanes))
      expect({ name, ...flowOf(lane) }).toEqual({ name, ...(datasetFlows[name] ?? { writes: false, yields: false }) });
  });

  test('goes by a table in partitions of what a partition is', () => {
    expect(targetOf().table?.create).toContain('PARTITIONED BY (`day`)');
    const hourly = { partition: { column: 'day', grain: 'hour' as const }, columns: { day: 'timestamp' as const } };
    expect(targetOf(hourly).table?.create).toContain('PARTITIONED BY (hour(`day`))');
    expect(targetOf({ partition: undefined }).table?.create).not.toContain('PARTITIONED');
    expect(targetOf().lanes.optimize?.statement([unit('2026-11-20')])).toContain("WHERE day IN (DATE '2026-11-20')");
  });
});
