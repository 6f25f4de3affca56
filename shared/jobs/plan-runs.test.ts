import { describe, expect, test } from 'vitest';
import { type LaneLimits, planRuns } from './plan-runs.ts';
import type { Unit } from './unit.ts';

const limits: LaneLimits = {
  maxUnits: 3,
  maxPartitions: 2,
  maxBytes: 100,
  maxIdBytes: 1_000,
  everyMs: 60_000,
};
const unit = (id: string, of: Partial<Unit> = {}): Unit => ({ id, lane: 'write', version: 'v', dueAt: 0, ...of });
const plan = (units: readonly Unit[], of: { readonly now?: number; readonly claimedAt?: number } = {}) => {
  const claimedAt: Record<string, number> = of.claimedAt === undefined ? {} : { write: of.claimedAt };
  const lanes = { write: limits, vacuum: { ...limits, everyMs: 0 }, backfill: limits };
  const next = planRuns({ units, lanes, yields: new Set(['backfill']), claimedAt, now: of.now ?? 1_000_000 });
  return next.do === 'run' ? { lane: next.lane, ids: next.units.map(({ id }) => id) } : next;
};

describe('the next run of a target', () => {
  test('is none where nothing waits, or all was set aside, or its lane is no more', () => {
    const aside = { digest: 'd', reason: 'r', at: 0, againAt: 0 };
    expect(plan([])).toEqual({ do: 'nothing' });
    expect(plan([unit('a', { aside }), unit('b', { lane: 'gone' })])).toEqual({ do: 'nothing' });
  });

  test('takes those that have waited longest, and of these in the order of their ids', () => {
    expect(plan([unit('d', { dueAt: 5 }), unit('c'), unit('b'), unit('a', { dueAt: 9 })])).toEqual({
      lane: 'write',
      ids: ['b', 'c', 'd'],
    });
  });

  test.each([
    ['partitions', [unit('a', { partition: '1' }), unit('b', { partition: '2' }), unit('c', { partition: '3' })]],
    ['bytes', [unit('a', { bytes: 50 }), unit('b', { bytes: 50 }), unit('c', { bytes: 1 })]],
    ['ids', [unit(`a${'x'.repeat(400)}`), unit(`b${'x'.repeat(400)}`), unit(`c${'x'.repeat(400)}`)]],
    ['what it failed with', [unit('a', { limit: 2 }), unit('b', { limit: 3 }), unit('c', { limit: 3 })]],
  ])('is bounded in %s', (_, units) => {
    expect(plan(units)).toMatchObject({ ids: [units[0]?.id, units[1]?.id] });
  });

  test('takes one that is too large for the bounds alone', () => {
    expect(plan([unit('a', { bytes: 1_000 }), unit('b')])).toMatchObject({ ids: ['a'] });
  });

  test('keeps its distance to the last one, but for what failed before', () => {
    expect(plan([unit('a')], { claimedAt: 999_000 })).toEqual({ do: 'wait', until: 1_059_000 });
    expect(plan([unit('a'), unit('b', { limit: 1 })], { claimedAt: 999_000 })).toMatchObject({ ids: ['b'] });
    expect(plan([unit('a', { dueAt: 2_000_000 })])).toEqual({ do: 'wait', until: 2_000_000 });
  });

  test('takes lanes that yield only while nothing of others is due, however long they have waited', () => {
    const old = unit('b', { lane: 'backfill', dueAt: 1 });
    expect(plan([old, unit('a', { dueAt: 900 })])).toEqual({ lane: 'write', ids: ['a'] });
    expect(plan([{ ...old, limit: 1 }, unit('a', { dueAt: 900 })]), 'and failed').toEqual({
      lane: 'write',
      ids: ['a'],
    });
    expect(plan([old, unit('a', { dueAt: 2_000_000 })])).toEqual({ lane: 'backfill', ids: ['b'] });
    expect(plan([old, unit('a')], { claimedAt: 999_000 })).toEqual({ lane: 'backfill', ids: ['b'] });
  });

  test('lets lanes and what failed take turns by who has waited longest', () => {
    const units = [unit('a', { dueAt: 3 }), unit('b', { dueAt: 2, limit: 1 }), unit('v', { dueAt: 1, lane: 'vacuum' })];
    expect(plan(units)).toEqual({ lane: 'vacuum', ids: ['v'] });
    expect(plan(units.slice(0, 2))).toEqual({ lane: 'write', ids: ['b'] });
    expect(plan(units.slice(0, 1))).toEqual({ lane: 'write', ids: ['a'] });
  });
});
