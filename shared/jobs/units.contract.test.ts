import { expect, test } from 'vitest';
import { describeStores, unit } from './testing/stores.ts';

describeStores('units', ({ setUp }) => {
  test('keep units in the order of their ids, each once, with what is known of them', async () => {
    const { waiting } = await setUp({ ...unit('b'), bytes: 7 }, unit('a'), unit('b'));
    expect(await waiting()).toMatchObject([
      { id: 'a', lane: 'write', dueAt: 100, partition: 'a' },
      { id: 'b', bytes: 7 },
    ]);
  });

  test('know a change of a unit by its stamp, and keep its place in the row', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'));
    const [before] = await waiting();
    await jobs.addUnits(target, [unit('a', 's1', 900)]);
    expect(await waiting()).toEqual([before]);
    await jobs.addUnits(target, [unit('a', 's2', 900)]);
    const [after] = await waiting();
    expect(after?.version).not.toBe(before?.version);
    expect(after?.dueAt).toBe(100);
  });

  test('remove a unit only as it was taken', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), unit('b'));
    const taken = await waiting();
    await jobs.addUnits(target, [unit('b', 's2')]);
    await jobs.remove(target, taken);
    await jobs.remove(target, taken);
    expect((await waiting()).map(({ id }) => id)).toEqual(['b']);
  });

  test('forget of a unit that changed while it was done that it had failed before', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'));
    await jobs.limit(target, await waiting(), 1, 200);
    const taken = await waiting();
    expect(taken[0]?.limit).toBe(1);
    await jobs.addUnits(target, [unit('a', 's2')]);
    await jobs.remove(target, taken);
    expect((await waiting()).map(({ id, limit }) => [id, limit])).toEqual([['a', undefined]]);
  });

  test('know of a unit the age of its oldest change, and of which changes it is made', async () => {
    const { jobs, target, waiting } = await setUp({ ...unit('a', 's1'), since: 70, why: ['of x'] });
    await jobs.addUnits(target, [{ ...unit('a', 's2'), since: 90, why: ['of y'] }]);
    expect(await waiting()).toMatchObject([{ since: 70, why: ['of x', 'of y'] }]);
    await jobs.addUnits(target, [{ ...unit('a', 's3'), since: 50, why: ['of x'] }]);
    expect(await waiting()).toMatchObject([{ since: 50, why: ['of x', 'of y'] }]);
    await jobs.addUnits(target, [
      { ...unit('a', 's3'), since: 10 },
      { ...unit('b'), since: 5 },
    ]);
    expect((await waiting()).map(({ since, why }) => [since, why])).toEqual([
      [50, ['of x', 'of y']],
      [5, undefined],
    ]);
  });

  test('take a unit that changed while it was done for as old as that change', async () => {
    const { jobs, target, waiting } = await setUp({ ...unit('a'), since: 70, why: ['of x'] }, unit('b'));
    const taken = await waiting();
    await jobs.addUnits(target, [{ ...unit('a', 's2'), since: 90, why: ['of y'] }, unit('b', 's2')]);
    expect((await waiting())[0]).toMatchObject({ since: 70 });
    await jobs.remove(target, taken);
    const after = await waiting();
    expect(after).toMatchObject([{ since: 90, why: ['of y'] }, { id: 'b' }]);
    await jobs.addUnits(target, [{ ...unit('a', 's3'), since: 80 }]);
    await jobs.addUnits(target, [{ ...unit('a', 's4'), since: 95 }]);
    await jobs.remove(target, taken);
    expect((await waiting())[0], 'told once more').toMatchObject({ since: 80 });
  });

  test('leave what waits in its lane, where what comes would go behind all else', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), { ...unit('b'), lane: 'backfill', yields: true });
    await jobs.addUnits(target, [{ ...unit('a', 's2'), lane: 'backfill', yields: true }, unit('b', 's2')]);
    expect((await waiting()).map(({ lane }) => lane)).toEqual(['write', 'write']);
  });

  test('give all units, those set aside too', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), unit('b'), unit('c'));
    await jobs.putAside(target, (await waiting()).slice(1, 2), { digest: 'd1', reason: 'why', at: 5, againAt: 60 });
    expect((await jobs.units(target)).map(({ id, aside }) => [id, aside?.reason])).toEqual([
      ['a', undefined],
      ['b', 'why'],
      ['c', undefined],
    ]);
  });

  test('mark a target before units that have an age come, each time by another mark', async () => {
    const { jobs, target } = await setUp(unit('a'));
    const marks = async () => (await jobs.marks()).filter((mark) => mark.target === target);
    expect(await marks()).toEqual([]);
    await jobs.addUnits(target, [{ ...unit('a', 's2', 300), since: 70 }]);
    const [first] = await marks();
    expect(first).toMatchObject({ target, at: 300 });
    await jobs.addUnits(target, [{ ...unit('b'), since: 70 }]);
    await jobs.unmark(target, first?.mark ?? '');
    const [second] = await marks();
    expect(second?.mark).not.toBe(first?.mark);
    await jobs.unmark(target, second?.mark ?? '');
    expect(await marks()).toEqual([]);
  });

  test('limit, put off and set aside units as they were taken', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), unit('b'), unit('c'));
    const [a, b, c] = await waiting();
    if (!a || !b || !c) throw new Error('three units');
    await jobs.limit(target, [a], 2, 300);
    await jobs.postpone(target, [b], 900);
    await jobs.hasten(target, [b], 400);
    await jobs.putAside(target, [c], { digest: 'd1', reason: 'why', at: 5, againAt: 60, retryAt: 50 });
    await jobs.addUnits(target, [unit('a', 's2')]);
    await jobs.limit(target, [a], 1, 900);
    expect(await waiting()).toMatchObject([
      { id: 'a', limit: 2, dueAt: 300 },
      { id: 'b', dueAt: 400, postponed: 1 },
    ]);
    expect(await jobs.setAside(target)).toMatchObject([
      { id: 'c', limit: 1, times: 1, aside: { digest: 'd1', reason: 'why', at: 5, againAt: 60, retryAt: 50 } },
    ]);
  });

  test('release what was set aside, and remember how often it was', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), unit('b'));
    const aside = { digest: 'd1', reason: 'why', at: 5, againAt: 60 };
    await jobs.putAside(target, await waiting(), aside);
    await jobs.release(target, await jobs.setAside(target), { dueAt: 700, forget: false });
    expect(await waiting()).toMatchObject([
      { id: 'a', dueAt: 700, times: 1, limit: undefined },
      { id: 'b', times: 1 },
    ]);
    await jobs.putAside(target, await waiting(), aside);
    expect(await jobs.setAside(target)).toMatchObject([{ times: 2 }, { times: 2 }]);
    await jobs.release(target, await jobs.setAside(target), { dueAt: 700, forget: true });
    expect((await waiting()).map(({ times }) => times)).toEqual([undefined, undefined]);
    expect(await jobs.setAside(target)).toEqual([]);
  });

  test('take a unit that was set aside back when it changes, or comes again', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'));
    await jobs.putAside(target, await waiting(), { digest: 'd1', reason: 'why', at: 5, againAt: 900 });
    await jobs.addUnits(target, [unit('a', 's1', 800)]);
    const [back] = await waiting();
    expect([back?.dueAt, back?.limit, back?.aside, back?.times]).toEqual([900, 1, undefined, undefined]);
  });

  test('find due units behind many that are not', async () => {
    const many = Array.from({ length: 400 }, (__, at) => unit(`a${String(at).padStart(4, '0')}`, 's', 5_000));
    const { jobs, target } = await setUp(...many, unit('z'));
    const waiting = await jobs.waiting(target, 1_000, 1);
    expect(waiting.filter(({ dueAt }) => dueAt <= 1_000).map(({ id }) => id)).toEqual(['z']);
  });

  test('remember of a unit which changes it stands for, each once', async () => {
    const { jobs, target, waiting } = await setUp({ ...unit('a'), why: ['by hand'] }, unit('b'));
    await jobs.addUnits(target, [{ ...unit('a', 's2'), why: ['Table Updated of lake.t'] }]);
    await jobs.addUnits(target, [{ ...unit('a', 's3'), why: ['by hand'] }]);
    const [a, b] = await waiting();
    expect([a?.why, b?.why]).toEqual([['Table Updated of lake.t', 'by hand'], undefined]);
  });
});
