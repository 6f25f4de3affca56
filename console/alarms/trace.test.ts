import { expect, test } from 'vitest';
import { traceOf } from './trace.ts';

const frame = { from: 0, to: 600_000, width: 600, height: 100 };
const of = (samples: readonly (readonly [at: number, value: number])[], threshold?: number) =>
  traceOf(
    samples.map(([at, value]) => ({ at, value })),
    { threshold, periodMs: 60_000 },
    frame,
  );

test('values are a line from the left to the right, above 0', () => {
  expect(
    of([
      [0, 0],
      [60_000, 10],
      [120_000, 5],
    ]),
  ).toEqual({
    ...{ path: 'M0 100L60 0L120 50', threshold: undefined, least: 0, most: 10 },
  });
});

test('the threshold has its place in the same scale', () => {
  expect(
    of(
      [
        [0, 5],
        [60_000, 5],
      ],
      10,
    ),
  ).toMatchObject({ threshold: 0, path: 'M0 50L60 50', most: 5 });
  expect(
    of(
      [
        [0, 0],
        [60_000, 0],
      ],
      0,
    ),
  ).toMatchObject({ threshold: 100, path: 'M0 100L60 100' });
  expect(
    of([
      [0, -10],
      [60_000, 10],
    ]),
  ).toMatchObject({ path: 'M0 100L60 0', least: -10 });
});

test('where values are missing the line is broken, and one alone is a dot', () => {
  expect(
    of([
      [0, 1],
      [60_000, 1],
      [300_000, 1],
      [540_000, 1],
      [600_000, 1],
    ])?.path,
  ).toBe('M0 0L60 0M300 0h0M540 0L600 0');
});

test('of no value there is no line', () => {
  expect(of([], 1)).toBeUndefined();
});
