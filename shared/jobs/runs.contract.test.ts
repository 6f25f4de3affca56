import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Step } from './target.ts';
import { describeStores, dynamoStore, runOf, unit } from './testing/stores.ts';

describeStores('runs', ({ setUp }) => {
  test('keep slots as the last who saw them has left them', async () => {
    const { jobs, target } = await setUp();
    const { version } = await jobs.slots();
    const running = { [target]: { run: 'r1#1', at: 5 } };
    const waiting = { other: { dueAt: 7, yields: true, calledAt: 9 }, third: { dueAt: 8, yields: false } };
    expect(await jobs.saveSlots({ version: version + 1, running, waiting })).toBe(true);
    expect(await jobs.saveSlots({ version: version + 1, running: {}, waiting: {} })).toBe(false);
    expect(await jobs.slots()).toEqual({ version: version + 1, running, waiting });
    expect(await jobs.saveSlots({ version: version + 2, running: {}, waiting: {} })).toBe(true);
    expect(await jobs.slots()).toEqual({ version: version + 2, running: {}, waiting: {} });
  });

  test('give one run to a target at a time', async () => {
    const { jobs, target, waiting, claim } = await setUp(unit('a'));
    const first = runOf(await waiting());
    expect(await claim(first)).toBe(true);
    expect(await claim(runOf(await waiting(), 'r2'))).toBe(false);
    const { run, statement, digest, claimedAt, executionId } = await jobs.state(target);
    expect({ run, statement, digest, claimedAt, executionId }).toEqual({
      run: first,
      statement: 'MERGE',
      digest: 'd1',
      claimedAt: { write: 200 },
      executionId: undefined,
    });
    await jobs.endRun(target, runOf([], 'r0'));
    expect((await jobs.state(target)).run).toEqual(first);
    await jobs.endRun(target, first, 'p1');
    const ended = await jobs.state(target);
    expect([ended.run, ended.statement, ended.prepared, ended.digest]).toEqual([undefined, undefined, 'p1', 'd1']);
    expect(await jobs.claim(target, runOf([], 'r3'), { statement: 'MERGE', at: 900, isNew: false })).toBe(true);
    const { prepared, claimedAt: unchanged } = await jobs.state(target);
    expect([prepared, unchanged]).toEqual(['p1', { write: 200 }]);
  });

  test('remember when new work was claimed last, also where it was claimed before', async () => {
    const { jobs, target, claim } = await setUp(unit('a'));
    const first = runOf([]);
    await claim(first);
    await jobs.endRun(target, first);
    const again = { statement: 'MERGE', at: 900, isNew: true, isFirst: false };
    expect(await jobs.claim(target, runOf([], 'r2'), again)).toBe(true);
    expect((await jobs.state(target)).claimedAt).toEqual({ write: 900 });
    expect(await jobs.claim(target, runOf([], 'r3'), { ...again, at: 950 })).toBe(false);
    expect((await jobs.state(target)).claimedAt).toEqual({ write: 900 });
  });

  test('go on with the next attempt of a run, and ignore what is said of the former', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp(unit('a'));
    const run = runOf(await waiting());
    await claim(run);
    await jobs.recordStart(target, run, { executionId: execution, at: 300 });
    const next = { ...run, attempt: 2, notBefore: 900 };
    await jobs.retry(target, run, next);
    await jobs.recordStart(target, run, { executionId: 'late', at: 310 });
    await jobs.endRun(target, run);
    const state = await jobs.state(target);
    expect([state.run, state.statement, state.executionId]).toEqual([next, 'MERGE', undefined]);
  });

  test('keep the steps of a run, of which one at a time is started, and say which it was', async () => {
    const { jobs, target, waiting, execution } = await setUp(unit('a'));
    const run = runOf(await waiting());
    const steps: readonly Step[] = [
      { name: 'stage', sql: 'INSERT' },
      { name: 'audit', sql: 'SELECT', mustBeEmpty: true, expands: true, shows: ['day'] },
      { name: 'drop', sql: 'DROP', always: true },
    ];
    expect(await jobs.claim(target, run, { steps, at: 200, isNew: true })).toBe(true);
    const claimed = await jobs.state(target);
    expect([claimed.run, claimed.steps, claimed.statement]).toEqual([run, steps, undefined]);
    await jobs.recordStart(target, run, { executionId: execution, at: 300, step: 'stage' });
    const failure = {
      ...({ category: 'user', message: 'why', retryable: false } as const),
      executionId: 'e',
      state: 'FAILED',
    };
    const next = { ...run, step: 1, scannedBytes: 7, done: { executionId: execution, rows: 3 }, failure };
    await jobs.nextStep(target, run, next);
    await jobs.nextStep(target, run, { ...run, step: 2 });
    await jobs.recordStart(target, run, { executionId: `${execution} late`, at: 310 });
    const second = await jobs.state(target);
    expect([second.run, second.steps, second.executionId, second.startedAt]).toEqual([
      next,
      steps,
      undefined,
      undefined,
    ]);
    const more = [...steps, { name: 'example', sql: 'SELECT 1', explains: true as const, publishes: true as const }];
    await jobs.nextStep(target, next, { ...next, step: 3 }, more);
    expect((await jobs.state(target)).steps).toEqual(more);
    await jobs.endRun(target, next);
    expect((await jobs.state(target)).run?.step).toBe(3);
    await jobs.retry(target, { ...next, step: 3 }, { ...run, attempt: 2 }, steps);
    expect(await jobs.state(target)).toMatchObject({ run: { attempt: 2 }, steps });
    await jobs.endRun(target, { ...run, attempt: 2 });
    const ended = await jobs.state(target);
    expect([ended.run, ended.steps]).toEqual([undefined, undefined]);
    expect((await jobs.log(target, 9)).map(({ step, executionId }) => [step, executionId])).toEqual([
      ['stage', execution],
    ]);
  });

  test('remember by which SQL a table was filled, whatever is run', async () => {
    const { jobs, target, waiting, claim } = await setUp(unit('a'));
    await jobs.noteFilled(target, 'sql 1');
    const run = runOf(await waiting());
    await claim(run);
    expect((await jobs.state(target)).filled).toBe('sql 1');
    await jobs.noteFilled(target, 'sql 2');
    await jobs.endRun(target, run, 'p1');
    expect(await jobs.state(target)).toMatchObject({ filled: 'sql 2', prepared: 'p1' });
    await jobs.forgetFilled(target);
    const { filled, prepared } = await jobs.state(target);
    expect([filled, prepared]).toEqual([undefined, 'p1']);
  });

  test('have one message on its way to wake a target', async () => {
    const { jobs, target } = await setUp();
    expect(await jobs.noteWake(target, 500, 100)).toBe(true);
    expect(await jobs.noteWake(target, 500, 100)).toBe(false);
    expect(await jobs.noteWake(target, 600, 100)).toBe(false);
    expect(await jobs.noteWake(target, 400, 100)).toBe(true);
    expect(await jobs.noteWake(target, 900, 400)).toBe(true);
  });

  test('have a table measured once in a while', async () => {
    const { jobs, target } = await setUp();
    expect(await jobs.noteMeasured(target, 500, 0)).toBe(true);
    expect(await jobs.noteMeasured(target, 600, 500)).toBe(false);
    expect(await jobs.noteMeasured(target, 700, 501)).toBe(true);
  });
});

test('steps that one item cannot hold are refused, with their size', async () => {
  const sql = Array.from({ length: 40_000 }, (_, at) => createHash('sha256').update(String(at)).digest('base64')).join(
    '',
  );
  const claim = dynamoStore().claim('large', runOf([]), {
    steps: [{ name: 'stage', sql }],
    at: 0,
    isNew: true,
  });
  await expect(claim).rejects.toThrow(/^The statements of a run of large have \d+ bytes, compressed$/);
});
