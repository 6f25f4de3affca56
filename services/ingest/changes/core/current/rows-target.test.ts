import type { Taken, Unit } from '@tributary/shared/jobs/unit.ts';
import { describe, expect, test } from 'vitest';
import { readChanges } from '../declaration/read-changes.ts';
import { declaredViews } from './declared-views.ts';
import { rowsTarget } from './rows-target.ts';
import { objectsOf, objectUnit, rangeOf, rebuildUnit } from './rows-units.ts';

const declared = (columns = 'id: int, v: string', more = '') =>
  readChanges(`sources: {s: {${more} tables: {
    a.t: {key: [id], current: table, columns: {${columns}}}, a.v: {key: [id], columns: {id: int}}, a.n: {key: [], columns: {id: int}}}}}`);

const settings = {
  lakeBucket: 'lake-bucket',
  gatherSeconds: 60,
  keep: { snapshotSeconds: 86_400, metadataFiles: 10 },
  optimizeAfterMs: 1e6,
  vacuumAfterMs: 1e6,
  unregistered: async (_: string, paths: readonly string[]) =>
    new Set(paths.filter((path) => path.includes('hour=13'))),
  isReadable: async () => true,
};

function targetOf(changes = declared(), given: Partial<typeof settings> = {}) {
  const [source] = changes.sources;
  const [table] = source?.tables ?? [];
  if (source === undefined || table === undefined) throw new Error('no table');
  return rowsTarget({ lake: 'lake', source, table }, { ...settings, ...given });
}

const path = (hour: number) => `s3://lake-bucket/lake/a_t_changes/year=2026/month=11/day=17/hour=${hour}/o.parquet`;
const unitOf = (unit: { readonly id: string; readonly lane: string }): Unit => ({
  ...{ partition: 'all', bytes: 1, version: 'v', dueAt: 0, since: 0 },
  ...unit,
});
const object = (hour: number, from?: string, to = from) =>
  unitOf(
    objectUnit(
      { path: path(hour), bytes: 1, range: from === undefined || to === undefined ? undefined : { from, to } },
      's',
      0,
    ),
  );

describe('units', () => {
  test('say their object and its range, which come back from their ids', () => {
    const range = { from: '-99999999999999999999', to: '7' };
    for (const each of [range, undefined]) {
      const unit = objectUnit({ path: path(12), bytes: 5, range: each }, 's', 9);
      expect(unit).toMatchObject({ lane: 'objects', stamp: 's', dueAt: 9, bytes: 5 });
      expect(objectsOf([unit, rebuildUnit('x', 0)])).toEqual([{ path: path(12), range: each }]);
    }
  });

  test('are together of the range that holds all of theirs, as numbers; of none, where one of them is not known', () => {
    const ranges = [
      { from: '9', to: '10' },
      { from: '-5', to: '-5' },
      { from: '100', to: '99999999999999999999' },
    ];
    expect(rangeOf(ranges.map((range) => ({ range })))).toEqual({ from: '-5', to: '99999999999999999999' });
    expect(rangeOf([...ranges.map((range) => ({ range })), { range: undefined }])).toBeUndefined();
    const two = ['9', '10'].map((key) => ({ range: { from: key, to: key } }));
    expect(rangeOf(two)).toEqual({ from: '9', to: '10' });
    expect(rangeOf([])).toBeUndefined();
  });
});

describe('the MERGE of objects', () => {
  const statement = (units: readonly Unit[]) => targetOf().lanes.objects?.statement(units) ?? '';
  test('reads these objects in their partitions, and the target between the keys that they have', () => {
    const sql = statement([object(12, '5', '9'), object(13, '-3')]);
    expect(sql).toContain(`"$path" IN ('${path(12)}', '${path(13)}')`);
    expect(sql).toContain(`("year" = '2026' AND "month" = '11' AND "day" = '17' AND "hour" = '12') OR (`);
    expect(sql).toMatch(/ON t."id" = s."id" AND t."id" BETWEEN -3 AND 9\n/);
  });

  test('of which one does not say its range reads all of the target', () => {
    expect(statement([object(12, '5'), object(13)])).not.toContain('BETWEEN');
  });

  test('waits for objects whose partition the catalog does not know yet', async () => {
    const units = [object(12, '5'), object(13, '6')];
    expect(await targetOf().lanes.objects?.unready?.(units)).toEqual(new Set([units[1]?.id]));
  });
});

describe('the MERGE of the whole history', () => {
  const rebuild = unitOf(rebuildUnit('x', 0));
  test('takes the objects with it that wait, and removes what the history does not say', () => {
    const lane = targetOf().lanes.rebuild;
    const along = lane?.along?.([rebuild], [object(12), rebuild, unitOf({ id: 'optimize', lane: 'optimize' })]);
    expect(along?.map(({ id }) => id)).toEqual([path(12)]);
    expect(lane?.statement([rebuild])).toContain('WHEN MATCHED AND s.__gone\n  THEN DELETE');
    expect(lane?.statement([rebuild])).not.toContain('$path');
  });

  test('waits until the table has the columns that it is read for', async () => {
    const unready = async (isReadable: boolean) =>
      targetOf(declared(), { isReadable: async () => isReadable }).lanes.rebuild?.unready?.([rebuild]);
    expect(await unready(false)).toEqual(new Set(['rebuild']));
    expect(await unready(true)).toEqual(new Set());
  });
});

test('a table of other columns is another, filled beside the old one; another order of changes is another statement', () => {
  const [one, same, other, dropped] = [
    'id: int, v: string',
    'id: int, v: {type: string, was: [w]}',
    'id: int, v: int',
    'id: int, v: string, w: {type: int, dropped: true}',
  ].map((columns) => targetOf(declared(columns)));
  expect(same).toMatchObject({ name: one?.name, digest: one?.digest });
  expect(dropped?.name).toBe(one?.name);
  expect(other?.name).not.toBe(one?.name);
  const sequenced = targetOf(declared('id: int, v: string', 'sequence: seq,'));
  expect([sequenced.name, sequenced.digest === one?.digest]).toEqual([one?.name, false]);
});

test('a table with a key has two views, each over what it reads; one without has none', () => {
  const name = targetOf().name;
  const views = declaredViews(declared(), 'lake');
  expect(views.map(({ view, reads }) => [view, ...reads.map(({ table }) => table)])).toEqual([
    ['a_t_current', name],
    ['a_t_history', 'a_t_changes'],
    ['a_v_current', 'a_v_changes'],
    ['a_v_history', 'a_v_changes'],
  ]);
});

const taken: readonly Taken[] = [];
test('what was written is new rows', () => {
  const { lanes } = targetOf();
  expect([lanes.objects?.update?.(taken), lanes.rebuild?.update?.(taken)]).toEqual([
    { cause: 'rows' },
    { cause: 'rows' },
  ]);
});
