import { evenRanges, openShards, type Shard, shardId } from './shard.ts';

/** When it happens, and where each shard ends by then. */
export type Closing = { readonly now: number; readonly endOf: (shard: Shard) => number };

/** Closes a shard and opens two children, the second from `startingHashKey` on. */
export function splitOf(shards: readonly Shard[], parent: Shard, startingHashKey: string, closing: Closing): Shard[] {
  const lower = { startingHashKey: parent.startingHashKey, endingHashKey: (BigInt(startingHashKey) - 1n).toString() };
  const upper = { startingHashKey, endingHashKey: parent.endingHashKey };
  const children = [lower, upper].map((range, index) => ({
    id: shardId(nextIndex(shards) + index),
    ...range,
    createdAt: birthOf([parent], closing),
    parentId: parent.id,
  }));
  return [...closed(shards, [parent], closing), ...children];
}

/** Closes two adjacent shards and opens one child. */
export function mergeOf(shards: readonly Shard[], [lower, upper]: readonly [Shard, Shard], closing: Closing): Shard[] {
  const child: Shard = {
    id: shardId(nextIndex(shards)),
    startingHashKey: lower.startingHashKey,
    endingHashKey: upper.endingHashKey,
    createdAt: birthOf([lower, upper], closing),
    parentId: lower.id,
    adjacentParentId: upper.id,
  };
  return [...closed(shards, [lower, upper], closing), child];
}

/** Splits and merges until the open shards have equal ranges; a shard whose range stays lives on. */
export function evenOut(shards: readonly Shard[], count: number, closing: Closing): Shard[] {
  let now = [...shards];
  for (const { startingHashKey } of evenRanges(count)) {
    const around = openShards(now).find((shard) => cuts(shard, startingHashKey));
    if (around !== undefined) now = splitOf(now, around, startingHashKey, closing);
  }
  for (const range of evenRanges(count)) now = joined(now, range, closing);
  return now;
}

export function areAdjacent(lower: Shard, upper: Shard): boolean {
  return BigInt(lower.endingHashKey) + 1n === BigInt(upper.startingHashKey);
}

function joined(shards: readonly Shard[], range: Pick<Shard, 'startingHashKey' | 'endingHashKey'>, closing: Closing) {
  let now = [...shards];
  for (;;) {
    const [lower, upper] = within(now, range);
    if (lower === undefined || upper === undefined) return now;
    now = mergeOf(now, [lower, upper], closing);
  }
}

function within(shards: readonly Shard[], range: Pick<Shard, 'startingHashKey' | 'endingHashKey'>): Shard[] {
  return openShards(shards)
    .filter(
      ({ startingHashKey: first, endingHashKey: last }) =>
        BigInt(first) >= BigInt(range.startingHashKey) && BigInt(last) <= BigInt(range.endingHashKey),
    )
    .sort((a, b) => (BigInt(a.startingHashKey) < BigInt(b.startingHashKey) ? -1 : 1));
}

function cuts({ startingHashKey, endingHashKey }: Shard, at: string): boolean {
  return BigInt(startingHashKey) < BigInt(at) && BigInt(at) <= BigInt(endingHashKey);
}

function closed(shards: readonly Shard[], parents: readonly Shard[], { now, endOf }: Closing): Shard[] {
  return shards.map((shard) =>
    parents.includes(shard) ? { ...shard, closed: { at: now, offset: endOf(shard) } } : shard,
  );
}

/** Never before its parents', so that sequence numbers rise from parent to child. */
function birthOf(parents: readonly Shard[], { now }: Closing): number {
  return Math.max(now, ...parents.map(({ createdAt }) => createdAt));
}

/** Numbers are never used again, also when expired shards are forgotten: the newest shard is always there. */
function nextIndex(shards: readonly Shard[]): number {
  return Math.max(-1, ...shards.map(({ id }) => Number(id.slice('shardId-'.length)))) + 1;
}
