import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { applyChanges } from '@tributary/local/iceberg/change.ts';
import { addColumns, renameColumn } from '@tributary/local/iceberg/evolve.ts';
import { vacuumTable } from '@tributary/local/iceberg/expire.ts';
import { optimizeTable } from '@tributary/local/iceberg/optimize.ts';
import { planScan } from '@tributary/local/iceberg/scan.ts';
import { tableColumns } from '@tributary/local/iceberg/table.ts';
import {
  createBucket,
  createDatabase,
  createLakeTable,
  type LakeTable,
  openLakeTable,
} from '@tributary/local/iceberg/testing/lake-table.ts';
import { applyInsert } from '@tributary/local/iceberg/write.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrino, type Trino, whyNoTrino } from './trino.ts';

const missing = whyNoTrino();

const columns = [
  { name: 'i', type: { kind: 'integer' } },
  { name: 'l', type: { kind: 'bigint' } },
  { name: 'd', type: { kind: 'double' } },
  { name: 's', type: { kind: 'varchar' } },
  { name: 'u', type: { kind: 'uuid' } },
  { name: 'bin', type: { kind: 'varbinary' } },
  { name: 'dt', type: { kind: 'date' } },
  { name: 'ts', type: { kind: 'timestamp', precision: 6 } },
  { name: 'tz', type: { kind: 'timestamptz', precision: 6 } },
  { name: 'tm', type: { kind: 'time', precision: 6 } },
  { name: 'dec', type: { kind: 'decimal', precision: 20, scale: 3 } },
  { name: 'st', type: { kind: 'row', fields: [{ name: 'a', type: { kind: 'integer' } }] } },
  { name: 'arr', type: { kind: 'array', element: { kind: 'bigint' } } },
  { name: 'mp', type: { kind: 'map', key: { kind: 'varchar' }, value: { kind: 'double' } } },
] as const;

function rows(from: number, to: number): string {
  return `(SELECT i::INTEGER, i * 10000000000, CASE WHEN i % 7 = 0 THEN 'nan'::DOUBLE ELSE i / 8.0 END,
    CASE WHEN i % 5 = 0 THEN NULL ELSE 'str-é-' || i END, ('00000000-0000-4000-8000-00000000000' || (i % 4))::UUID,
    ('x' || (i % 4))::BLOB, DATE '1969-12-30' + (i % 5)::INTEGER, TIMESTAMP '1969-12-31 23:30:00.5' + to_minutes(i * 17),
    {'utc': TIMESTAMP '2026-11-01 10:00:00.123456' + to_minutes(i), 'zone': 'UTC'}, TIME '10:00:00' + to_minutes(i),
    (i * 1.5 - 20)::DECIMAL(20, 3), {'a': i}, [i, i + 1], MAP {'k': i / 2.0} FROM range(${from}, ${to}) AS source(i))`;
}

const trinoDigest = `SELECT count(*), sum(i), sum(l), count(s), CAST(min(ts) AS varchar), CAST(max(dec) AS varchar), sum(st.a),
  sum(reduce(arr, BIGINT '0', (a, x) -> a + x, a -> a)), sum(mp['k']), CAST(min(dt) AS varchar), count_if(is_nan(d)),
  count(DISTINCT u), count(DISTINCT bin), to_unixtime(max(tz)), CAST(max(tm) AS varchar)`;

const ourDigest = `SELECT count(*)::INTEGER, sum(i)::INTEGER, sum(l)::DOUBLE, count(s)::INTEGER, strftime(min(ts), '%Y-%m-%d %H:%M:%S.%f'), max(dec)::VARCHAR,
  sum(st.a)::INTEGER, sum(list_sum(arr))::INTEGER, sum(mp['k']), min(dt)::VARCHAR, count_if(isnan(d))::INTEGER,
  count(DISTINCT u)::INTEGER, count(DISTINCT bin)::INTEGER, epoch_us(max(tz.utc)) / 1e6, max(tm)::VARCHAR || '.000000' FROM t`;

describe.skipIf(missing !== undefined)(missing === undefined ? 'a real Trino' : `skipped: ${missing}`, () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'trino-check-'));
  const open: LakeTable[] = [];
  let cloud: RunningCloud;
  let trino: Trino;

  beforeAll(async () => {
    cloud = await startCloud({ stateDir, port: 0 });
    await createBucket(cloud.endpoint);
    await createDatabase(cloud.endpoint, 'db');
    trino = await startTrino(cloud.endpoint);
  });

  afterAll(async () => {
    for (const table of open) await table.close();
    await trino?.stop();
    await cloud?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  async function create(name: string, partitioning: readonly string[]): Promise<LakeTable> {
    const definition = { columns, partitioning, properties: {} };
    const table = await createLakeTable(cloud.endpoint, { database: 'db', table: name }, definition);
    open.push(table);
    return table;
  }

  async function insert(table: LakeTable, relation: string): Promise<void> {
    await applyInsert(table.context, await table.load(), relation);
  }

  async function remove(table: LakeTable, condition: string): Promise<void> {
    const loaded = await table.load();
    const { connection, files } = table.context;
    const names = ['$path', '$file_position', ...tableColumns(loaded).map(({ name }) => name)];
    const { sql } = await planScan(connection, files, loaded, { columns: names, constraints: [] });
    await table.run(
      `CREATE OR REPLACE TEMP TABLE staged AS SELECT 'delete' AS "$operation", * FROM (${sql}) WHERE ${condition}`,
    );
    await applyChanges(table.context, loaded, { relation: 'staged', statement: 'delete', constraints: [] });
  }

  async function expectAlike(table: LakeTable, name: string): Promise<void> {
    const [theirs] = await trino.query(`${trinoDigest} FROM db.${name}`);
    expect(await table.query(ourDigest)).toEqual([theirs]);
  }

  it.each([
    ['unpartitioned', []],
    ['by_day', ['day(ts)', 'bucket(4, l)']],
    ['by_text', ['truncate(5, s)', 'month(tz)']],
    ['by_value', ['dt', 'u']],
  ])('reads, deletes from, inserts into and merges into our table %s, and we read it', async (name, partitioning) => {
    const table = await create(name, partitioning);
    await insert(table, rows(0, 30));
    await insert(table, rows(30, 40));
    await expectAlike(table, name);
    await remove(table, 'i IN (3, 4, 35)');
    await expectAlike(table, name);
    await trino.query(`DELETE FROM db.${name} WHERE i IN (6, 7, 36)`);
    await expectAlike(table, name);
    await trino.query(
      `INSERT INTO db.${name} (i, l, s, ts, tz, st, arr, mp) VALUES (100, 7, 'from trino', TIMESTAMP '2026-11-02 10:00:00.000001',
        TIMESTAMP '2026-11-02 10:00:00 Europe/Berlin', ROW(1), ARRAY[5], MAP(ARRAY['k'], ARRAY[9e0]))`,
    );
    await trino.query(
      `MERGE INTO db.${name} t USING (VALUES (8, 'eight'), (200, 'new')) AS s(i, s) ON t.i = s.i
       WHEN MATCHED THEN UPDATE SET s = s.s WHEN NOT MATCHED THEN INSERT (i, s) VALUES (s.i, s.s)`,
    );
    await expectAlike(table, name);
    expect(await table.query('SELECT i, s FROM t WHERE i IN (8, 100, 200) ORDER BY i')).toEqual([
      [8, 'eight'],
      [100, 'from trino'],
      [200, 'new'],
    ]);
    await remove(table, 'i < 9');
    await expectAlike(table, name);
  });

  it('sees our schema changes and we see its', async () => {
    const table = await create('evolving', ['day(ts)']);
    await insert(table, rows(0, 5));
    await renameColumn(table.context, await table.load(), { from: 's', to: 'renamed' });
    await addColumns(table.context, await table.load(), [{ name: 'ours', type: { kind: 'varchar' } }]);
    await trino.query('ALTER TABLE db.evolving ADD COLUMN theirs bigint');
    await trino.query('ALTER TABLE db.evolving ADD COLUMN st.fresh varchar');
    await trino.query(`UPDATE db.evolving SET theirs = 5, ours = 'o', st = ROW(11, 'f') WHERE i = 2`);
    const answer = [
      [1, 'str-é-1', null, null, [1, null]],
      [2, 'str-é-2', 'o', 5, [11, 'f']],
    ];
    expect(
      await trino.query('SELECT i, renamed, ours, theirs, st FROM db.evolving WHERE i IN (1, 2) ORDER BY i'),
    ).toEqual(answer);
    expect(
      await table.query(
        'SELECT i, renamed, ours, theirs::INTEGER, [st.a::VARCHAR, st.fresh] FROM t WHERE i IN (1, 2) ORDER BY i',
      ),
    ).toEqual([
      [1, 'str-é-1', null, null, ['1', null]],
      [2, 'str-é-2', 'o', 5, ['11', 'f']],
    ]);
  });

  it('goes on after a new partitioning, OPTIMIZE and VACUUM, its statistics kept', async () => {
    const table = await create('maintained', ['day(ts)']);
    await insert(table, rows(0, 60));
    await trino.query(
      `ALTER TABLE iceberg.db.maintained SET PROPERTIES partitioning = ARRAY['month(ts)', 'truncate(s, 4)']`,
    );
    await insert(table, rows(60, 90));
    await trino.query('DELETE FROM db.maintained WHERE i < 5 OR i = 50');
    await trino.query('ANALYZE iceberg.db.maintained');
    await expectAlike(table, 'maintained');
    await optimizeTable(table.context, await table.load(), []);
    await vacuumTable({ ...table.context, now: () => Date.now() + 30 * 86_400_000 }, await table.load());
    await expectAlike(table, 'maintained');
    expect((await table.load()).metadata.statistics).toHaveLength(1);
    expect(await trino.query('SELECT count(*) FROM iceberg.db."maintained$snapshots"')).toEqual([[1]]);
  });

  it('makes tables that we read and write', async () => {
    await trino.query(
      `CREATE TABLE iceberg.db.theirs WITH (partitioning = ARRAY['bucket(s, 3)']) AS
       SELECT * FROM (VALUES (1, 'a', CAST(ROW(1, 'x') AS ROW(n integer, t varchar)))) AS v(i, s, r)`,
    );
    const table = await openLakeTable(cloud.endpoint, { database: 'db', table: 'theirs' });
    open.push(table);
    await insert(table, `(SELECT 2::INTEGER, 'b', {'n': 2, 't': 'y'})`);
    expect(await table.query('SELECT i, s, r FROM t ORDER BY i')).toEqual([
      [1, 'a', { n: 1, t: 'x' }],
      [2, 'b', { n: 2, t: 'y' }],
    ]);
    expect(await trino.query('SELECT i, s, r FROM db.theirs ORDER BY i')).toEqual([
      [1, 'a', [1, 'x']],
      [2, 'b', [2, 'y']],
    ]);
  });
});
