import { AwsError } from '../../kernel/error.ts';

export type Shard = {
  readonly id: string;
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  readonly createdAt: number;
  readonly parentId?: string;
  readonly adjacentParentId?: string;
  /** Since when it takes no more records, and the offset after its last one. */
  readonly closed?: { readonly at: number; readonly offset: number };
};

const hashKeys = 1n << 128n;

export function shardId(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** The range of hash keys, cut into as many equal parts as there are shards. */
export function evenRanges(count: number): { readonly startingHashKey: string; readonly endingHashKey: string }[] {
  const part = hashKeys / BigInt(count);
  return Array.from({ length: count }, (_range, index) => ({
    startingHashKey: (part * BigInt(index)).toString(),
    endingHashKey: (index === count - 1 ? hashKeys - 1n : part * BigInt(index + 1) - 1n).toString(),
  }));
}

export function newShards(count: number, createdAt: number): Shard[] {
  return evenRanges(count).map((range, index) => ({ id: shardId(index), ...range, createdAt }));
}

export function openShards(shards: readonly Shard[]): Shard[] {
  return shards.filter(({ closed }) => closed === undefined);
}

/** A hash key as 32 hexadecimal digits, which compare as texts; throws InvalidArgumentException beyond 2^128 - 1. */
export function hashKeyDigits(text: string): string {
  const key = BigInt(text);
  if (key < hashKeys) return key.toString(16).padStart(32, '0');
  throw new AwsError(
    'InvalidArgumentException',
    `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${text}`,
  );
}
