import { describe, expect, test } from 'vitest';
import { createGates } from './gates.ts';
import type { JobStore } from './job-store.ts';
import type { Lane, Target, Upstream } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';
import type { NewUnit, Unit } from './unit.ts';

const limits = { maxUnits: 10, maxPartitions: 10, maxBytes: 1_000, maxIdBytes: 1_000, everyMs: 0 };
const lane = (of: Partial<Lane> = {}): Lane => ({
  limits,
  statement: () => '',
  update: () => ({ cause: 'rows' }),
  ...of,
});
const { update: _, ...optimize } = lane();
const lanes = { write: lane(), backfill: lane({ yields: true }), optimize };
const target = (name: string, upstream: readonly Upstream[] = []): Target => ({ name, digest: 'd', lanes, upstream });
const sameDay = (name: string): Upstream => ({
  target: name,
  touches: (partition) => (partition ? [partition] : 'all'),
});
const unit = (id: string, since: number, of: Partial<NewUnit> = {}): NewUnit => {
  const partition = id === 'all' ? {} : { partition: id };
  return { id, lane: 'write', stamp: `${since}`, since, dueAt: since, ...partition, ...of };
};
const waiting = (id: string, since: number | undefined, of: Partial<Unit> = {}): Unit => {
  const partition = id === 'all' ? {} : { partition: id };
  return { id, lane: 'write', version: 'v', since, dueAt: 500, ...partition, ...of };
};
const aside = { digest: 'd', reason: 'r', at: 0, againAt: 0 };

function setUp(of: Partial<JobStore> = {}, upstream = [sameDay('a'), sameDay('gone')]) {
  const store = createMemoryStore();
  const reads: string[] = [];
  const jobs: JobStore = {
    ...store,
    units: async (name) => {
      reads.push(name);
      return store.units(name);
    },
    ...of,
  };
  const below = target('below', upstream);
  const gateOf = createGates({ targets: [target('a'), target('b'), below], jobs, now: () => 100_000 });
  return { store, reads, gate: () => gateOf(below) };
}

describe('a unit waits for a target upstream', () => {
  const day = '2026-11-20';

  test.each([
    ['older work', unit(day, 100), waiting(day, 200), true],
    ['work as old', unit(day, 200), waiting(day, 200), true],
    ['younger work', unit(day, 201), waiting(day, 200), false],
    ['work of another partition', unit('2026-11-21', 100), waiting(day, 200), false],
    ['work of all its partitions', unit('all', 100), waiting(day, 200), true],
    ['work of a partition, where all is to be done', unit(day, 100), waiting('all', 200), true],
    ['work of an hour of its day', unit(`${day}T13`, 100), waiting(day, 200), true],
    ['work of the month of its day', unit('2026-11', 100), waiting(day, 200), true],
    ['upkeep', unit(day, 100, { lane: 'optimize' }), waiting(day, 200), false],
    ['a lane that is no more', unit(day, 100, { lane: 'gathered' }), waiting(day, 200), false],
    ['what yields there', unit(day, 100, { lane: 'backfill' }), waiting(day, 200), false],
    [
      'what yields there, as it does',
      unit(day, 100, { lane: 'backfill' }),
      waiting(day, 200, { lane: 'backfill' }),
      true,
    ],
    ['older work, where it yields itself', unit(day, 100), waiting(day, 200, { lane: 'backfill' }), true],
    ['older work, where it is upkeep', unit(day, 100), waiting(day, 200, { lane: 'optimize' }), false],
    ['older work, itself of unknown age', unit(day, 100), waiting(day, undefined), true],
    ['work younger than it is due, itself of unknown age', unit(day, 501), waiting(day, undefined), false],
  ])('that has %s', async (_name, above, own, isHeld) => {
    const { store, gate } = setUp();
    await store.addUnits('a', [above]);
    expect((await gate())(own)).toEqual(isHeld ? ['a'] : []);
  });

  test('that has set its partition aside, however young, and for no other', async () => {
    const { store, gate } = setUp();
    await store.addUnits('a', [unit(day, 900)]);
    await store.putAside('a', await store.units('a'), aside);
    expect((await gate())(waiting(day, 200))).toEqual(['a']);
    expect((await gate())(waiting('2026-11-21', 200))).toEqual([]);
  });

  test('unless that cannot be done yet, and is put off', async () => {
    const { store, gate } = setUp();
    await store.addUnits('a', [unit(day, 100)]);
    await store.postpone('a', await store.units('a'), 100_001);
    expect((await gate())(waiting(day, 200))).toEqual([]);
    await store.postpone('a', await store.units('a'), 100_000);
    expect((await gate())(waiting(day, 200)), 'it may be done now').toEqual(['a']);
    await store.postpone('a', await store.units('a'), 100_001);
    await store.putAside('a', await store.units('a'), aside);
    expect((await gate())(waiting(day, 200)), 'it was set aside').toEqual(['a']);
  });

  test('by the partitions that change on the way', async () => {
    const { store, gate } = setUp({}, [
      { target: 'a', touches: (partition) => (partition === day ? ['2026-11'] : []) },
    ]);
    await store.addUnits('a', [unit(day, 100)]);
    expect((await gate())(waiting('2026-11', 200))).toEqual(['a']);
    expect((await gate())(waiting('2026-12', 200))).toEqual([]);
  });

  test('not for one that is no longer there, though work of it is', async () => {
    const { store, gate } = setUp();
    await store.addUnits('gone', [unit(day, 100)]);
    expect((await gate())(waiting(day, 200))).toEqual([]);
  });
});

describe('a gate', () => {
  const day = '2026-11-20';

  test('reads the units of those targets alone that are marked and upstream', async () => {
    const { store, reads, gate } = setUp();
    await store.addUnits('b', [unit(day, 100)]);
    await gate();
    expect(reads).toEqual([]);
    await store.addUnits('a', [unit(day, 100)]);
    await gate();
    expect(reads).toEqual(['a']);
  });

  test('takes the mark from a target that has had nothing to do for some time', async () => {
    const { store, gate } = setUp();
    await store.addUnits('a', [unit(day, 94_000)]);
    await gate();
    expect(await store.marks()).toHaveLength(1);
    await store.remove('a', await store.units('a'));
    await gate();
    expect(await store.marks()).toEqual([]);
  });

  test('leaves a mark whose units may have yet to come', async () => {
    const { store, gate } = setUp();
    await store.addUnits('a', [unit(day, 96_000)]);
    await store.remove('a', await store.units('a'));
    await gate();
    expect(await store.marks()).toHaveLength(1);
  });

  test('sees what goes from one target to the next while it looks', async () => {
    const store = createMemoryStore();
    await store.addUnits('a', [unit(day, 100)]);
    const passOn = async () => {
      const units = await store.units('a');
      await store.addUnits('b', [unit(day, 100)]);
      await store.remove('a', units);
    };
    let isPassed = false;
    const units = async (name: string) => {
      if (!isPassed) await passOn();
      isPassed = true;
      return store.units(name);
    };
    const { gate } = setUp({ units, marks: store.marks }, [sameDay('a'), sameDay('b')]);
    expect((await gate())(waiting(day, 200))).toEqual(['b']);
  });
});
