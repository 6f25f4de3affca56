import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { createLook } from '@tributary/shared/jobs/upkeep/look.ts';
import { type UpkeepSettings, upkeepLanes } from '@tributary/shared/jobs/upkeep.ts';
import { date } from '@tributary/shared/sql.ts';
import { expect, test } from 'vitest';
import { admin, type Lake, rows, run, start } from '../../local/aws/athena/testing/lake.ts';

const thresholds = { smallFiles: 5, smallBytes: 64_000_000, oldSnapshots: 20, oldSnapshotMs: 86_400_000 };

/** What a table's metadata says, as the services read it. */
function lookAt(lake: Lake): NonNullable<UpkeepSettings['worth']>['look'] {
  const readObject = async (uri: string) => {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const { Body } = await lake.cloud.call(admin, 's3', 'GetObject', { Bucket, Key });
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  };
  const readMetadata = async (DatabaseName: string, Name: string) => {
    const { Table } = await lake.cloud.call(admin, 'glue', 'GetTable', { DatabaseName, Name });
    return readObject(Table?.Parameters?.metadata_location ?? '');
  };
  return createLook({ readMetadata, readObject, log: { warn: (...told) => expect.unreachable(JSON.stringify(told)) } });
}

const unit = (id: string, partition?: string): Unit => ({ id, lane: id, version: '1', dueAt: 0, partition });

async function withDays(of: Partial<typeof thresholds> = {}, properties = '') {
  const lake = await start();
  const does = async (sql: string): Promise<void> => {
    const { Status } = await run(lake, sql);
    if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason}\n${sql}`);
  };
  await does('CREATE DATABASE lake');
  await does(
    `CREATE TABLE lake.days (day date, n int) PARTITIONED BY (day) LOCATION 's3://bucket/days/' TBLPROPERTIES ('table_type'='ICEBERG'${properties})`,
  );
  const lanes = upkeepLanes({
    ...{ database: 'lake', table: 'days', partitionsAtOnce: 30, optimizeAfterMs: 0, vacuumAfterMs: 0 },
    inPartitions: (days) => `day IN (${days.map(date).join(', ')})`,
    worth: { look: lookAt(lake), thresholds: { ...thresholds, ...of } },
  });
  return {
    lake,
    does,
    query: async (sql: string) => (await rows(lake, sql)).slice(1),
    insert: (day: string, ...numbers: readonly number[]) =>
      does(`INSERT INTO lake.days VALUES ${numbers.map((n) => `(DATE '${day}', ${n})`).join(', ')}`),
    /** Does what the units ask for where it is worth it; gives whether there was a statement. */
    async keepUp(name: 'optimize' | 'vacuum', ...partitions: readonly string[]) {
      const units = name === 'vacuum' ? [unit(name)] : partitions.map((day) => unit(`optimize:${day}`, day));
      const lane = lanes[name];
      const spared = (await lane?.spared?.(units, Date.now())) ?? new Map();
      const left = units.filter(({ id }) => !spared.has(id));
      if (left.length > 0) await does(lane?.statement(left) ?? '');
      return { ran: left.map(({ id }) => id), spared: [...spared.values()] };
    },
  };
}

const filesOf = 'SELECT count(DISTINCT "$path") FROM lake.days WHERE day =';

test('a day of many small files is rewritten, one of few is not, and its rows stay the same', async () => {
  const { insert, query, keepUp } = await withDays();
  for (const n of [1, 2, 3, 4, 5]) await insert('2026-11-20', n);
  for (const n of [6, 7]) await insert('2026-11-21', n);
  const snapshots = () => query('SELECT count(*) FROM lake."days$snapshots"');
  const before = await snapshots();
  expect(await keepUp('optimize', '2026-11-21', '2026-11-22')).toEqual({ ran: [], spared: [{}, {}] });
  expect(await snapshots()).toEqual(before);
  expect(await keepUp('optimize', '2026-11-20', '2026-11-21')).toMatchObject({ ran: ['optimize:2026-11-20'] });
  expect(await query(`${filesOf} DATE '2026-11-20'`)).toEqual([['1']]);
  expect(await query(`${filesOf} DATE '2026-11-21'`)).toEqual([['2']]);
  expect(await query('SELECT n FROM lake.days ORDER BY n')).toEqual(
    ['1', '2', '3', '4', '5', '6', '7'].map((n) => [n]),
  );
  expect(await keepUp('optimize', '2026-11-20')).toEqual({ ran: [], spared: [{}] });
});

test('a day of files that are large is not rewritten', async () => {
  const { insert, query, keepUp } = await withDays({ smallBytes: 100 });
  for (const n of [1, 2, 3, 4, 5, 6]) await insert('2026-11-20', n);
  expect((await keepUp('optimize', '2026-11-20')).ran).toEqual([]);
  expect(await query(`${filesOf} DATE '2026-11-20'`)).toEqual([['6']]);
});

test('a day of one large file with many deletes beside it is rewritten', async () => {
  const { insert, does, query, keepUp } = await withDays(
    { smallBytes: 100 },
    ", 'optimize_rewrite_delete_file_threshold'='2'",
  );
  await insert('2026-11-20', 1, 2, 3, 4, 5, 6, 7, 8);
  for (const n of [1, 2, 3, 4]) await does(`DELETE FROM lake.days WHERE n = ${n}`);
  expect((await keepUp('optimize', '2026-11-20')).ran).toEqual([]);
  await does('DELETE FROM lake.days WHERE n = 5');
  expect((await keepUp('optimize', '2026-11-20')).ran).toEqual(['optimize:2026-11-20']);
  expect(await query('SELECT n FROM lake.days ORDER BY n')).toEqual([['6'], ['7'], ['8']]);
  expect((await keepUp('optimize', '2026-11-20')).ran).toEqual([]);
});

test('snapshots are forgotten once they are many, or old; until then the table is looked at again', async () => {
  const age = ", 'vacuum_max_snapshot_age_seconds'='1'";
  const { insert, query, keepUp } = await withDays({ oldSnapshots: 3 }, age);
  const snapshots = () => query('SELECT count(*) FROM lake."days$snapshots"');
  await insert('2026-11-20', 1);
  expect(await keepUp('vacuum')).toEqual({ ran: [], spared: [{}] });
  for (const n of [2, 3]) await insert('2026-11-20', n);
  const { spared } = await keepUp('vacuum');
  expect(spared[0]?.until).toBeGreaterThan(Date.now() + 86_000_000);
  await insert('2026-11-20', 4);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect((await keepUp('vacuum')).ran).toEqual(['vacuum']);
  expect(await snapshots()).toEqual([['1']]);
  expect(await query('SELECT count(*) FROM lake.days')).toEqual([['4']]);
  expect(await keepUp('vacuum')).toEqual({ ran: [], spared: [{}] });
});

test('a table without partitions is looked at as a whole', async () => {
  const { lake, does } = await withDays();
  await does("CREATE TABLE lake.whole (n int) LOCATION 's3://bucket/whole/' TBLPROPERTIES ('table_type'='ICEBERG')");
  const worth = { look: lookAt(lake), thresholds };
  const { optimize } = upkeepLanes({
    ...{ database: 'lake', table: 'whole', partitionsAtOnce: 1, optimizeAfterMs: 0, vacuumAfterMs: 0, worth },
  });
  const isSpared = async () => ((await optimize?.spared?.([unit('optimize')], 0)) ?? new Map()).size === 1;
  for (const n of [1, 2, 3, 4]) await does(`INSERT INTO lake.whole VALUES (${n})`);
  expect(await isSpared()).toBe(true);
  await does('INSERT INTO lake.whole VALUES (5)');
  expect(await isSpared()).toBe(false);
});
