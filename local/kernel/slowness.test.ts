import { expect, test } from 'vitest';
import type { Clock } from './clock.ts';
import { createFaults } from './faults.ts';
import { createSlowness } from './slowness.ts';

const run = { at: 'athena:run', subject: 'lake MERGE INTO t' };

/** A clock that jumps to whatever is waited for, unless it stands still. */
function testClock(stands = false) {
  const waits: number[] = [];
  let now = 1000;
  const clock: Clock = {
    now: () => now,
    after(ms, task) {
      waits.push(ms);
      if (!stands) void task();
      return () => undefined;
    },
    wait: async () => {},
    stop: () => undefined,
  };
  return { clock, waits, pass: (ms: number) => (now += ms) };
}

test.each([
  [{ factor: 10 }, 200, [1800]],
  [{ leastMs: 500 }, 200, [300]],
  [{ factor: 10, leastMs: 500 }, 20, [480]],
  [{ factor: 10, leastMs: 500 }, 200, [1800]],
  [{ leastMs: 100 }, 200, []],
])('a statement slowed by %o that took %i ms waits %o ms more, once', async (slow, took, waited) => {
  const faults = createFaults();
  faults.add({ at: 'athena:run', kind: 'slow', match: 'lake MERGE', ...slow });
  const { clock, waits, pass } = testClock();
  const linger = createSlowness({ clock, faults }, run, new AbortController().signal);
  pass(took);
  await linger();
  await linger();
  expect(waits).toEqual(waited);
});

test('another statement is not slowed, and a stop ends the wait', async () => {
  const faults = createFaults();
  faults.add({ at: 'athena:run', kind: 'slow', match: 'lake MERGE', leastMs: 60_000 });
  const { clock, waits } = testClock(true);
  await createSlowness({ clock, faults }, { ...run, subject: 'lake SELECT 1' }, new AbortController().signal)();
  expect(waits).toEqual([]);
  const stop = new AbortController();
  const waiting = createSlowness({ clock, faults }, run, stop.signal)();
  stop.abort();
  await waiting;
  expect(waits).toEqual([60_000]);
});
