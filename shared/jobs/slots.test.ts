import { describe, expect, test } from 'vitest';
import type { TargetState } from './run.ts';
import { call, leave, noSlots, repair, type Slots, wish } from './slots.ts';

const at = { most: 2, now: 1_000 };
const minute = 60_000;
const want = (target: string, dueAt: number, of: { readonly yields?: boolean; readonly isBegun?: boolean } = {}) => ({
  ...{ target, run: `${target}#1`, dueAt, yields: false, isBegun: false },
  ...of,
});
const slots = (of: Partial<Slots>): Slots => ({ ...noSlots, ...of });
const held = (...targets: readonly string[]) =>
  Object.fromEntries(targets.map((target) => [target, { run: `${target}#1`, at: 1_000 }]));
const state = (run: string, of: Partial<TargetState> & { readonly notBefore?: number } = {}): TargetState => {
  const { notBefore = 0, ...rest } = of;
  return { claimedAt: {}, run: { id: run, lane: 'w', digest: 'd', units: [], attempt: 1, notBefore }, ...rest };
};

describe('who wants a slot', () => {
  test('has one while there are some, and waits where there are none', () => {
    const two = wish(wish(noSlots, want('a', 5), at), want('b', 4), at);
    expect(two.running).toEqual(held('a', 'b'));
    const three = wish(two, want('c', 1), at);
    expect(three.running).toEqual(held('a', 'b'));
    expect(three.waiting).toEqual({ c: { dueAt: 1, yields: false } });
  });

  test('waits behind those that have been due longer, though there is one', () => {
    const before = slots({ running: held('a'), waiting: { b: { dueAt: 3, yields: false, calledAt: 900 } } });
    expect(wish(before, want('c', 4), at).running).toEqual(held('a'));
    expect(wish(before, want('c', 2), at).running).toEqual(held('a', 'c'));
    expect(wish(before, want('b', 3), at)).toMatchObject({ running: held('a', 'b'), waiting: {} });
  });

  test('waits behind all others where it yields', () => {
    const before = slots({ running: held('a'), waiting: { b: { dueAt: 3, yields: false } } });
    expect(wish(before, want('c', 1, { yields: true }), at).running).toEqual(held('a'));
    const yielding = slots({ running: held('a'), waiting: { b: { dueAt: 3, yields: true } } });
    expect(wish(yielding, want('c', 4), at).running).toEqual(held('a', 'c'));
  });

  test('waits for nobody who was told a minute ago and has not come', () => {
    const before = slots({ running: held('a'), waiting: { b: { dueAt: 3, yields: false, calledAt: 1_000 } } });
    const later = wish(before, want('c', 4), { most: 2, now: 1_000 + minute });
    expect(Object.keys(later.running)).toEqual(['a', 'c']);
    expect(later.waiting).toEqual({});
  });

  test('keeps the one it has: for a run that is begun, else for the one that was to begin', () => {
    const before = slots({ running: held('a') });
    const other = { ...want('a', 5), run: 'r2#1' };
    expect(wish(before, other, at)).toEqual(before);
    expect(wish(before, { ...other, isBegun: true }, at).running).toEqual({ a: { run: 'r2#1', at: 1_000 } });
    expect(wish(before, other, { most: 2, now: 1_000 + minute }).running.a?.at).toBe(1_000 + minute);
  });
});

test('a run leaves its own slot, and no other', () => {
  const before = slots({ running: held('a', 'b') });
  expect(leave(before, 'a', 'a#1').running).toEqual(held('b'));
  expect(leave(before, 'a', 'a#2')).toEqual(before);
  expect(leave(before, 'c', 'c#1')).toEqual(before);
});

describe('those who wait', () => {
  const waiting = {
    b: { dueAt: 3, yields: false },
    c: { dueAt: 1, yields: true },
    d: { dueAt: 2, yields: false },
  };

  test('are told of a place in the order of their age, as many as there are places', () => {
    expect(call(slots({ running: held('a'), waiting }), at).called).toEqual(['d']);
    expect(call(slots({ waiting }), at).called).toEqual(['d', 'b']);
    expect(call(slots({ waiting }), { most: 9, now: 1_000 }).called).toEqual(['d', 'b', 'c']);
    expect(call(slots({ running: held('x', 'y', 'z'), waiting }), at).called).toEqual([]);
  });

  test('are told once, and again when they have come in vain', () => {
    const { slots: once } = call(slots({ running: held('a'), waiting }), at);
    expect(once.waiting.d).toEqual({ ...waiting.d, calledAt: 1_000 });
    expect(call(once, at).called).toEqual([]);
    const full = { ...once, running: held('a', 'x') };
    expect(call({ ...wish(full, want('d', 2), at), running: held('a') }, at).called).toEqual(['d']);
  });
});

describe('slots are mended by what targets do', () => {
  const old = slots({ running: held('a', 'b', 'c'), waiting: { gone: { dueAt: 1, yields: false } } });
  const later = { now: 1_000 + minute };

  test('from those who run nothing for a minute, wait for their next attempt, or are no more', () => {
    const states = new Map([
      ['a', { claimedAt: {} }],
      ['b', state('b', { notBefore: 1_000 + 2 * minute })],
    ]);
    expect(repair(old, states, later)).toEqual(noSlots);
    expect(repair(old, states, { now: 1_000 }).running, 'a moment after they came').toEqual(held('a', 'b'));
  });

  test('but not from those whose statement runs, or is to be started', () => {
    const states = new Map([
      ['a', state('a', { executionId: 'e' })],
      ['b', state('b')],
      ['c', state('c', { executionId: 'e', notBefore: 1_000 + 2 * minute })],
    ]);
    expect(repair(old, states, later).running).toEqual(held('a', 'b', 'c'));
  });

  test('to those whose statement runs without one', () => {
    const states = new Map([['a', state('r7', { executionId: 'e' })]]);
    expect(repair(noSlots, states, later).running).toEqual({ a: { run: 'r7#1', at: later.now } });
    expect(repair(slots({ running: held('a') }), states, later).running.a?.run).toBe('r7#1');
  });
});
