import { afterEach, expect, it } from 'vitest';
import { applyChanges } from './change.ts';
import { commitChange } from './commit.ts';
import { addColumns, changeColumnType, dropColumn, renameColumn } from './evolve.ts';
import { vacuumTable } from './expire.ts';
import { optimizeTable } from './optimize.ts';
import { writeParquet } from './parquet-file.ts';
import { type FolderTable, folderTable } from './testing/folder-table.ts';
import { applyInsert } from './write.ts';

const open: FolderTable[] = [];

afterEach(async () => {
  for (const table of open.splice(0)) await table.close();
});

const nested = {
  kind: 'row',
  fields: [
    { name: 'city', type: { kind: 'varchar' } },
    { name: 'at', type: { kind: 'timestamptz', precision: 6 } },
  ],
} as const;

async function eventTable(
  partitioning: readonly string[] = ['day(ts)'],
  properties: Readonly<Record<string, string>> = {},
) {
  const table = await folderTable({
    columns: [
      { name: 'id', type: { kind: 'integer' } },
      { name: 'ts', type: { kind: 'timestamp', precision: 6 } },
      { name: 'path', type: { kind: 'varchar' } },
      { name: 'price', type: { kind: 'decimal', precision: 10, scale: 2 } },
      { name: 'actor', type: nested },
      { name: 'tags', type: { kind: 'array', element: nested } },
      { name: 'labels', type: { kind: 'map', key: { kind: 'varchar' }, value: { kind: 'double' } } },
    ],
    partitioning,
    properties,
  });
  open.push(table);
  return table;
}

const zoned = `{'utc': TIMESTAMP '2026-01-01 10:00:00', 'zone': 'Europe/Berlin'}`;

function rows(from: number, to: number, day = '2026-10-31'): string {
  return `(SELECT i::INTEGER, TIMESTAMP '${day} 00:00:00' + to_hours(i), '/p/' || i, (i * 1.25)::DECIMAL(10,2),
    {'city': 'c' || i, 'at': ${zoned}}, [{'city': 'x', 'at': ${zoned}}], MAP {'k': i / 2.0} FROM range(${from}, ${to}) AS source(i))`;
}

async function insert(table: FolderTable, relation: string): Promise<number> {
  return (await applyInsert(table.context, await table.load(), relation)).rows;
}

async function remove(table: FolderTable, condition: string): Promise<number> {
  const loaded = await table.load();
  const columns = loaded.schema.fields.map(({ name }) => name);
  const { sql } = await table.plan({ columns: [...columns, '$path', '$file_position'] });
  await table.connection.run(
    `CREATE OR REPLACE TEMP TABLE staged AS SELECT 'delete' AS "$operation", "$path", "$file_position", * EXCLUDE ("$path", "$file_position") FROM (${sql}) WHERE ${condition}`,
  );
  const changes = { relation: 'staged', statement: 'delete' as const, constraints: [] };
  return (await applyChanges(table.context, loaded, changes)).rows;
}

it('reads back what was inserted, nested values and time zones included', async () => {
  const table = await eventTable();
  expect(await insert(table, rows(0, 60))).toBe(60);
  expect(await table.query('SELECT count(*), sum(id), min(ts), max(price) FROM t')).toEqual([
    ['60', '1770', '2026-10-31 00:00:00', '73.75'],
  ]);
  expect(await table.query('SELECT actor, tags, labels, path FROM t WHERE id = 5')).toEqual([
    [
      { city: 'c5', at: { utc: '2026-01-01 10:00:00', zone: 'UTC' } },
      [{ city: 'x', at: { utc: '2026-01-01 10:00:00', zone: 'UTC' } }],
      [{ key: 'k', value: 2.5 }],
      '/p/5',
    ],
  ]);
  const { files } = await table.plan();
  expect(files.map(({ uri }) => /ts_day=([\d-]+)/.exec(uri)?.[1]).toSorted()).toEqual([
    '2026-10-31',
    '2026-11-01',
    '2026-11-02',
  ]);
});

it('deletes rows by position, and files that lose all rows as a whole', async () => {
  const table = await eventTable();
  await insert(table, rows(0, 60));
  expect(await remove(table, 'id IN (1, 2, 30)')).toBe(3);
  expect(await table.query('SELECT count(*), sum(id) FROM t')).toEqual([['57', '1737']]);
  expect(await remove(table, 'id < 10')).toBe(8);
  expect(await remove(table, 'id < 24')).toBe(14);
  expect(await table.query('SELECT count(*), min(id) FROM t')).toEqual([['35', 24]]);
  expect((await table.plan()).files).toHaveLength(2);
  const summary = (await table.load()).metadata.snapshots.at(-1)?.summary;
  expect(summary).toMatchObject({ operation: 'delete', 'deleted-data-files': '1', 'total-delete-files': '1' });
});

it('updates and inserts in one snapshot, and refuses to change a row twice', async () => {
  const table = await eventTable([]);
  await insert(table, rows(0, 4));
  const loaded = await table.load();
  const { sql } = await table.plan({
    columns: ['$path', '$file_position', 'id', 'ts', 'path', 'price', 'actor', 'tags', 'labels'],
  });
  await table.connection.run(
    `CREATE TEMP TABLE merged AS
     SELECT 'update' AS "$operation", * REPLACE (id + 100 AS id) FROM (${sql}) WHERE id = 2
     UNION ALL SELECT 'insert', NULL, NULL, * EXCLUDE ("$path", "$file_position") REPLACE (7 AS id) FROM (${sql}) WHERE id = 0`,
  );
  const changes = { relation: 'merged', statement: 'merge' as const, constraints: [] };
  expect(await applyChanges(table.context, loaded, changes)).toEqual({ rows: 2 });
  expect(await table.query('SELECT id FROM t ORDER BY id')).toEqual([[0], [1], [3], [7], [102]]);
  await table.connection.run(`INSERT INTO merged SELECT * FROM merged`);
  await expect(applyChanges(table.context, await table.load(), changes)).rejects.toMatchObject({
    name: 'MERGE_TARGET_ROW_MULTIPLE_MATCHES',
  });
});

it('reads old files by the new schema after columns were added, renamed, dropped and widened', async () => {
  const table = await eventTable([]);
  await insert(table, rows(0, 3));
  await addColumns(table.context, await table.load(), [{ name: 'note', type: { kind: 'varchar' } }]);
  await renameColumn(table.context, await table.load(), { from: 'path', to: 'url' });
  await dropColumn(table.context, await table.load(), 'labels');
  await addColumns(table.context, await table.load(), [{ name: 'labels', type: { kind: 'varchar' } }]);
  await changeColumnType(table.context, await table.load(), { name: 'id', type: { kind: 'bigint' } });
  expect(await table.query('SELECT id, url, note, labels FROM t ORDER BY id')).toEqual([
    ['0', '/p/0', null, null],
    ['1', '/p/1', null, null],
    ['2', '/p/2', null, null],
  ]);
  await expect(renameColumn(table.context, await table.load(), { from: 'nope', to: 'x' })).rejects.toMatchObject({
    name: 'COLUMN_NOT_FOUND',
  });
});

it('rewrites small files and deletes into one file per partition, and VACUUM removes what is left over', async () => {
  const table = await eventTable(['day(ts)'], {
    optimize_rewrite_data_file_threshold: '2',
    optimize_rewrite_delete_file_threshold: '1',
  });
  for (const start of [0, 5, 10]) await insert(table, rows(start, start + 5));
  await insert(table, rows(20, 40));
  await remove(table, 'id = 3');
  const before = await table.query('SELECT * FROM t ORDER BY id');
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ rewritten: 4, added: 1 });
  expect(await table.query('SELECT * FROM t ORDER BY id')).toEqual(before);
  expect((await table.plan()).files).toHaveLength(2);
  table.pass(6 * 86_400_000);
  const vacuumed = await vacuumTable(table.context, await table.load());
  expect(vacuumed.expiredSnapshots).toBe(5);
  expect(vacuumed.removedFiles).toBeGreaterThanOrEqual(5);
  expect(await table.query('SELECT * FROM t ORDER BY id')).toEqual(before);
  const left = await table.context.files.list((await table.load()).metadata.location.concat('/data/'));
  expect(left).toHaveLength(2);
});

it('leaves a few small files alone, as Athena does', async () => {
  const table = await eventTable([]);
  for (const start of [0, 5, 10, 15]) await insert(table, rows(start, start + 5));
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ rewritten: 0, added: 0 });
  await insert(table, rows(20, 25));
  expect(await optimizeTable(table.context, await table.load(), [])).toMatchObject({ rewritten: 5, added: 1 });
});

it('drops old metadata files as it commits, where the table asks for it', async () => {
  const table = await eventTable([], {
    'write.metadata.delete-after-commit.enabled': 'true',
    'write.metadata.previous-versions-max': '2',
  });
  for (const start of [0, 5, 10, 15]) await insert(table, rows(start, start + 5));
  const metadata = await table.context.files.list((await table.load()).metadata.location.concat('/metadata/'));
  expect(metadata.filter(({ uri }) => uri.endsWith('.metadata.json'))).toHaveLength(3);
});

it('applies the equality deletes that other writers leave', async () => {
  const table = await eventTable([]);
  await insert(table, rows(0, 6));
  const { schema, metadata } = await table.load();
  const fields = schema.fields.filter(({ name }) => name === 'id' || name === 'path');
  const sql = `SELECT 2::INTEGER AS id, '/p/2' AS path UNION ALL SELECT 3, '/p/none' UNION ALL SELECT NULL, NULL`;
  const file = await writeParquet(table.context, { sql, fields, uri: `${metadata.location}/data/equality.parquet` });
  if (!file) throw new Error('nothing was written');
  const gone = { ...file, content: 'equality deletes', specId: 0, partition: [], equalityIds: [1, 3] } as const;
  await commitChange(table.context, await table.load(), { operation: 'delete', added: [gone], removed: [] });
  await insert(table, rows(2, 3));
  await remove(table, 'id = 5');
  expect(await table.query('SELECT id FROM t ORDER BY id')).toEqual([[0], [1], [2], [3], [4]]);
});

it('lets concurrent appends both in, and refuses a change whose rows another has changed', async () => {
  const table = await eventTable([]);
  await insert(table, rows(0, 10));
  const old = await table.load();
  await Promise.all([applyInsert(table.context, old, rows(10, 20)), applyInsert(table.context, old, rows(20, 30))]);
  expect(await table.query('SELECT count(*), count(DISTINCT id) FROM t')).toEqual([['30', '30']]);
  const stale = await table.load();
  const { sql } = await table.plan({
    columns: ['$path', '$file_position', 'id', 'ts', 'path', 'price', 'actor', 'tags', 'labels'],
  });
  await table.connection.run(`CREATE TEMP TABLE late AS SELECT 'delete' AS "$operation", * FROM (${sql}) WHERE id = 4`);
  await remove(table, 'id = 5');
  const late = { relation: 'late', statement: 'delete' as const, constraints: [] };
  await expect(applyChanges(table.context, stale, late)).rejects.toMatchObject({ name: 'ICEBERG_COMMIT_ERROR' });
  expect(await table.query('SELECT count(*) FROM t')).toEqual([['29']]);
});

it('refuses to write more than 100 partitions at once', async () => {
  const table = await eventTable(['id']);
  await expect(insert(table, rows(0, 101))).rejects.toMatchObject({ name: 'ICEBERG_TOO_MANY_OPEN_PARTITIONS' });
  expect(await table.query('SELECT count(*) FROM t')).toEqual([['0']]);
  expect(await insert(table, rows(0, 100))).toBe(100);
});

it('leaves the table as it was when a statement fails between its files and the commit', async () => {
  const table = await eventTable([]);
  await insert(table, rows(0, 3));
  const crash = {
    ...table.context,
    pointer: { ...table.context.pointer, swap: () => Promise.reject(new Error('crash')) },
  };
  await expect(applyInsert(crash, await table.load(), rows(3, 6))).rejects.toThrow('crash');
  expect(await table.query('SELECT count(*) FROM t')).toEqual([['3']]);
});

it('scans only the partitions, files and columns that a query needs', async () => {
  const table = await eventTable();
  await insert(table, rows(0, 72));
  const type = { kind: 'timestamp', precision: 6 } as const;
  const day = [
    { column: 'ts', type, operator: '>=' as const, values: ['2026-11-01 00:00:00'] },
    { column: 'ts', type, operator: '<' as const, values: ['2026-11-02 00:00:00'] },
  ];
  const all = await table.plan({ columns: ['path'] });
  const one = await table.plan({ columns: ['path'], constraints: day });
  expect([all.files.length, one.files.length]).toEqual([3, 1]);
  expect(one.bytesScanned).toBeGreaterThan(0);
  expect(one.bytesScanned).toBeLessThan(all.bytesScanned / 2);
  expect((await table.plan({ columns: [] })).bytesScanned).toBe(0);
});
