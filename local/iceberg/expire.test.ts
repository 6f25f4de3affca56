import { afterEach, expect, it } from 'vitest';
import { SqlError } from '../sql/error.ts';
import { vacuumTable } from './expire.ts';
import { optimizeTable } from './optimize.ts';
import type { TableFiles } from './port.ts';
import { type DayTable, dayTable } from './testing/day-table.ts';

const open: DayTable[] = [];

afterEach(async () => {
  for (const table of open.splice(0)) await table.close();
});

const hour = 3_600_000;

/** A commit a minute, of the same two rows. */
async function minutes(commits: number, properties: Readonly<Record<string, string>>): Promise<DayTable> {
  const table = await dayTable(properties);
  open.push(table);
  for (let commit = 0; commit < commits; commit++) {
    await table.merge('2026-11-01', `(1, 'at ${commit}'), (2, 'at ${commit}')`);
    table.pass(60_000);
  }
  return table;
}

const tenMinutes = { 'history.expire.max-snapshot-age-ms': '600000' };

it('keeps snapshots that are young, and as many as the table wants however old', async () => {
  const table = await minutes(30, { ...tenMinutes, 'history.expire.min-snapshots-to-keep': '5' });
  const first = await vacuumTable(table.context, await table.load());
  expect(first.expiredSnapshots).toBe(21);
  table.pass(hour);
  const second = await vacuumTable(table.context, await table.load());
  expect(second.expiredSnapshots).toBe(4);
  expect((await table.load()).metadata.snapshots).toHaveLength(5);
  expect(await table.query('SELECT id, note FROM t ORDER BY id')).toEqual([
    [1, 'at 29'],
    [2, 'at 29'],
  ]);
});

it('leaves as much of each kind as the kept snapshots and the log need', async () => {
  const table = await minutes(30, { ...tenMinutes, 'write.metadata.previous-versions-max': '3' });
  table.pass(hour);
  await vacuumTable(table.context, await table.load());
  table.pass(hour);
  expect(await vacuumTable(table.context, await table.load())).toMatchObject({ expiredSnapshots: 0, removedFiles: 0 });
  expect(await table.objects(/\.metadata\.json$/)).toHaveLength(4);
  expect(await table.objects(/snap-.*\.avro$/)).toHaveLength(1);
  expect(await table.objects(/\.parquet$/)).toHaveLength(1);
});

it('old metadata files beyond the log go once they are as old as snapshots may be', async () => {
  const table = await minutes(30, { ...tenMinutes, 'write.metadata.previous-versions-max': '3' });
  expect(await table.objects(/\.metadata\.json$/)).toHaveLength(31);
  await vacuumTable(table.context, await table.load());
  const left = await table.objects(/\.metadata\.json$/);
  expect(left.length).toBeGreaterThan(8);
  expect(left.length).toBeLessThan(13);
});

it('leaves what statements under way have written, and the snapshot that they may be reading', async () => {
  const table = await minutes(3, tenMinutes);
  const { metadata } = await table.load();
  const began = table.context.now();
  await table.context.files.write(`${metadata.location}/data/uncommitted.parquet`, Buffer.from('x'));
  const readers = await table.objects(/\.parquet$/);
  table.pass(hour);
  await table.merge('2026-11-01', "(1, 'later'), (2, 'later')");
  table.pass(hour);
  const busy = { ...table.context, busySince: () => began };
  expect((await vacuumTable(busy, await table.load())).expiredSnapshots).toBe(2);
  const left = await table.objects(/\.parquet$/);
  expect(left).toContain('data/uncommitted.parquet');
  expect(left.filter((path) => readers.includes(path))).toHaveLength(2);
  expect((await vacuumTable(table.context, await table.load())).expiredSnapshots).toBe(1);
  expect(await table.objects(/\.parquet$/)).toHaveLength(1);
});

it('keeps the files of snapshots that a branch names', async () => {
  const table = await minutes(3, tenMinutes);
  const loaded = await table.load();
  const [first] = loaded.metadata.snapshots;
  const named = { 'snapshot-id': first?.['snapshot-id'] ?? 0n, type: 'tag' as const };
  const base = { ...loaded, metadata: { ...loaded.metadata, refs: { ...loaded.metadata.refs, monthly: named } } };
  await table.put(base.metadata);
  table.pass(hour);
  expect((await vacuumTable(table.context, await table.load())).expiredSnapshots).toBe(1);
  expect(await table.objects(/snap-.*\.avro$/)).toHaveLength(2);
  expect(await table.objects(/\.parquet$/)).toHaveLength(2);
});

it('reads each manifest list and each manifest once', async () => {
  const table = await minutes(40, tenMinutes);
  await optimizeTable(table.context, await table.load(), []);
  const reads: string[] = [];
  const files: TableFiles = {
    ...table.context.files,
    read(uri) {
      reads.push(uri);
      return table.context.files.read(uri);
    },
  };
  await vacuumTable({ ...table.context, files }, await table.load());
  const avro = reads.filter((uri) => uri.endsWith('.avro'));
  expect(avro.length).toBeGreaterThan(80);
  expect(new Set(avro).size).toBe(avro.length);
});

it('removes 20,000 files in a run, and the rest in the next', async () => {
  const table = await minutes(1, tenMinutes);
  const { metadata } = await table.load();
  let left = 20_001;
  const files: TableFiles = {
    ...table.context.files,
    list: async (prefix) =>
      prefix.endsWith('/data/')
        ? Array.from({ length: left }, (_, index) => ({
            uri: `${metadata.location}/data/${index}.parquet`,
            size: 1,
            lastModified: 0,
          }))
        : [],
    remove: async () => {
      left -= 1;
    },
  };
  const context = { ...table.context, files };
  expect(await vacuumTable(context, await table.load())).toMatchObject({ removedFiles: 20_000, isComplete: false });
  expect(await vacuumTable(context, await table.load())).toMatchObject({ removedFiles: 1, isComplete: true });
});

it('removes nothing, and fails for nothing, without the right to delete', async () => {
  const table = await minutes(15, tenMinutes);
  const before = await table.objects();
  const remove = () => Promise.reject(new SqlError('PERMISSION_DENIED', 's3:DeleteObject'));
  const context = { ...table.context, files: { ...table.context.files, remove } };
  expect(await vacuumTable(context, await table.load())).toMatchObject({ removedFiles: 0, isComplete: true });
  expect(await table.objects()).toEqual(expect.arrayContaining([...before]));
});
