/** What a shard takes and gives per second: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const limits = { inRecords: 1_000, inBytes: 1_048_576, outCalls: 5, outBytes: 2_097_152 } as const;

type Kind = keyof typeof limits;
type Bucket = { tokens: number; at: number };

/** The throughput of shards, in buckets that hold one second's worth and refill steadily. */
export type ShardRates = {
  /** Whether the shard takes a record of this size now. */
  admitsRecord(shard: string, bytes: number, now: number): boolean;
  /** Whether the shard answers another read now; a large answer makes the next ones wait. */
  admitsRead(shard: string, now: number): boolean;
  countRead(shard: string, bytes: number, now: number): void;
};

export function createShardRates(): ShardRates {
  const buckets = new Map<string, Bucket>();
  function bucket(shard: string, kind: Kind, now: number): Bucket {
    const key = `${shard}/${kind}`;
    const limit = limits[kind];
    const known = buckets.get(key) ?? { tokens: limit, at: now };
    known.tokens = Math.min(limit, known.tokens + (Math.max(0, now - known.at) * limit) / 1_000);
    known.at = now;
    buckets.set(key, known);
    return known;
  }
  return {
    admitsRecord(shard, bytes, now) {
      const records = bucket(shard, 'inRecords', now);
      const volume = bucket(shard, 'inBytes', now);
      // A record larger than a second's worth goes in when nothing else did.
      if (records.tokens < 1 || volume.tokens < Math.min(bytes, limits.inBytes)) return false;
      records.tokens -= 1;
      volume.tokens -= bytes;
      return true;
    },
    admitsRead(shard, now) {
      const calls = bucket(shard, 'outCalls', now);
      if (calls.tokens < 1 || bucket(shard, 'outBytes', now).tokens <= 0) return false;
      calls.tokens -= 1;
      return true;
    },
    countRead(shard, bytes, now) {
      bucket(shard, 'outBytes', now).tokens -= bytes;
    },
  };
}
