import { expect, test } from 'vitest';
import { describeStores, endAt, runOf, unit } from './testing/stores.ts';

describeStores('the log', ({ setUp }) => {
  test('remember when a run was started first, and by which execution', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp(unit('a'));
    const run = runOf(await waiting());
    await claim(run);
    expect(await jobs.targetOf(execution)).toBeUndefined();
    await jobs.recordStart(target, run, { executionId: execution, at: 300 });
    await jobs.recordStart(target, run, { executionId: execution, at: 400 });
    expect(await jobs.targetOf(execution)).toBe(target);
    expect(await jobs.state(target)).toMatchObject({ executionId: execution, startedAt: 300 });
    expect(await jobs.log(target, 10)).toMatchObject([
      {
        executionId: execution,
        lane: 'write',
        units: 1,
        examples: ['a'],
        attempt: 1,
        state: 'STARTED',
        startedAt: 300,
      },
    ]);
    await jobs.recordStop(target, run);
    expect((await jobs.state(target)).stopped).toBe(true);
  });

  test('have one line for a statement that two functions have started at the same time', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp(unit('a'));
    const run = runOf(await waiting());
    await claim(run);
    await Promise.all([300, 400].map((at) => jobs.recordStart(target, run, { executionId: execution, at })));
    const { startedAt } = await jobs.state(target);
    expect((await jobs.log(target, 10)).map((line) => [line.executionId, line.startedAt])).toEqual([
      [execution, startedAt],
    ]);
  });

  test('write an end down once, whether or not its beginning was', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp(unit('a'));
    const run = runOf(await waiting());
    await claim(run);
    const end = {
      start: { executionId: execution, at: 300 },
      state: 'FAILED',
      scannedBytes: 7,
      message: 'why',
      at: 500,
    };
    await jobs.recordEnd(target, run, end);
    await jobs.recordEnd(target, run, end);
    const log = await jobs.log(target, 10);
    expect(log).toMatchObject([{ state: 'FAILED', scannedBytes: 7, message: 'why', startedAt: 300, endedAt: 500 }]);
    await jobs.recordStart(target, run, { executionId: execution, at: 300 });
    expect(await jobs.log(target, 10)).toMatchObject([{ state: 'FAILED', endedAt: 500 }]);
  });

  test('give the newest of the log first, and no more than asked for', async () => {
    const { jobs, target } = await setUp();
    for (const at of [300, 100, 200])
      await jobs.recordEnd(target, runOf([]), {
        start: { executionId: `e${at}`, at },
        state: 'SUCCEEDED',
        scannedBytes: 0,
        message: '',
        at,
      });
    expect((await jobs.log(target, 2)).map(({ executionId }) => executionId)).toEqual(['e300', 'e200']);
  });

  test('tell in the log which run it was, which step, why, and of which partitions', async () => {
    const { jobs, target, waiting, execution } = await setUp(
      { ...unit('b'), why: ['by hand'] },
      { ...unit('a'), why: ['by hand', 'filled'] },
      { ...unit('c'), partition: 'b' },
    );
    const run = runOf(await waiting());
    await jobs.recordEnd(target, run, endAt(300, execution, 'publish'));
    const [entry] = await jobs.log(target, 1);
    expect(entry).toMatchObject({
      run: 'r1',
      step: 'publish',
      partitions: ['a', 'b'],
      partitionCount: 2,
      endedAt: 305,
    });
    expect(entry?.why.toSorted()).toEqual(['by hand', 'filled']);
  });

  test('keep a thousand partitions of a run, and say how many they were', async () => {
    const many = Array.from({ length: 1_200 }, (__, at) => ({ ...unit(`p${at}`), version: 'v' }));
    const { jobs, target, execution } = await setUp();
    await jobs.recordEnd(target, runOf(many), endAt(300, execution));
    const [entry] = await jobs.log(target, 1);
    expect([entry?.partitions.length, entry?.partitionCount]).toEqual([1_000, 1_200]);
  });
});
