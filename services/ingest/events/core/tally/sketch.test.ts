import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countDistinct, createSketch, hashOf, packHashes, see, shrink, unpackHashes, weight } from './sketch.ts';

function seeAll(values: readonly string[], limit: number) {
  const sketch = createSketch();
  for (const value of values) {
    see(sketch, hashOf(value));
    if (sketch.hashes.size > limit) shrink(sketch);
  }
  return sketch;
}

describe('a sketch of what was seen', () => {
  test('is exact up to its limit, however often each thing comes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), (values) => {
        expect(countDistinct(seeAll(values, 100))).toEqual({ count: new Set(values).size, error: 0 });
      }),
    );
  });

  test('estimates beyond it, within four times the error that it tells', () => {
    for (const [things, limit] of [
      [20_000, 2_000],
      [50_000, 4_096],
      [3_000, 2_999],
    ] as const) {
      const values = Array.from({ length: things }, (_, index) => `entity-${index}`);
      const { count, error } = countDistinct(seeAll([...values, ...values], limit));
      expect(error).toBeLessThan(0.04);
      expect(Math.abs(count - things) / things).toBeLessThan(4 * error);
    }
  });

  test('never takes a new thing for one that it has seen', () => {
    const sketch = createSketch();
    for (let index = 0; index < 20_000; index += 1) {
      expect(see(sketch, hashOf(String(index)))).not.toBe('seen');
      if (sketch.hashes.size > 500) shrink(sketch);
    }
  });

  test('weighs what it recognises by the share that it samples', () => {
    const sketch = seeAll(
      Array.from({ length: 40_000 }, (_, index) => `id-${index}`),
      4_000,
    );
    let repeated = 0;
    for (let index = 0; index < 10_000; index += 1) {
      if (see(sketch, hashOf(`id-${index}`)) === 'seen') repeated += weight(sketch);
    }
    expect(Math.abs(repeated - 10_000)).toBeLessThan(2_000);
  });

  test('travels as text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 48 - 1 })), (hashes) => {
        const sketch = { ...createSketch(), hashes: new Set(hashes) };
        expect(unpackHashes(packHashes(sketch))).toEqual(sketch.hashes);
        expect(packHashes(sketch)).toHaveLength(8 * sketch.hashes.size);
      }),
    );
  });
});
