import { expect, test } from 'vitest';
import { changeOfTable } from './causes.ts';
import { describeStores, endAt, runOf, unit } from './testing/stores.ts';

describeStores('what hangs on what', ({ setUp, store }) => {
  test('know by a table which statements its changes made run, the newest first', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp({
      ...unit('a'),
      why: [changeOfTable('lake.of_it')],
    });
    const table = `lake.t_${execution}_${store}`;
    await jobs.addUnits(target, [{ ...unit('a', 's2'), why: [changeOfTable(table), 'by hand'] }]);
    const run = runOf(await waiting());
    await claim(run);
    await jobs.recordStart(target, run, { executionId: execution, at: 300 });
    const started = { target, executionId: execution, lane: 'write', state: 'STARTED', at: 300 };
    expect(await jobs.causedBy(table, 10)).toEqual([started]);
    await jobs.recordEnd(target, run, endAt(300, execution));
    await jobs.recordEnd(target, run, endAt(700, `${execution}b`));
    expect(await jobs.causedBy(table, 10)).toEqual([
      { ...started, executionId: `${execution}b`, state: 'SUCCEEDED', at: 700 },
      { ...started, state: 'SUCCEEDED' },
    ]);
    expect(await jobs.causedBy(table, 1)).toHaveLength(1);
    expect(await jobs.causedBy('by hand', 10)).toEqual([]);
  });

  test('know what hangs on a table, the nearest first, as it was defined last', async () => {
    const { jobs, target, execution } = await setUp();
    const table = (name: string) => `lake.${name}_${execution}_${store}`;
    const define = (name: string, ...reads: readonly (readonly [string, number])[]) =>
      jobs.define(
        { target: name, digest: 'd', reads: reads.map(([of, distance]) => ({ table: table(of), distance })) },
        'n1',
      );
    await define(`${target}z`, ['a', 1], ['b', 1]);
    await define(`${target}y`, ['a', 12]);
    await define(`${target}x`, ['a', 2]);
    expect(await jobs.dependents(table('a'))).toEqual([
      { target: `${target}z`, distance: 1 },
      { target: `${target}x`, distance: 2 },
      { target: `${target}y`, distance: 12 },
    ]);
    await define(`${target}z`, ['b', 3]);
    expect((await jobs.dependents(table('a'))).map(({ distance }) => distance)).toEqual([2, 12]);
    expect(await jobs.dependents(table('b'))).toEqual([{ target: `${target}z`, distance: 3 }]);
  });

  test('tell of all targets how they stand, and of a removed one since when it is', async () => {
    const { jobs, target } = await setUp();
    const standing = async () => (await jobs.standings()).find((each) => each.target === target);
    expect(await jobs.undefine(target, 900)).toBe(false);
    expect(await standing()).toBeUndefined();
    const reads = [
      { table: 'lake.a', distance: 1 },
      { table: 'lake.b', distance: 2 },
    ];
    await jobs.define({ target, digest: 'd1', reads }, 'n1');
    await jobs.stand(target, { state: 'SUCCEEDED', executionId: 'e1', at: 500, message: '' });
    await jobs.stand(target, { state: 'FAILED', executionId: 'e2', at: 600, message: 'why' });
    const last = { state: 'FAILED', executionId: 'e2', at: 600, message: 'why' };
    expect(await standing()).toEqual({ target, digest: 'd1', noted: 'n1', reads: ['lake.a'], last, freshAt: 500 });
    expect(await jobs.undefine(target, 900)).toBe(true);
    expect(await jobs.undefine(target, 950)).toBe(false);
    expect(await standing()).toEqual({ target, digest: 'd1', reads: ['lake.a'], last, freshAt: 500, removedAt: 900 });
    expect((await jobs.dependents('lake.b')).map((each) => each.target)).not.toContain(target);
    await jobs.define({ target, digest: 'd2', reads }, 'n2');
    expect(await standing()).toMatchObject({ digest: 'd2', noted: 'n2', last });
    expect((await standing())?.removedAt).toBeUndefined();
  });

  test('remember by which SQL a partition was made last, whoever says it last', async () => {
    const { jobs, target } = await setUp();
    const version = (partition: string, digest: string, at: number) => ({ partition, digest, executionId: 'e', at });
    await jobs.made(target, [version('2026-11-20', 'd1', 100), version('2026-11-19', 'd1', 100)]);
    await jobs.made(target, [version('2026-11-20', 'd2', 200)]);
    await jobs.made(target, [version('2026-11-20', 'd1', 150)]);
    expect(await jobs.versions(target)).toEqual([version('2026-11-19', 'd1', 100), version('2026-11-20', 'd2', 200)]);
  });

  test('remember which partitions were told to be made anew, and when', async () => {
    const { jobs, target } = await setUp();
    const backfill = { from: '2026-11-01', to: '2026-12-01', at: 1_000 };
    await jobs.noteBackfill(target, backfill);
    await jobs.noteBackfill(target, backfill);
    await jobs.noteBackfill(target, { ...backfill, at: 2_000 });
    expect(await jobs.backfills(target)).toEqual([{ ...backfill, at: 2_000 }, backfill]);
  });
});
