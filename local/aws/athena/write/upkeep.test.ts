import { expect, test } from 'vitest';
import { ended, type Lake, role, rows, run, start, submit } from '../testing/lake.ts';

type Options = Parameters<typeof start>[0];

async function withEvents(properties = '', options: Options = {}): Promise<Lake> {
  const lake = await start(options);
  await run(lake, 'CREATE DATABASE lake');
  await run(
    lake,
    `CREATE TABLE events (id int, request_date timestamp, note string) PARTITIONED BY (day(request_date))
     LOCATION 's3://bucket/events/' TBLPROPERTIES ('table_type'='ICEBERG', 'optimize_rewrite_data_file_threshold'='2'${properties})`,
  );
  for (const day of [1, 2])
    for (const id of [1, 2])
      await run(lake, `INSERT INTO events VALUES (${id}, TIMESTAMP '2026-11-0${day} 10:00:00', 'new')`);
  await run(lake, "UPDATE events SET note = 'newer' WHERE id = 1");
  return lake;
}

const filesOf = async (lake: Lake, day: string) =>
  (await rows(lake, `SELECT DISTINCT "$path" FROM events WHERE date(request_date) = DATE '${day}'`)).length - 1;
const snapshots = async (lake: Lake) => (await rows(lake, 'SELECT snapshot_id FROM "events$snapshots"')).length - 1;
const reasonOf = async (lake: Lake, sql: string) => (await run(lake, sql)).Status?.StateChangeReason;

const half = "request_date >= TIMESTAMP '2026-11-01 00:00:00' AND request_date < TIMESTAMP '2026-11-01 12:00:00'";

test('OPTIMIZE rewrites the day that its WHERE names, and makes no snapshot for nothing', async () => {
  const lake = await withEvents();
  const before = await filesOf(lake, '2026-11-02');
  const optimize = `-- the day that is over
    OPTIMIZE "lake"."events" REWRITE DATA USING BIN_PACK
    WHERE request_date >= TIMESTAMP '2026-11-01 00:00:00' AND request_date < TIMESTAMP '2026-11-02 00:00:00';`;
  const done = await run(lake, optimize);
  expect(done.Status).toMatchObject({ State: 'SUCCEEDED' });
  expect(done.SubstatementType).toBe('OPTIMIZE');
  expect(done.Statistics?.DataScannedInBytes).toBeGreaterThan(0);
  expect(await filesOf(lake, '2026-11-01')).toBe(1);
  expect(await filesOf(lake, '2026-11-02')).toBe(before);
  expect((await rows(lake, 'SELECT id, note FROM events ORDER BY 1, 2')).slice(1)).toEqual([
    ['1', 'newer'],
    ['1', 'newer'],
    ['2', 'new'],
    ['2', 'new'],
  ]);
  const count = await snapshots(lake);
  expect((await run(lake, optimize)).Status?.State).toBe('SUCCEEDED');
  expect(await snapshots(lake)).toBe(count);
});

test('OPTIMIZE takes days of a date column, a day of a timestamp, and the whole table', async () => {
  const lake = await withEvents();
  await run(
    lake,
    `CREATE TABLE daily (day date, n int) PARTITIONED BY (day(day)) LOCATION 's3://bucket/daily/'
     TBLPROPERTIES ('table_type'='ICEBERG', 'optimize_rewrite_data_file_threshold'='2')`,
  );
  for (const n of [1, 2])
    await run(lake, `INSERT INTO daily VALUES (DATE '2026-11-01', ${n}), (DATE '2026-11-03', ${n})`);
  for (const sql of [
    "OPTIMIZE daily REWRITE DATA USING BIN_PACK WHERE day IN (DATE '2026-11-01', DATE '2026-11-02')",
    "OPTIMIZE events REWRITE DATA USING BIN_PACK WHERE date(request_date) = DATE '2026-11-02'",
    'OPTIMIZE events REWRITE DATA USING BIN_PACK',
  ])
    expect(await reasonOf(lake, sql)).toBeUndefined();
  expect((await rows(lake, 'SELECT day, count(DISTINCT "$path") FROM daily GROUP BY 1 ORDER BY 1')).slice(1)).toEqual([
    ['2026-11-01', '1'],
    ['2026-11-03', '2'],
  ]);
  expect([await filesOf(lake, '2026-11-01'), await filesOf(lake, '2026-11-02')]).toEqual([1, 1]);
});

test.each([
  [half, /^GENERIC_INTERNAL_ERROR: Unexpected FilterNode found in plan/],
  ["note = 'new'", /^GENERIC_INTERNAL_ERROR: Unexpected FilterNode found in plan/],
  ["date(request_date) = DATE '2026-11-01' OR id = 1", /^GENERIC_INTERNAL_ERROR: Unexpected FilterNode found in plan/],
  ['nope = 1', /^COLUMN_NOT_FOUND: line 1:\d+: Column 'nope' cannot be resolved/],
  ['id', /^TYPE_MISMATCH/],
])('OPTIMIZE … WHERE %s is refused', async (where, reason) => {
  const lake = await withEvents();
  expect(await reasonOf(lake, `OPTIMIZE events REWRITE DATA USING BIN_PACK WHERE ${where}`)).toMatch(reason);
});

test('OPTIMIZE and VACUUM are of Iceberg tables, and of statements that are whole', async () => {
  const lake = await withEvents();
  await run(lake, "CREATE EXTERNAL TABLE plain (id int) STORED AS PARQUET LOCATION 's3://bucket/plain/'");
  expect(await reasonOf(lake, 'OPTIMIZE plain REWRITE DATA USING BIN_PACK')).toMatch(/^NOT_SUPPORTED/);
  expect(await reasonOf(lake, 'VACUUM plain')).toMatch(/^NOT_SUPPORTED/);
  for (const sql of [
    'OPTIMIZE events',
    'OPTIMIZE events REWRITE DATA USING BIN_PACK WHERE',
    'OPTIMIZE events REWRITE DATA USING SORT',
  ])
    await expect(submit(lake, sql)).rejects.toMatchObject({ code: 'InvalidRequestException' });
});

test('VACUUM forgets old snapshots, whoever may not delete keeps the files, and says no more than on AWS', async () => {
  const lake = await withEvents(", 'vacuum_max_snapshot_age_seconds'='1'", {
    denied: ({ action }) => action === 's3:DeleteObject',
  });
  await run(lake, 'OPTIMIZE events REWRITE DATA USING BIN_PACK');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const count = () => lake.files.list('bucket', 'events/').length;
  const before = count();
  expect((await run(lake, 'VACUUM events', role)).Status?.State).toBe('SUCCEEDED');
  expect(await snapshots(lake)).toBe(1);
  expect(count()).toBe(before + 1);
  expect((await run(lake, 'VACUUM `lake`.`events`')).Status?.State).toBe('SUCCEEDED');
  expect(count()).toBeLessThan(before);
  expect((await rows(lake, 'SELECT count(*) FROM events'))[1]).toEqual(['4']);
});

test('VACUUM asks for another run in the words of Athena', async () => {
  const orphan = { path: '', size: 1, etag: '', lastModified: 0 };
  let orphans = 20_001;
  const lake = await withEvents('', {
    objects: (files) => ({
      ...files,
      list: (bucket, prefix) =>
        prefix === 'events/data/'
          ? Array.from({ length: orphans }, (_, index) => ({ ...orphan, key: `${prefix}${index}` }))
          : files.list(bucket, prefix),
    }),
  });
  const { Status } = await run(lake, 'VACUUM events');
  expect(Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason:
      'ICEBERG_VACUUM_MORE_RUNS_NEEDED: Removed 20000 files in this round of vacuum, but there are more files remaining. Please run another VACUUM command to process the remaining files',
    AthenaError: { ErrorCategory: 2, ErrorType: 233, Retryable: false },
  });
  orphans = 1;
  expect((await run(lake, 'VACUUM events')).Status?.State).toBe('SUCCEEDED');
});

test('a table in the whole of a bucket is refused', async () => {
  const lake = await start();
  await run(lake, 'CREATE DATABASE lake');
  await run(lake, "CREATE TABLE root (id int) LOCATION 's3://bucket/' TBLPROPERTIES ('table_type'='ICEBERG')");
  expect(await reasonOf(lake, 'VACUUM root')).toBe(
    'GENERIC_INTERNAL_ERROR: Path missing in file system location: s3://bucket',
  );
});

const endless = (source: string) =>
  `MERGE INTO events t USING (SELECT cast(count(*) AS integer) AS id FROM UNNEST(sequence(1, 9000)) a(x),
     UNNEST(sequence(1, 9000)) b(y), UNNEST(sequence(1, 9000)) c(z) WHERE (x * y) % (z + 1) = 7 ${source}) s ON t.id = s.id
   WHEN MATCHED THEN UPDATE SET note = 'merged'
   WHEN NOT MATCHED THEN INSERT (id, request_date, note) VALUES (s.id, TIMESTAMP '2026-11-01 00:00:00', 'merged')`;

const merge = `MERGE INTO events t USING (SELECT 1 AS id) s ON t.id = s.id AND t.request_date < TIMESTAMP '2026-11-02 00:00:00'
  WHEN MATCHED THEN UPDATE SET note = 'merged'`;

/** Stops a MERGE once it runs; what is left is what was. */
async function stopped(lake: Lake, sql: string): Promise<void> {
  const keys = () => lake.files.list('bucket', 'events/').map(({ key }) => key);
  const before = keys();
  lake.events.splice(0);
  const QueryExecutionId = await submit(lake, sql);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const at = Date.now();
  await lake.cloud.call({ kind: 'admin' }, 'athena', 'StopQueryExecution', { QueryExecutionId });
  const { Status } = await ended(lake, QueryExecutionId);
  expect(Date.now() - at).toBeLessThan(2000);
  expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' });
  expect(keys()).toEqual(before);
  expect(lake.events.map(({ detail }) => [detail.previousState, detail.currentState])).toEqual([
    [undefined, 'QUEUED'],
    ['QUEUED', 'RUNNING'],
    ['RUNNING', 'CANCELLED'],
  ]);
  expect(await reasonOf(lake, merge)).toBeUndefined();
  expect((await rows(lake, "SELECT count(*) FROM events WHERE note = 'merged'"))[1]).toEqual(['1']);
}

test('StopQueryExecution ends a MERGE within DuckDB, and nothing of it is left', async () => {
  await stopped(await withEvents(), endless(''));
});

test('StopQueryExecution ends a statement that a fault slows down, and nothing of it is left', async () => {
  const lake = await withEvents();
  lake.cloud.faults.add({ at: 'athena:run', kind: 'slow', leastMs: 60_000, match: 'MERGE', times: 1 });
  await stopped(lake, merge);
});

test('a slow statement takes at least its time, and others take theirs', async () => {
  const lake = await withEvents();
  lake.cloud.faults.add({ at: 'athena:run', kind: 'slow', leastMs: 1500, match: 'primary SELECT 8' });
  const took = async (sql: string) => (await run(lake, sql)).Statistics?.EngineExecutionTimeInMillis ?? 0;
  expect(await took('SELECT 8')).toBeGreaterThanOrEqual(1500);
  expect(await took('SELECT 7')).toBeLessThan(1500);
});

test('a statement that runs into the time limit fails as on AWS, and has written nothing', async () => {
  const lake = await withEvents('', { timeLimitMillis: 2500 });
  lake.cloud.faults.add({ at: 'athena:run', kind: 'slow', leastMs: 60_000, match: 'MERGE' });
  const count = await snapshots(lake);
  const { Status } = await run(lake, merge);
  expect(Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: 'Query timeout',
    AthenaError: { ErrorCategory: 1, ErrorType: 206, Retryable: false },
  });
  expect(await snapshots(lake)).toBe(count);
});
