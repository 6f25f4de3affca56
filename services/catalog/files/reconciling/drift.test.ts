import { describe, expect, test } from 'vitest';
import { createLake, folder, hour, type Lake, name, records } from './reconcile-for-tests.ts';

/** Numbers, and then so many texts among a hundred rows. */
async function landDrift(lake: Lake, texts: number): Promise<void> {
  await lake.land('year=2026/a.json', { id: 1 });
  await lake.land('year=2026/b.json', ...records(99, (at) => ({ id: at < texts ? 'x' : at })));
}

test('a table of many files is read by several invocations, each footer once', async () => {
  const lake = createLake('{}', 2);
  for (const file of ['a', 'b', 'c', 'd', 'e']) {
    lake.clock.now += 1000;
    await lake.land(`year=2026/${file}.json`, { id: 1 }, { id: 'x' });
    lake.stamp();
  }
  lake.clock.now += hour;
  let footers = 0;
  for (const invocation of [1, 2, 3]) {
    lake.counts.footers = 0;
    await lake.reconcile({ reconcile: folder });
    footers += lake.counts.footers;
    expect([lake.next.length, lake.reports.length]).toEqual(invocation < 3 ? [invocation, 0] : [2, 1]);
  }
  expect(footers).toBe(5);
  expect(lake.reports[0]).toMatchObject({ files: 5, rows: 10 });
  expect(lake.next).toEqual([folder, folder]);
});

test('files of the last minute are read once more, as others may be of the same second; older ones are not', async () => {
  const lake = createLake();
  await lake.land('year=2026/old.json', { id: 1 });
  lake.stamp();
  lake.clock.now += hour;
  await lake.land('year=2026/new.json', { id: 2 });
  await lake.reconcile({ reconcile: folder });
  lake.clock.now -= 10_000;
  await lake.land('year=2026/late.json', { id: 3 });
  lake.stamp();
  expect(await lake.night()).toMatchObject({ files: 3, rows: 3 });
  expect(lake.counts.footers).toBe(2);
});

describe('a table whose files show other types than it has', () => {
  test('is made again by itself where much was rescued, and then no more', async () => {
    const lake = createLake();
    await landDrift(lake, 5);
    expect(await lake.night()).toMatchObject({ rows: 100, rescued: 5, drift: ['id: bigint, string'], retyped: true });
    expect(lake.retyped).toEqual([name]);
    lake.queue.push(JSON.stringify({ table: name }));
    await lake.work();
    await lake.register(name);
    expect(await lake.night()).toMatchObject({ rescued: 0, drift: [], retyped: false });
  });

  test('has the fields of a struct in another order, which is no other type', async () => {
    const lake = createLake();
    await lake.land('year=2026/a.json', { s: { b: 1 } });
    await lake.land('year=2026/b.json', { s: { a: 1, b: 2 } });
    expect(await lake.night()).toMatchObject({ drift: [], retyped: false });
  });

  test('is left where few values were, or it is large, or raw has not all of it; which is said with what to do', async () => {
    const few = createLake();
    await landDrift(few, 4);
    expect(await few.night()).toMatchObject({
      drift: ['id: bigint, string'],
      retyped: false,
      left: 'few of its values are rescued',
    });
    const large = createLake();
    large.retypeUpTo(10);
    await landDrift(large, 50);
    expect(await large.night()).toMatchObject({ retyped: false, left: 'it is too large to be made again by itself' });
    const gone = createLake();
    await landDrift(gone, 50);
    gone.raw.delete(`${folder}year=2026/a.json`);
    expect(await gone.night()).toMatchObject({
      retyped: false,
      left: 'objects of some of its rows are gone from the raw bucket',
    });
    for (const { retyped, warned } of [few, large, gone]) expect([retyped.length, warned.length]).toEqual([0, 1]);
  });

  test('is made again where a hand has given a column another type or name, and then no more', async () => {
    for (const change of [{ Type: 'string' }, { Name: 'number' }]) {
      const lake = createLake();
      await lake.land('year=2026/a.json', { id: 1, other: 'x' });
      const kept = lake.glue.tables.get(`lake.${name}`);
      const [id, ...others] = kept?.input.StorageDescriptor?.Columns ?? [];
      if (kept !== undefined)
        kept.input = { ...kept.input, StorageDescriptor: { Columns: [{ Name: 'id', ...id, ...change }, ...others] } };
      expect(await lake.night(), JSON.stringify(change)).toMatchObject({ retyped: true });
      lake.queue.push(JSON.stringify({ table: name }));
      await lake.work();
      expect(await lake.night(), JSON.stringify(change)).toMatchObject({ drift: [], retyped: false });
    }
  });

  test('is not made again where its values stay rescued', async () => {
    const lake = createLake();
    // An object where most are texts.
    await lake.land('year=2026/a.json', ...records(10, (at) => ({ id: at < 4 ? { at } : 'x' })));
    for (let night = 0; night < 2; night += 1)
      expect(await lake.night()).toMatchObject({ rescued: 4, drift: [], retyped: false });
  });
});
