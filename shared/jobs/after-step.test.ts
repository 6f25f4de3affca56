import { describe, expect, test } from 'vitest';
import { afterStep, fromTheStart, type StepEnd } from './after-step.ts';
import type { Run } from './run.ts';
import type { Step } from './target.ts';

const run: Run = { id: 'r', lane: 'write', digest: 'd', units: [], attempt: 1, notBefore: 0 };
const steps: readonly Step[] = [
  { name: 'stage', sql: '' },
  { name: 'audit', sql: '' },
  { name: 'example', sql: '', explains: true },
  { name: 'publish', sql: '', publishes: true },
  { name: 'publish', sql: '', publishes: true },
  { name: 'drop', sql: '', always: true },
];
const failure = { category: 'user', message: 'why', retryable: false, executionId: 'q', state: 'FAILED' } as const;
const end = (executionId: string, of: Partial<StepEnd> = {}): StepEnd => ({ executionId, scannedBytes: 10, ...of });

function play(...ends: readonly StepEnd[]) {
  let state: Run = run;
  const names: (string | undefined)[] = [];
  for (const one of ends) {
    const { run: after, next } = afterStep(steps, state, one);
    state = after;
    names.push(next?.name);
  }
  return { names, state };
}

describe('the steps of a run', () => {
  test('come one after the other, without what explains a failure, and add up what they scan and write', () => {
    const { names, state } = play(end('a'), end('b'), end('c', { rows: 3 }), end('d', { rows: 4 }), end('e'));
    expect(names).toEqual(['audit', 'publish', 'publish', 'drop', undefined]);
    expect(state).toMatchObject({ scannedBytes: 50, done: { executionId: 'd', rows: 7 }, failure: undefined });
  });

  test('say of a run that has published what it published, whatever else follows', () => {
    const after = [...steps.slice(0, 5), { name: 'measure', sql: '' }];
    const ends = [end('a'), end('b'), end('c', { rows: 3 }), end('d', { rows: 4 }), end('e')];
    const last = ends.reduce((state, one) => afterStep(after, state, one).run, run);
    expect(last.done).toEqual({ executionId: 'd', rows: 7 });
  });

  test('once one failed are explained and tidied up, and what it failed with stays', () => {
    const { names, state } = play(end('a'), end('b', { failure }), end('c', { explained: 'row' }), end('d'));
    expect(names).toEqual(['audit', 'example', 'drop', undefined]);
    expect(state.failure).toEqual({ ...failure, message: 'why\nrow' });
    expect(state.done).toEqual({ executionId: 'a' });
  });

  test('are not failed by what tidies up or explains', () => {
    const other = { ...failure, message: 'another' };
    expect(
      play(end('a'), end('b'), end('c', { rows: 1 }), end('d', { rows: 1 }), end('e', { failure: other })).state
        .failure,
    ).toBeUndefined();
    expect(
      play(end('a'), end('b', { failure }), end('c', { failure: other }), end('d', { failure: other })).state.failure,
    ).toEqual(failure);
  });

  test('keep a message bounded, and are forgotten by the next attempt', () => {
    const { state } = play(end('a'), end('b', { failure }), end('c', { explained: 'x'.repeat(9_000) }));
    expect(state.failure?.message).toHaveLength(3_000);
    expect(fromTheStart(state)).toEqual(run);
  });
});
