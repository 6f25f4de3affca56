import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWorld, type Ending, type World } from './testing/world.ts';

const never = Number.POSITIVE_INFINITY;
const names = Array.from({ length: 12 }, (_, at) => `2026-11-${String(at + 10)}`);
const hour = 3_600_000;

const step = fc.oneof(
  fc.record({ do: fc.constant('change' as const), unit: fc.constantFrom(...names), kill: fc.nat(9) }),
  fc.record({ do: fc.constant('settle' as const), kill: fc.nat(14) }),
  fc.record({ do: fc.constant('reconcile' as const), kill: fc.nat(20) }),
  fc.record({ do: fc.constant('deliver' as const), kill: fc.nat(20) }),
  fc.record({
    do: fc.constant('finish' as const),
    ending: fc.constantFrom<Ending>('succeeds', 'succeeds', 'commit conflict', 'system fault', 'goes on'),
  }),
  fc.record({ do: fc.constant('pass' as const), millis: fc.integer({ min: -60_000, max: 2_000_000 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(world: World, one: Step): Promise<void> {
  if (one.do === 'change') return world.change(one.unit, one.kill);
  if (one.do === 'settle') return world.settle(one.kill);
  if (one.do === 'reconcile') return world.reconcile(one.kill);
  if (one.do === 'deliver') return world.deliver(one.kill);
  if (one.do === 'finish') return world.finish(one.ending);
  world.pass(one.millis);
}

/** No event of Athena's comes any more: reconcile and its messages bring it to its end. */
async function quiesce(world: World, rounds = 60): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    world.finish('succeeds');
    world.pass(hour);
    await world.reconcile();
    await world.deliver(never);
  }
}

describe('jobs', () => {
  test('write every good unit, set aside what fails, and never run two statements at once, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50 }), fc.subarray(names, { maxLength: 3 }), async (steps, bad) => {
        const world = createWorld();
        for (const unit of bad) world.poison.add(unit);
        for (const one of steps) await take(world, one);
        await quiesce(world);
        const good = [...world.source].filter(([unit]) => !world.poison.has(unit));
        expect([...world.written].toSorted()).toEqual(good.toSorted());
        const aside = (await world.store.setAside('usage')).map(({ id }) => id);
        expect(aside).toEqual(bad.filter((unit) => world.source.has(unit)).toSorted());
        expect(await world.store.waiting('usage', 0, 1)).toEqual([]);
        expect(world.overlaps).toEqual([]);
        // Nothing more happens by itself.
        const before = world.queries.size;
        await quiesce(world, 5);
        expect(world.queries.size).toBe(before);
        // A run of 8 at most: 4 attempts at each of 4 sizes, for each change, and 4 times by itself.
        const changes = steps.filter((one) => one.do === 'change').length;
        expect(before).toBeLessThanOrEqual(2 + changes * 4 * 4 * 4);
        const states = (await world.store.log('usage', 10_000)).map(({ state }) => state);
        expect(states).not.toContain('STARTED');
      }),
      { numRuns: 400 },
    );
  });

  test('write what was set aside once its SQL is mended', async () => {
    const world = createWorld();
    world.poison.add('2026-11-10');
    await world.change('2026-11-10', never);
    await quiesce(world, 4);
    expect(world.written.size).toBe(0);
    world.mend();
    await quiesce(world, 4);
    expect([...world.written]).toEqual([['2026-11-10', 1]]);
    expect(await world.store.setAside('usage')).toEqual([]);
  });

  test('one day that fails does not stop 120 daily updates of the others, and is tried with none of them', async () => {
    const world = createWorld();
    world.poison.add('2026-11-10');
    await world.change('2026-11-10', never);
    for (let day = 0; day < 120; day += 1) {
      await world.change(`day-${day}`, never);
      await quiesce(world, 1);
    }
    await quiesce(world, 3);
    expect(world.written.size).toBe(120);
    const failed = [...world.queries.values()].filter(({ state }) => state === 'FAILED');
    expect(failed.length).toBeLessThanOrEqual(4);
  });

  test('365 days with a bad one among them take few statements', async () => {
    const world = createWorld();
    world.poison.add('day-200');
    for (let day = 0; day < 365; day += 1) await world.change(`day-${day}`, never);
    await quiesce(world, 120);
    expect(world.written.size).toBe(364);
    expect(world.queries.size).toBeLessThan(365 / 8 + 20);
    const failures = world.events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));
    expect(failures.at(-1)).toMatchObject({ willRetry: false, setAside: ['day-200'], category: 'user' });
  });

  test('a statement past its time is stopped, halved, and what is too slow alone is set aside', async () => {
    const world = createWorld();
    for (const unit of ['a', 'b', 'c', 'd']) await world.change(unit, never);
    await world.settle(never);
    world.finish('succeeds');
    await world.settle(never);
    await world.deliver(never);
    for (let round = 0; round < 40; round += 1) {
      // What holds `c` never ends
      if (!world.runs('c')) world.finish('succeeds');
      world.pass(1_000_000);
      await world.reconcile();
      await world.deliver(never);
    }
    expect([...world.written.keys()].toSorted()).toEqual(['a', 'b', 'd']);
    const [aside] = await world.store.setAside('usage');
    expect(aside).toMatchObject({ id: 'c', aside: { reason: expect.stringContaining('took too long') } });
    expect(world.overlaps).toEqual([]);
    expect([...world.queries.values()].filter(({ state }) => state === 'CANCELLED').length).toBeLessThan(12);
  });
});
