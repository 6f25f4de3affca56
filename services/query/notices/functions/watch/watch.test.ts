import { describe, expect, test } from 'vitest';
import type { Told } from '../../core/notice-text.ts';
import { hourOf } from '../../core/sources.ts';
import type { HoldStore } from '../../telling/hold-store.ts';
import type { SourceStore } from './source-store.ts';
import { createWatch } from './watch.ts';

const holds: HoldStore = {
  state: async () => undefined,
  all: async () => [],
  claim: async () => true,
  told: async () => undefined,
  release: async () => undefined,
  hold: async () => undefined,
};

function world() {
  const clock = { now: Date.parse('2026-11-20T00:10:00Z') };
  const hours = new Map<string, Set<number>>();
  const toldOf = new Map<string, number>();
  const told: Told[] = [];
  const counted: number[] = [];
  const state = { writes: 0, fails: false };
  const sources: SourceStore = {
    async note(name, hour) {
      state.writes += 1;
      hours.set(name, (hours.get(name) ?? new Set()).add(hour));
    },
    all: async () => [...hours].map(([name, some]) => ({ name, hours: [...some] })),
    async claim({ name, lastHour }) {
      if (toldOf.get(name) === lastHour) return false;
      toldOf.set(name, lastHour);
      return true;
    },
    release: async ({ name }) => void toldOf.delete(name),
    async prune({ name }, before) {
      for (const hour of hours.get(name) ?? []) if (hour < before) hours.get(name)?.delete(hour);
    },
  };
  const watch = createWatch({
    ...{ holds, sources, stage: 'dev', now: () => clock.now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    count: (_, value) => void counted.push(value),
    async publish(message) {
      if (state.fails) throw new Error('SNS is down');
      told.push(message);
    },
  });
  const came = (table: string, at = clock.now) => ({
    'detail-type': 'Table Updated',
    time: new Date(at).toISOString(),
    detail: { version: '1', database: 'lake', table, cause: 'rows' },
  });
  const take = (...bodies: readonly unknown[]) =>
    watch(bodies.map((body, at) => ({ id: String(at), body, receiveCount: 1 })));
  const run = async (count: number, ...tables: readonly string[]) => {
    for (let hour = 0; hour < count; hour += 1) {
      clock.now += 3_600_000;
      await take(...tables.map((table) => came(table)), { watch: true });
    }
  };
  return { clock, hours, told, counted, state, take, came, run };
}

describe('a source that stops', () => {
  test('is counted and told of, once, an hour or two later; the others are not', async () => {
    const { told, counted, run } = world();
    await run(80, 'requests', 'orders');
    expect([told.length, Math.max(...counted)]).toEqual([0, 0]);
    await run(1, 'orders');
    expect(told).toHaveLength(0);
    await run(5, 'orders');
    expect(counted.slice(-6)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(told).toMatchObject([{ subject: 'dev: lake.requests: no rows' }]);
  });

  test('and begins again is told of when it stops again', async () => {
    const { told, run } = world();
    await run(80, 'requests', 'orders');
    await run(3, 'orders');
    await run(73, 'requests', 'orders');
    await run(3, 'orders');
    expect(told).toHaveLength(2);
  });

  test('is told of at the next look where it could not be told', async () => {
    const { told, state, run, take } = world();
    await run(80, 'requests', 'orders');
    state.fails = true;
    await run(2, 'orders');
    expect(await take({ watch: true })).toEqual(new Set(['0']));
    state.fails = false;
    expect(await take({ watch: true })).toEqual(new Set());
    expect(told).toHaveLength(1);
  });
});

test('an hour of a source is written once, whatever comes of it', async () => {
  const { state, hours, take, came, clock } = world();
  await take(came('requests'), came('requests'), came('orders'));
  await take(came('requests'));
  expect(state.writes).toBe(2);
  expect(hours.get('lake.requests')).toEqual(new Set([hourOf(clock.now)]));
});

test('hours of long ago are forgotten', async () => {
  const { hours, run } = world();
  await run(200, 'requests');
  expect(hours.get('lake.requests')?.size).toBeLessThan(150);
});

test('tables of receipts and of what was rejected are no sources', async () => {
  const { hours, take, came } = world();
  await take(came('parse_logs_receipts'), came('haproxy_rejected'), came('corrections'), came('rejected_files'));
  expect(hours.size).toBe(0);
});

test('a message that is neither comes again', async () => {
  const { take } = world();
  expect(await take({ watch: true }, { other: 1 })).toEqual(new Set(['1']));
});
