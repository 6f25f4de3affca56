import { afterEach, expect, it } from 'vitest';
import { commitChange, commitWith } from './commit.ts';
import { filePathField, positionField } from './data-file.ts';
import { setProperties } from './evolve.ts';
import { liveFiles } from './live-files.ts';
import { optimizeTable } from './optimize.ts';
import { writeParquet } from './parquet-file.ts';
import type { TableFiles } from './port.ts';
import { type DayTable, dayOf, dayTable } from './testing/day-table.ts';

const open: DayTable[] = [];

afterEach(async () => {
  for (const table of open.splice(0)) await table.close();
});

/** Two days of as many commits, each of which replaces a row of the one before and adds one. */
async function twoDays(commits: number, properties: Readonly<Record<string, string>> = {}): Promise<DayTable> {
  const table = await dayTable(properties);
  open.push(table);
  for (let commit = 0; commit < commits; commit++)
    for (const day of ['2026-11-01', '2026-11-02'])
      await table.merge(day, `(${commit}, 'new'), (${commit + 1}, 'newer'), (${100 + commit}, 'kept')`);
  return table;
}

async function filesByDay(table: DayTable) {
  const live = await liveFiles(table.context.files, await table.load());
  const of = (day: bigint) =>
    [live.data, live.deletes].map((files) => files.filter(({ file }) => file.partition[0] === day).length);
  return { first: of(20_758n), second: of(20_759n) };
}

it('makes one file of a day, without deletes, and neither reads nor writes another day', async () => {
  const table = await twoDays(6);
  const rows = await table.query('SELECT * FROM t ORDER BY ALL');
  const before = await filesByDay(table);
  expect(before.first).toEqual(before.second);
  expect(before.first[1]).toBeGreaterThan(3);
  const read: string[] = [];
  const files: TableFiles = {
    ...table.context.files,
    localPath(uri) {
      read.push(uri);
      return table.context.files.localPath(uri);
    },
  };
  const done = await optimizeTable({ ...table.context, files }, await table.load(), dayOf('2026-11-01'));
  expect(done).toMatchObject({ added: 1, isComplete: true });
  expect(done.bytesScanned).toBeGreaterThan(0);
  expect(read.filter((uri) => !uri.includes('ts_day=2026-11-01'))).toEqual([]);
  expect(await filesByDay(table)).toEqual({ first: [1, 0], second: before.second });
  expect(await table.query('SELECT * FROM t ORDER BY ALL')).toEqual(rows);
});

it('makes no snapshot where there is nothing to do', async () => {
  const table = await twoDays(6);
  await optimizeTable(table.context, await table.load(), dayOf('2026-11-01'));
  const { metadataLocation } = await table.load();
  for (const constraints of [dayOf('2026-11-01'), dayOf('2026-12-24')])
    expect(await optimizeTable(table.context, await table.load(), constraints)).toMatchObject({ rewritten: 0 });
  expect((await table.load()).metadataLocation).toBe(metadataLocation);
});

it('counts the files of each partition alone, and leaves alone what is large enough', async () => {
  const four = await twoDays(4, { optimize_rewrite_delete_file_threshold: '49' });
  expect(await optimizeTable(four.context, await four.load(), [])).toMatchObject({ rewritten: 0 });
  const large = await twoDays(6, {
    optimize_rewrite_delete_file_threshold: '49',
    optimize_rewrite_min_data_file_size_bytes: '10',
  });
  expect(await optimizeTable(large.context, await large.load(), [])).toMatchObject({ rewritten: 0 });
});

/** A delete file of the first row of each data file, which names no one file, as other writers leave them. */
async function deleteFirstRows(table: DayTable): Promise<void> {
  const loaded = await table.load();
  const { data } = await liveFiles(table.context.files, loaded);
  const sql = data.map(({ file }) => `SELECT '${file.uri}' AS file_path, 0::BIGINT AS pos`).join(' UNION ALL ');
  const fields = [
    { ...filePathField, required: true, type: { kind: 'string' as const } },
    { ...positionField, required: true, type: { kind: 'long' as const } },
  ];
  const uri = `${loaded.metadata.location}/data/shared-deletes.parquet`;
  const file = await writeParquet(table.context, { sql, fields, uri, exactBounds: true });
  if (!file || !data[0]) throw new Error('nothing was written');
  const { specId, partition } = data[0].file;
  const added = [{ ...file, content: 'position deletes' as const, specId, partition }];
  await commitChange(table.context, loaded, { operation: 'delete', added, removed: [] });
}

it('keeps a delete file as long as a data file of the partition needs it, and no longer', async () => {
  const table = await dayTable({
    optimize_rewrite_delete_file_threshold: '2',
    optimize_rewrite_min_data_file_size_bytes: '10',
  });
  open.push(table);
  const day = '2026-11-01';
  for (const rows of ["(1, 'a'), (2, 'a'), (3, 'a')", "(11, 'b'), (12, 'b')"]) await table.merge(day, rows);
  await deleteFirstRows(table);
  await table.merge(day, "(3, 'newer')");
  const rows = await table.query('SELECT * FROM t ORDER BY ALL');
  expect(rows).toHaveLength(3);
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ rewritten: 1 });
  const left = async () =>
    (await liveFiles(table.context.files, await table.load())).deletes.map(({ file }) => file.uri);
  expect(await left()).toEqual([expect.stringContaining('shared-deletes')]);
  expect(await table.query('SELECT * FROM t ORDER BY ALL')).toEqual(rows);
  await setProperties(table.context, await table.load(), { optimize_rewrite_delete_file_threshold: '1' });
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ rewritten: 1 });
  expect(await left()).toEqual([]);
  expect(await table.query('SELECT * FROM t ORDER BY ALL')).toEqual(rows);
});

it.each([
  ['half a day', [{ column: 'ts', operator: '<' as const, values: ['2026-11-01 12:00:00'] }]],
  [
    'the last instant of a day alone',
    [{ column: 'ts', operator: '<' as const, values: ['2026-11-01 23:59:59.999999'] }],
  ],
  ['an instant', [{ column: 'ts', operator: '=' as const, values: ['2026-11-01 00:00:00'] }]],
  ['a column that does not partition', [{ column: 'note', operator: '=' as const, values: ['new'] }]],
])('refuses %s, as Trino does', async (_what, constraints) => {
  const table = await twoDays(1);
  const typed = constraints.map((constraint) => ({ ...constraint, type: { kind: 'varchar' } as const }));
  await expect(optimizeTable(table.context, await table.load(), typed)).rejects.toMatchObject({
    name: 'GENERIC_INTERNAL_ERROR',
    message: expect.stringContaining('Unexpected FilterNode'),
  });
});

it('takes the edges of days, however they are written', async () => {
  const table = await twoDays(6);
  const type = { kind: 'timestamp', precision: 6 } as const;
  const until = [{ column: 'ts', type, operator: '<=' as const, values: ['2026-11-01 23:59:59.999999'] }];
  expect(await optimizeTable(table.context, await table.load(), until)).toMatchObject({ added: 1 });
  const after = [{ column: 'ts', type, operator: '>' as const, values: ['2026-10-31 23:59:59.999999'] }];
  expect(await optimizeTable(table.context, await table.load(), after)).toMatchObject({ added: 1 });
  expect(await filesByDay(table)).toEqual({ first: [1, 0], second: [1, 0] });
});

it('rewrites a hundred partitions and asks for another run', async () => {
  const table = await dayTable({ optimize_rewrite_data_file_threshold: '1' }, ['id']);
  open.push(table);
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `(${from + index}, 'x')`).join(', ');
  for (const days of [
    ['2026-11-01', '2026-11-02'],
    ['2026-11-03', '2026-11-04'],
  ]) {
    await table.merge(days[0] ?? '', rows(0, 100));
    await table.merge(days[1] ?? '', rows(100, 101));
  }
  const first = await optimizeTable(table.context, await table.load(), []);
  expect(first).toMatchObject({ added: 100, isComplete: false });
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ added: 1, isComplete: true });
}, 120_000);

it('commits nothing once the statement is to stop, and takes its files away', async () => {
  const table = await twoDays(6);
  const before = await table.objects();
  const stop = new AbortController();
  const beforeCommit = async () => stop.abort();
  const context = { ...table.context, signal: stop.signal, beforeCommit };
  await expect(optimizeTable(context, await table.load(), [])).rejects.toMatchObject({ name: 'USER_CANCELED' });
  await expect(table.merge('2026-11-01', "(1, 'late'), (2, 'late')", context)).rejects.toMatchObject({
    name: 'USER_CANCELED',
  });
  expect((await table.objects()).toSorted()).toEqual(before.toSorted());
});

it('writes no metadata that a stop forestalls between writing and swapping', async () => {
  const table = await twoDays(1);
  const before = await table.objects();
  const stop = new AbortController();
  const prepare = async () => {
    const { metadata } = await table.load();
    stop.abort();
    return { metadata, written: [] };
  };
  const context = { ...table.context, signal: stop.signal };
  await expect(commitWith(context, await table.load(), prepare)).rejects.toMatchObject({ name: 'USER_CANCELED' });
  expect((await table.objects()).toSorted()).toEqual(before.toSorted());
});
