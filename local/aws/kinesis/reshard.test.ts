import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenOut, mergeOf, splitOf } from './reshard.ts';
import { evenRanges, newShards, openShards, type Shard } from './shard.ts';

const closing = { now: 5, endOf: () => 7 };
const ranges = (shards: readonly Shard[]) =>
  openShards(shards)
    .map(({ startingHashKey, endingHashKey }) => ({ startingHashKey, endingHashKey }))
    .sort((a, b) => (BigInt(a.startingHashKey) < BigInt(b.startingHashKey) ? -1 : 1));

test('any sequence of counts leaves equal ranges, and every shard but the first ones has parents that are closed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 6 }), ([first = 1, ...counts]) => {
      let shards = newShards(first, 1);
      for (const count of counts) {
        shards = evenOut(shards, count, closing);
        expect(ranges(shards)).toEqual(evenRanges(count));
      }
      expect(new Set(shards.map(({ id }) => id)).size).toBe(shards.length);
      for (const { parentId, adjacentParentId, createdAt } of shards.slice(first)) {
        const parents = shards.filter(({ id }) => id === parentId || id === adjacentParentId);
        expect(parents.length).toBeGreaterThan(0);
        for (const parent of parents) {
          expect(parent.closed).toEqual({ at: 5, offset: 7 });
          expect(parent.createdAt).toBeLessThanOrEqual(createdAt);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('a split gives two children of one parent, a merge one child of two', () => {
  const [whole] = newShards(1, 1);
  if (whole === undefined) throw new Error('no shard');
  const split = splitOf([whole], whole, '1000', closing);
  expect(ranges(split)).toMatchObject([{ endingHashKey: '999' }, { startingHashKey: '1000' }]);
  const [lower, upper] = openShards(split);
  if (lower === undefined || upper === undefined) throw new Error('no children');
  const merged = mergeOf(split, [lower, upper], closing);
  expect(openShards(merged)).toEqual([
    { ...whole, id: 'shardId-000000000003', createdAt: 5, parentId: lower.id, adjacentParentId: upper.id },
  ]);
});
