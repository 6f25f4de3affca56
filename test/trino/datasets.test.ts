import { createCompactSql, listDaysSql, replaceEventDaysSql } from '@tributary/query/compaction/core/compaction-sql.ts';
import { eventColumns } from '@tributary/query/compaction/core/event-table.ts';
import { copiesOf } from '@tributary/query/egress/core/copy.ts';
import { unloadSql } from '@tributary/query/egress/core/unload-sql.ts';
import type { Dataset } from '@tributary/query/src/core/dataset.ts';
import { touched } from '@tributary/query/src/core/touched.ts';
import { createViewSql, type View } from '@tributary/shared/views/view.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { athenaAlone, athenaAloneOf } from './athena-over-trino.ts';
import { changes, json, landed, makeSources } from './changes.ts';
import { enrichment, enrichmentStatements, makeEnriched } from './enriched.ts';
import { kindNamed, kinds } from './kinds.ts';
import { exactly, landSample, shipped } from './shipped.ts';
import { whyNoTrino } from './trino.ts';
import { expectAlike, inBoth, startTwoLakes, type TwoLakes } from './two-lakes.ts';

const missing = whyNoTrino();
const databases = { lake: 'lake', raw: 'raw' };
const keep = { snapshotSeconds: 3_600, metadataFiles: 10 };
/** What a view stands for, as it is stored. */
const selectOf = (view: View) => createViewSql(view, databases).replace(/^CREATE .*\n/, '');
const overRequests = kinds.filter(({ time, table }) => time !== undefined && table !== 'faulty');

describe.skipIf(missing !== undefined)(missing === undefined ? 'datasets on Trino' : `skipped: ${missing}`, () => {
  let lakes: TwoLakes;
  let datasets: readonly Dataset[] = kinds;
  const ranAlone = new Set<string | undefined>();

  beforeAll(async () => {
    lakes = await startTwoLakes(() => datasets);
    await inBoth(lakes, makeSources);
  });
  afterAll(() => lakes?.stop());
  beforeEach(() => {
    for (const { ran } of [lakes.duckdb, lakes.trino]) ran.length = 0;
  });
  afterEach(() => {
    for (const { sql, state } of lakes.trino.ran) if (state === 'SUCCEEDED') ranAlone.add(athenaAloneOf(sql));
  });
  const unsuccessful = () => lakes.trino.ran.filter(({ state }) => state !== 'SUCCEEDED');

  test.each(changes)('of every kind follow their source: %s', async (sql, hours) => {
    datasets = overRequests;
    await inBoth(lakes, async (lake) => {
      await lake.sql(sql);
      for (const dataset of datasets) {
        const partitions = touched(dataset, hours);
        await lake.update(dataset.table, partitions === 'all' ? [partitions] : partitions);
      }
    });
    await expectAlike(lakes, datasets);
    expect(unsuccessful()).toEqual([]);
  });

  test('that are computed again write nothing', async () => {
    datasets = ['every_type', 'whole', 'merged'].map(kindNamed);
    await inBoth(lakes, async ({ update }) => {
      for (const { table, partition } of datasets)
        await update(table, [partition === undefined ? 'all' : '2026-11-01']);
    });
    await expectAlike(lakes, datasets);
    expect(lakes.trino.ran.filter(({ written }) => written !== undefined).map(({ written }) => written)).toEqual([
      0, 0, 0,
    ]);
  });

  test('show no row that fails a test of any kind, and say the same of it', async () => {
    datasets = [kindNamed('faulty')];
    await inBoth(lakes, ({ update }) => update('faulty', ['2026-10-31', '2026-11-01']));
    await expectAlike(lakes, []);
    const failed = lakes.trino.ran.flatMap(({ rows }) => (Array.isArray(rows) && rows.length > 0 ? [rows] : []));
    expect(failed.length).toBeGreaterThan(3);
    expect(JSON.stringify(failed)).toContain('relationships(who) (');
    expect(await inBoth(lakes, ({ rows }) => rows('SELECT count(*) FROM faulty'))).toEqual([[['0']], [['0']]]);
  });

  test('are filled with what their sources have, by time and by folders', async () => {
    datasets = [{ ...kindNamed('by_day'), table: 'filled' }, kindNamed('of_folders')];
    await inBoth(lakes, async ({ fill, settle }) => {
      await fill();
      for (const { table } of datasets) await settle(table);
    });
    await expectAlike(lakes, datasets);
    expect(unsuccessful()).toEqual([]);
  });

  test('of more partitions than a statement writes come from one scan, in parts', async () => {
    const select = 'SELECT CAST(at AS date) AS part, who, cost, cost / 2E0 AS half FROM {{lake}}.days WHERE {{days}}';
    datasets = [{ ...kindNamed('by_day'), table: 'many', select }];
    await inBoth(lakes, ({ update }) => update('many', ['all']));
    await expectAlike(lakes, datasets);
    expect(lakes.trino.ran.filter(({ sql }) => sql.startsWith('MERGE '))).toHaveLength(3);
    expect(unsuccessful()).toEqual([]);
  });

  test('are given the columns that their files have now', async () => {
    const { columns, select, ...of } = kindNamed('by_day');
    datasets = [
      { ...of, columns: { ...columns, twice: 'int' }, select: select.replace('half\n', 'half, 2 AS twice\n') },
    ];
    await inBoth(lakes, ({ update }) => update('by_day', ['2026-11-03']));
    await expectAlike(lakes, datasets);
    expect(lakes.trino.ran.some(({ sql }) => sql.includes('ADD COLUMNS (`twice` int)'))).toBe(true);
    expect(unsuccessful()).toEqual([]);
  });

  test('and compacted events, enriched requests and views are as on the local Athena', async () => {
    const place = { databases, lakeBucket: 'bucket', keep };
    const view = {
      view: 'costs',
      reads: [],
      select: 'SELECT who, sum(cost) AS cost, avg(half) AS half FROM {{lake}}.requests GROUP BY who',
    };
    await inBoth(lakes, async (lake) => {
      const raw = Object.keys(eventColumns).filter((name) => !['year', 'month', 'day', 'hour'].includes(name));
      await json(lake.sql, 'raw.events_order_placed', raw.map((name) => `${name} string`).join(', '));
      const event = '{"event_id": "e", "payload": {"total": 12.5, "Äb": ["x", null]}}\n';
      for (const hour of ['20T13', '20T14', '21T00'])
        await lake.put(landed('raw.events_order_placed', hour), event + event);
      await lake.sql('MSCK REPAIR TABLE raw.events_order_placed');
      await lake.run(createCompactSql('order_placed', place));
      for (const days of [['2026-11-20', '2026-11-21'], ['2026-11-20']])
        await lake.run(replaceEventDaysSql('order_placed', days, databases));
      await lake.run(listDaysSql('order_placed', databases));
      await makeEnriched(lake);
      for (const sql of enrichmentStatements()) await lake.run(sql);
      await lake.run(createViewSql(view, databases));
      await lake.run(`SELECT who, cost, CAST(half AS varchar) FROM (${selectOf(view)}) ORDER BY cost, who`);
    });
    const compacted = { table: 'order_placed_events', columns: eventColumns };
    await expectAlike(lakes, [compacted, enrichment]);
  });

  test('and views that ship are published over the sample', async () => {
    const { views } = shipped;
    datasets = shipped.datasets;
    await inBoth(lakes, async (lake) => {
      await landSample(lake);
      for (const { table, materialized } of datasets)
        await lake.update(table, [materialized === 'table' ? 'all' : '2026-11-20']);
      for (const view of views) {
        await lake.run(createViewSql(view, databases));
        await lake.run(`SELECT count(*), count_if(requests > 0) FROM (${selectOf(view)})`);
      }
    });
    await expectAlike(lakes, datasets.map(exactly));
    expect(unsuccessful()).toEqual([]);
  });

  test('are copied by SELECTs that give what they give on the local Athena', async () => {
    const { engine, trino } = lakes;
    const s3 = { to: 's3', bucket: 'lake', prefix: 'out/', format: 'parquet', of: 'table' } as const;
    const mysql = { to: 'mysql', mode: 'swap', table: 't', secret: 's', tls: 'off' } as const;
    const [[snapshot] = []] = await engine.query(
      'SELECT CAST(max_by(snapshot_id, committed_at) AS varchar) FROM iceberg.lake."every_type$snapshots"',
    );
    const ofAll = { database: 'lake', snapshot: String(snapshot), scope: 'all', location: 's3://bucket/out/' } as const;
    const [files, rows] = copiesOf([{ ...kindNamed('every_type'), egress: [s3, mysql] }]).map((copy) =>
      unloadSql(copy, ofAll),
    );
    const [, select = ''] = /^UNLOAD \(\n([\s\S]*)\n\) TO /.exec(rows ?? '') ?? [];
    const sorted = (found: readonly (readonly unknown[])[]) => found.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(await engine.query(select))).toEqual(sorted(await trino.rows(select)));
    await trino.run(files ?? '');
  });

  test('leave to Athena alone only what a plain Trino has no words for', async () => {
    await inBoth(lakes, async ({ run }) => {
      await run('OPTIMIZE lake.every_type REWRITE DATA USING BIN_PACK');
      await run('VACUUM lake.every_type');
    });
    for (const { sql, state } of lakes.trino.ran) if (state === 'SUCCEEDED') ranAlone.add(athenaAloneOf(sql));
    expect([...ranAlone].filter((kind) => kind !== undefined).toSorted()).toEqual(Object.keys(athenaAlone).toSorted());
  });
});
