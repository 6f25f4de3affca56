import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeOfTable } from './causes.ts';
import { createJobStore } from './dynamo/job-store.ts';
import { dependencyIndex } from './dynamo/table.ts';
import type { JobStore } from './job-store.ts';
import type { Run } from './run.ts';
import type { Step } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';
import type { NewUnit, Taken } from './unit.ts';

const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const of = (name: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'dependency', 'dependencyOrder'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [of('pk', 'HASH'), of('sk', 'RANGE')],
      GlobalSecondaryIndexes: [
        {
          IndexName: dependencyIndex,
          KeySchema: [of('dependency', 'HASH'), of('dependencyOrder', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const implementations: readonly (readonly [string, () => JobStore])[] = [
  ['in memory', createMemoryStore],
  ['in DynamoDB', () => createJobStore(client, 'jobs')],
];
const unit = (id: string, stamp = 's1', dueAt = 100): NewUnit => ({ id, lane: 'write', stamp, dueAt, partition: id });
const runOf = (units: readonly Taken[], id = 'r1'): Run => ({
  id,
  lane: 'write',
  digest: 'd1',
  units: units.map(({ version, partition, times, since, why, id: name }) => ({
    ...{ id: name, version, partition, times },
    ...{ since, why },
  })),
  attempt: 1,
  notBefore: 0,
});

let targets = 0;

describe.each(implementations)('the jobs %s', (_, create) => {
  const setUp = async (...units: readonly NewUnit[]) => {
    targets += 1;
    const target = `target_${targets}`;
    const jobs = create();
    await jobs.addUnits(target, units);
    const waiting = async () => await jobs.waiting(target, 1_000, 100);
    const claim = async (run: Run) => await jobs.claim(target, run, { statement: 'MERGE', at: 200, isNew: true });
    return { jobs, target, waiting, claim, execution: `execution_${targets}` };
  };

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

  test('limit, put off and set aside units as they were taken', async () => {
    const { jobs, target, waiting } = await setUp(unit('a'), unit('b'), unit('c'));
    const [a, b, c] = await waiting();
    if (!a || !b || !c) throw new Error('three units');
    await jobs.limit(target, [a], 2, 300);
    await jobs.postpone(target, [b], 400);
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

  test('find due units behind many that are not', async () => {
    const many = Array.from({ length: 400 }, (__, at) => unit(`a${String(at).padStart(4, '0')}`, 's', 5_000));
    const { jobs, target } = await setUp(...many, unit('z'));
    const waiting = await jobs.waiting(target, 1_000, 1);
    expect(waiting.filter(({ dueAt }) => dueAt <= 1_000).map(({ id }) => id)).toEqual(['z']);
  });

  const endAt = (at: number, executionId: string, step?: string) => ({
    start: { executionId, at, step },
    state: 'SUCCEEDED',
    scannedBytes: 0,
    message: '',
    at: at + 5,
  });

  test('remember of a unit which changes it stands for, each once', async () => {
    const { jobs, target, waiting } = await setUp({ ...unit('a'), why: ['by hand'] }, unit('b'));
    await jobs.addUnits(target, [{ ...unit('a', 's2'), why: ['Table Updated of lake.t'] }]);
    await jobs.addUnits(target, [{ ...unit('a', 's3'), why: ['by hand'] }]);
    const [a, b] = await waiting();
    expect([a?.why, b?.why]).toEqual([['Table Updated of lake.t', 'by hand'], undefined]);
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

  test('know by a table which statements its changes made run, the newest first', async () => {
    const { jobs, target, waiting, claim, execution } = await setUp({
      ...unit('a'),
      why: [changeOfTable('lake.of_it')],
    });
    const table = `lake.t_${execution}_${create.name}`;
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
    const table = (name: string) => `lake.${name}_${execution}_${create.name}`;
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

test('steps that one item cannot hold are refused, with their size', async () => {
  const sql = Array.from({ length: 40_000 }, (_, at) => createHash('sha256').update(String(at)).digest('base64')).join(
    '',
  );
  const claim = createJobStore(client, 'jobs').claim('large', runOf([]), {
    steps: [{ name: 'stage', sql }],
    at: 0,
    isNew: true,
  });
  await expect(claim).rejects.toThrow(/^The statements of a run of large have \d+ bytes, compressed$/);
});
