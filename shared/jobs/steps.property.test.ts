import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStepWorld, type StepEnding, type StepWorld } from './testing/step-world.ts';

const never = Number.POSITIVE_INFINITY;
const names = ['a', 'b', 'c', 'd', 'e'];

const act = fc.oneof(
  fc.record({ do: fc.constant('change' as const), unit: fc.constantFrom(...names) }),
  fc.record({ do: fc.constantFrom('settle' as const, 'reconcile' as const, 'deliver' as const), kill: fc.nat(9) }),
  fc.record({
    do: fc.constant('finish' as const),
    ending: fc.constantFrom<StepEnding>('succeeds', 'succeeds', 'succeeds', 'commit conflict', 'goes on'),
  }),
  fc.record({ do: fc.constant('pass' as const), millis: fc.constantFrom(1_000, 30_000, 2_000_000) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function take(world: StepWorld, one: Act): Promise<void> {
  if (one.do === 'change') await world.change(one.unit);
  else if (one.do === 'finish') world.finish(one.ending);
  else if (one.do === 'pass') world.pass(one.millis);
  else await world[one.do](one.kill);
}

async function quiesce(world: StepWorld, rounds = 150): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    world.finish('succeeds');
    world.pass(120_000);
    await world.reconcile();
    await world.deliver(never);
  }
}

const failures = ({ events }: StepWorld) =>
  events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));

describe('a run of several statements', () => {
  test('publishes what passes, whole, and nothing that does not, each statement once, and always tidies up, whenever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), fc.subarray(names, { maxLength: 2 }), async (acts, bad) => {
        const world = createStepWorld();
        for (const unit of bad) world.bad.add(unit);
        for (const one of acts) await take(world, one);
        await quiesce(world);
        expect(world.faults).toEqual([]);
        const good = [...world.source].filter(([unit]) => !world.bad.has(unit));
        expect([...world.published].toSorted()).toEqual(good.toSorted());
        expect([...world.staged.keys()].filter((run) => !lostTheDrop(world, run))).toEqual([]);
        const aside = (await world.store.setAside('t')).map(({ id }) => id);
        expect(aside).toEqual(bad.filter((unit) => world.source.has(unit)).toSorted());
        expect(await world.store.waiting('t', 0, 1)).toEqual([]);
        expect((await world.store.log('t', 10_000)).map(({ state }) => state)).not.toContain('STARTED');
        const before = world.queries.size;
        await quiesce(world, 3);
        expect(world.queries.size).toBe(before);
      }),
      { numRuns: 300 },
    );
  });

  test('tries again under names of its own, once it has tidied up', async () => {
    const world = createStepWorld();
    await world.change('a');
    await world.deliver(never);
    for (const ending of ['succeeds', 'succeeds', 'succeeds', 'commit conflict', 'succeeds'] as const) {
      world.finish(ending);
      await world.reconcile();
      await world.deliver(never);
    }
    expect(failures(world)).toMatchObject([{ willRetry: true, queryExecutionId: 'q4' }]);
    await quiesce(world, 9);
    expect([...world.queries.values()].map(({ sql }) => sql)).toEqual([
      ...['stage r1#1 a', 'audit r1#1', 'parts r1#1 a', 'publish r1#1 a', 'drop r1#1'],
      ...['stage r1#2 a', 'audit r1#2', 'parts r1#2 a', 'publish r1#2 a', 'drop r1#2'],
    ]);
    expect(world.events.at(-1)?.detail).toMatchObject({ cause: 'rows', rows: 1, queryExecutionId: 'q9' });
  });

  test('that fails its test says which rows, tries it no more, and has scanned what its statements have', async () => {
    const world = createStepWorld();
    world.bad.add('a');
    await world.change('a');
    await quiesce(world, 9);
    expect(failures(world)).toMatchObject([
      { category: 'user', message: 'audit: a\nexample: example', willRetry: false, setAside: ['a'] },
    ]);
    expect([...world.queries.values()].map(({ sql }) => sql)).toEqual([
      'stage r1#1 a',
      'audit r1#1',
      'example r1#1 a',
      'drop r1#1',
    ]);
    expect((await world.store.log('t', 9)).map(({ step, state }) => [step, state]).toSorted()).toEqual([
      ['audit', 'FAILED'],
      ['drop', 'SUCCEEDED'],
      ['example', 'SUCCEEDED'],
      ['stage', 'SUCCEEDED'],
    ]);
  });

  test('that fails after some of it is published tells so, as readers see that', async () => {
    const world = createStepWorld();
    await world.change('a');
    await world.change('b');
    await world.deliver(never);
    for (const ending of ['succeeds', 'succeeds', 'succeeds', 'succeeds', 'commit conflict', 'succeeds'] as const) {
      world.finish(ending);
      await world.reconcile();
      await world.deliver(never);
    }
    expect([...world.published.keys()]).toEqual(['a']);
    expect(world.events).toMatchObject([
      { type: 'Table Updated', detail: { cause: 'rows', rows: 1, queryExecutionId: 'q4' } },
      { type: 'Dataset Failed', detail: { willRetry: true, queryExecutionId: 'q5' } },
    ]);
  });

  test('is stopped where one of them takes too long, and tidies up', async () => {
    const world = createStepWorld();
    await world.change('a');
    await world.deliver(never);
    world.pass(1_000_000);
    await world.reconcile();
    await world.reconcile();
    await world.deliver(never);
    expect([...world.queries.values()].map(({ sql, state }) => `${sql} ${state}`)).toEqual([
      'stage r1#1 a CANCELLED',
      'drop r1#1 RUNNING',
    ]);
    world.finish('succeeds');
    await world.reconcile();
    expect(failures(world)).toMatchObject([{ category: 'timeout', queryExecutionId: 'q1' }]);
  });
});

/** Tidying that Athena failed at leaves what it was to remove: it is swept up later. */
function lostTheDrop({ queries }: StepWorld, run: string): boolean {
  return [...queries.values()].some(({ sql, state }) => sql === `drop ${run}` && state !== 'SUCCEEDED');
}
