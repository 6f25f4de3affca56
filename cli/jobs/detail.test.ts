import { expect, test } from 'vitest';
import { lookAsJson } from './as-json.ts';
import { renderDetail } from './detail.ts';
import { createTarget, start } from './testing/target.ts';

const showing = { isTerminal: false, width: undefined, flags: '' };
const gigabytes = 1024 ** 3;

/** One day done, one set aside, one running, two waiting, upkeep to come. */
async function busy() {
  const target = createTarget();
  await target.add(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']);
  await target.add(['optimize:2026-11-16'], { of: 'optimize', inMs: 3_600_000 });
  const first = await target.begin(['2026-11-16']);
  target.pass(5_000);
  await target.succeed(first, 2 * gigabytes);
  const second = await target.begin(['2026-11-17']);
  target.pass(1_000);
  await target.fail(second, 'DIVISION_BY_ZERO: Division by zero');
  await target.begin(['2026-11-18']);
  target.pass(4_000);
  return target;
}

test('one target is told whole: what runs as which statement, what waits since when, what comes later', async () => {
  const target = await busy();
  const told = renderDetail(await target.desk.look(), { ...showing, now: target.now() });
  expect(told.slice(0, told.indexOf('\n\n'))).toBe(`usage, a dataset of services/query
  runs       1 day for 4 s: 2026-11-18
             since 2026-11-20 13:00:06 UTC, as Athena's q-r3
  waits      2 days, the first since 2026-11-20 13:00:00 UTC (10 s): 2026-11-19, 2026-11-20
  later      OPTIMIZE of 1 partition, the first at 2026-11-20 14:00:00 UTC (in 59 min 50 s)
  set aside  1 day: 2026-11-17
               DIVISION_BY_ZERO: Division by zero
               set aside 2026-11-20 13:00:06 UTC (4 s ago); tried again when its input or SQL changes, or by: lake retry usage`);
});

test('its log has a row for each statement, the newest first, a sum, and why statements failed', async () => {
  const target = await busy();
  const told = renderDetail(await target.desk.look(), { ...showing, now: target.now() });
  const rows = told
    .split('\n')
    .filter((line) => line.startsWith('│ 2026'))
    .map((line) => line.split('│').map((cell) => cell.trim()));
  expect(rows.map((row) => row.slice(1, -1))).toEqual([
    ['2026-11-20 13:00:06', '1 day: 2026-11-18', '1', 'RUNNING', '4 s', '', ''],
    ['2026-11-20 13:00:05', '1 day: 2026-11-17', '1', 'FAILED', '1 s', '4.8 MB', '$0'],
    ['2026-11-20 13:00:00', '1 day: 2026-11-16', '1', 'SUCCEEDED', '5 s', '2 GB', '$0.0098'],
  ]);
  expect(told.slice(told.indexOf('3 statements'))).toBe(`3 statements, 2 GB scanned, $0.0098 on AWS at $5 per TB

2026-11-20 13:00:05 UTC FAILED
  DIVISION_BY_ZERO: Division by zero
`);
});

test('a target that never ran is told without a table', async () => {
  const told = renderDetail(await createTarget().desk.look(), { ...showing, now: start });
  expect(told).toBe(
    'usage, a dataset of services/query\n  runs       nothing\n  waits      nothing\n  ran        nothing yet\n',
  );
});

test('what was put off says why, and objects are told by their paths', async () => {
  const target = createTarget({ name: 'requests', service: 'enrich', kind: 'enrichment' });
  await target.add(['s3://b/lake/r/year=2026/o.parquet'], { of: 'objects' });
  const [unit] = await target.store.waiting('requests', start, 1);
  if (unit) await target.store.postpone('requests', [unit], start + 8_000);
  const told = renderDetail(await target.desk.look(), { ...showing, now: start });
  expect(told).toContain('requests, an enrichment of services/enrich');
  expect(told).toContain(
    'later      1 object, the first at 2026-11-20 13:00:08 UTC (in 8 s); put off (1 time at most)',
  );
  target.pass(9_000);
  const later = renderDetail(await target.desk.look(), { ...showing, now: target.now() });
  expect(later).toContain(
    'waits      1 object, the first since 2026-11-20 13:00:08 UTC (1 s): s3://b/lake/r/year=2026/o.parquet',
  );
});

test('of many objects two are named, of a table that is made none', async () => {
  const target = createTarget({ name: 'requests', service: 'enrich', kind: 'enrichment' });
  const objects = ['a', 'b', 'c'].map((name) => `s3://b/lake/${name}`);
  await target.add(objects, { of: 'objects' });
  const waits = renderDetail(await target.desk.look(), { ...showing, now: start });
  expect(waits).toContain(': s3://b/lake/a, s3://b/lake/b, …\n');
  await target.begin(objects, { of: 'create' });
  const told = renderDetail(await target.desk.look(), { ...showing, now: start });
  expect(told).toContain('runs       CREATE TABLE for 0 ms\n');
  expect(told).toMatch(/│ CREATE TABLE +│ +1 │ RUNNING/);
  expect(told).not.toContain('s3://');
});

test('programs get what is told, with the log and all ids where one is asked for', async () => {
  const target = await busy();
  const look = await target.desk.look();
  expect(lookAsJson(look, false)).toEqual({
    target: 'usage',
    service: 'query',
    kind: 'dataset',
    running: {
      lane: 'write',
      units: 1,
      first: ['2026-11-18'],
      attempt: 1,
      executionId: 'q-r3',
      since: '2026-11-20T13:00:06.000Z',
      notBefore: null,
    },
    waiting: {
      units: 2,
      since: '2026-11-20T13:00:00.000Z',
      first: [
        { id: '2026-11-19', lane: 'write' },
        { id: '2026-11-20', lane: 'write' },
      ],
    },
    later: {
      units: 1,
      next: '2026-11-20T14:00:00.000Z',
      first: [{ id: 'optimize:2026-11-16', lane: 'optimize', dueAt: '2026-11-20T14:00:00.000Z' }],
    },
    held: [],
    waitsForOneOf: null,
    missing: [],
    setAside: [
      {
        id: '2026-11-17',
        lane: 'write',
        reason: 'DIVISION_BY_ZERO: Division by zero',
        since: '2026-11-20T13:00:06.000Z',
        times: 1,
        retryAt: null,
      },
    ],
    last: expect.objectContaining({ executionId: 'q-r2', state: 'FAILED', durationMs: 1_000, dollars: 0 }),
  });
  const whole = lookAsJson(look, true);
  expect(whole.log).toMatchObject([
    { executionId: 'q-r3', state: 'STARTED', endedAt: null, dollars: null },
    { executionId: 'q-r2', message: 'DIVISION_BY_ZERO: Division by zero' },
    {
      executionId: 'q-r1',
      scannedBytes: 2 * gigabytes,
      dollars: (5 * 2) / 1024,
      startedAt: '2026-11-20T13:00:00.000Z',
    },
  ]);
});

test('programs get the first five ids of many, and all of one target', async () => {
  const target = createTarget();
  await target.add(['11', '12', '13', '14', '15', '16'].map((day) => `2026-11-${day}`));
  const look = await target.desk.look();
  expect(lookAsJson(look, false).waiting).toMatchObject({ units: 6, first: { length: 5 } });
  expect(lookAsJson(look, true).waiting).toMatchObject({ units: 6, first: { length: 6 } });
  expect(lookAsJson(look, false)).toMatchObject({ running: null, last: null, setAside: [] });
});

/** A day that ran because of a table and by hand, as a step of a run, and a month that is being made anew behind all else. */
async function withCauses() {
  const target = createTarget();
  const unit = (id: string, lane: string) => ({ id, lane, stamp: 's', dueAt: start, partition: id });
  await target.store.addUnits('usage', [
    { ...unit('2026-11-20', 'write'), why: ['Table Updated of lake.requests', 'by hand'] },
    { ...unit('2026-10', 'backfill'), why: ['by hand'] },
  ]);
  const run = await target.claim(['2026-11-20']);
  const at = { executionId: 'q1', at: target.now(), step: 'publish' };
  await target.store.recordEnd('usage', run, {
    ...{ start: at, state: 'SUCCEEDED', scannedBytes: 0, message: '', at: target.now() + 1_000 },
  });
  await target.store.remove('usage', run.units);
  await target.store.endRun('usage', run);
  return target;
}

test('where it is asked why, each statement says what for, and what it hangs on stands there', async () => {
  const target = await withCauses();
  const why = {
    reads: [{ name: 'requests', isDirect: true, standing: undefined }],
    readBy: [{ target: 'trend', distance: 1 }],
    caused: [],
  };
  const told = renderDetail(await target.desk.look(), { ...showing, now: target.now(), why });
  expect(told).toBe(`usage, a dataset of services/query
  runs       nothing
  waits      backfill of 1 month, the first since 2026-11-20 13:00:00 UTC (0 ms): 2026-10
  reads      requests
  is read by trend
  made run   nothing

┌─────────────────────┬─────────────────────────────┬─────────────────────────────────────────┬─────────┬───────────┬──────┬─────────┬───────────┐
│ started             │ statement                   │ because                                 │ attempt │ state     │ took │ scanned │      cost │
├─────────────────────┼─────────────────────────────┼─────────────────────────────────────────┼─────────┼───────────┼──────┼─────────┼───────────┤
│ 2026-11-20 13:00:00 │ 1 day: 2026-11-20 (publish) │ Table Updated of lake.requests, by hand │       1 │ SUCCEEDED │ 1 s  │     0 B │ $0.000048 │
└─────────────────────┴─────────────────────────────┴─────────────────────────────────────────┴─────────┴───────────┴──────┴─────────┴───────────┘
1 statement, 0 B scanned, $0.000048 on AWS at $5 per TB
`);
  expect(lookAsJson(await target.desk.look(), true, why)).toMatchObject({
    why: { reads: [{ name: 'requests', state: null }], readBy: [{ target: 'trend', distance: 1 }], madeRun: [] },
    log: [{ step: 'publish', partitions: ['2026-11-20'], partitionCount: 1, run: 'r1' }],
  });
});
