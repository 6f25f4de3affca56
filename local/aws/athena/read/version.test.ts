import { expect, test } from 'vitest';
import { type Lake, rows, run, start } from '../testing/lake.ts';

async function withVersions(): Promise<{ readonly lake: Lake; readonly snapshots: readonly string[] }> {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await run(
    lake,
    `CREATE TABLE usage (day date, n int) PARTITIONED BY (day) LOCATION 's3://bucket/usage/' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await run(lake, "INSERT INTO usage VALUES (DATE '2026-11-01', 1), (DATE '2026-11-02', 1)");
  await run(lake, "UPDATE usage SET n = 2 WHERE day = DATE '2026-11-02'");
  await run(lake, 'DELETE FROM usage');
  const found = await rows(lake, 'SELECT CAST(snapshot_id AS varchar) FROM "usage$snapshots" ORDER BY committed_at');
  return { lake, snapshots: found.slice(1).map(([id]) => id ?? '') };
}

const reasonOf = async (lake: Lake, sql: string) => (await run(lake, sql)).Status?.StateChangeReason;

test('a table is read as it was at a version, under an alias and in UNLOAD', async () => {
  const { lake, snapshots } = await withVersions();
  const at = async (snapshot: string | undefined, where = 'true') =>
    (
      await rows(lake, `SELECT t.n FROM lake.usage FOR VERSION AS OF ${snapshot} AS t WHERE ${where} ORDER BY day`)
    ).slice(1);
  expect(await at(snapshots[0])).toEqual([['1'], ['1']]);
  expect(await at(snapshots[1])).toEqual([['1'], ['2']]);
  expect(await at(snapshots[1], "day = DATE '2026-11-02'")).toEqual([['2']]);
  expect(await at(snapshots[2])).toEqual([]);
  const unload = await run(
    lake,
    `UNLOAD (SELECT CAST(n AS varchar) AS n FROM usage FOR VERSION AS OF ${snapshots[0]}) TO 's3://bucket/out/' WITH (format = 'JSON')`,
  );
  expect(unload.Status?.State).toBe('SUCCEEDED');
});

test('a version has the columns of then', async () => {
  const { lake, snapshots } = await withVersions();
  await run(lake, 'ALTER TABLE usage ADD COLUMNS (note string)');
  expect(await reasonOf(lake, `SELECT note FROM usage FOR VERSION AS OF ${snapshots[0]}`)).toContain(
    "COLUMN_NOT_FOUND: Column 'note' cannot be resolved",
  );
  expect((await rows(lake, `SELECT n FROM usage FOR VERSION AS OF ${snapshots[0]}`)).slice(1)).toHaveLength(2);
});

test('what is no version is refused', async () => {
  const { lake } = await withVersions();
  expect(await reasonOf(lake, 'SELECT n FROM usage FOR VERSION AS OF 7')).toContain(
    'Iceberg snapshot ID does not exists: 7',
  );
  for (const version of ["VERSION AS OF 'main'", "TIMESTAMP AS OF TIMESTAMP '2026-11-01 00:00:00'"])
    expect(await reasonOf(lake, `SELECT n FROM usage FOR ${version}`)).toContain(
      'FOR TIMESTAMP AS OF, or FOR VERSION AS OF what is no number, is not supported',
    );
});
