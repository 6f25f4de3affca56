import { describe, expect, test } from 'vitest';
import { createPlaces, leaving } from './places.ts';
import type { Run } from './run.ts';
import { createMemoryStore } from './testing/memory-store.ts';

const run = (id: string): Run => ({ id, lane: 'write', digest: 'd', units: [], attempt: 1, notBefore: 0 });
const wish = (target: string, dueAt = 0) => ({ target, run: `${target}#1`, dueAt, yields: false, isBegun: false });

function setUp(most = 1) {
  const store = createMemoryStore();
  const woken: string[] = [];
  const wake = async (target: string) => {
    woken.push(target);
  };
  const places = createPlaces({ jobs: store, most, wake, now: () => 100_000 });
  return { store, woken, places };
}

describe('places for statements', () => {
  test('are taken by one, waited for by others, and told of to the longest due when it leaves', async () => {
    const { places, woken, store } = setUp();
    expect(await places.take(wish('a'))).toBe('a#1');
    expect(await places.take(wish('b', 7))).toBeUndefined();
    expect(await places.take(wish('c', 5))).toBeUndefined();
    expect(Object.keys((await store.slots()).waiting)).toEqual(['b', 'c']);
    await places.leave('a', 'a#1');
    expect(woken).toEqual(['c']);
    expect(await places.take(wish('b', 7))).toBeUndefined();
    expect(await places.take(wish('c', 5))).toBe('c#1');
  });

  test('are changed again where somebody else has changed them meanwhile', async () => {
    const { store } = setUp();
    let others = 3;
    const slots = async () => {
      const before = await store.slots();
      others -= 1;
      if (others >= 0) await store.saveSlots({ ...before, version: before.version + 1, waiting: {} });
      return before;
    };
    const places = createPlaces({ jobs: { ...store, slots }, most: 1, wake: async () => undefined, now: () => 0 });
    expect(await places.take(wish('a'))).toBe('a#1');
    expect(others).toBe(-1);
  });

  test('are left before the run is the target’s no more, at its end as before its next attempt', async () => {
    const { store, places } = setUp();
    const seen: unknown[] = [];
    const leave = async (target: string, name: string) => {
      seen.push([name, (await store.state(target)).run?.attempt]);
      await places.leave(target, name);
    };
    const jobs = leaving(store, { leave });
    await jobs.claim('a', run('r'), { statement: '', at: 0, isNew: true });
    await jobs.retry('a', run('r'), { ...run('r'), attempt: 2 });
    await jobs.endRun('a', { ...run('r'), attempt: 2 });
    expect(seen).toEqual([
      ['r#1', 1],
      ['r#2', 2],
    ]);
    expect((await store.state('a')).run).toBeUndefined();
  });

  test('are mended by what targets do now, not by what they did when somebody looked', async () => {
    const { store, places } = setUp();
    const started = { claimedAt: {}, run: run('r'), executionId: 'e' };
    await places.repair(new Map([['a', started]]));
    expect((await store.slots()).running).toEqual({});
    await store.claim('a', run('r'), { statement: '', at: 0, isNew: true });
    await store.recordStart('a', run('r'), { executionId: 'e', at: 0 });
    await places.repair(new Map([['a', started]]));
    expect(Object.keys((await store.slots()).running)).toEqual(['a']);
  });
});
