/**
 * How much of a meter is used when so many times the data comes in, by what is used now. `linear`: as much more; `fixed`: as now; `steps`:
 * something is rounded up, or has a least.
 */
export type Growth = { readonly kind: 'linear' | 'fixed' | 'steps'; readonly at: (times: number) => number };

export const linear = (quantity: number): Growth => ({ kind: 'linear', at: (times) => quantity * times });

export const fixed = (quantity: number): Growth => ({ kind: 'fixed', at: () => quantity });

/** Each record counts as so many whole `stepBytes`, told of their average: more data is more records. */
export function ofRecords(
  { bytes, records }: { readonly bytes: number; readonly records: number },
  stepBytes: number,
): Growth {
  return linear(records === 0 ? bytes : records * Math.ceil(bytes / records / stepBytes) * stepBytes);
}

/** Files that a buffer makes, each full or when its time is over: they grow in size before they grow in number. */
export function ofBuffer(
  { bytes, files }: { readonly bytes: number; readonly files: number },
  bufferBytes: number,
): Growth {
  return { kind: 'steps', at: (times) => Math.max(files, Math.ceil((bytes * times) / bufferBytes)) };
}

const shardBytesPerSecond = 1024 ** 2;
const shardRecordsPerSecond = 1_000;

export type StreamDay = {
  readonly bytes: number;
  readonly records: number;
  readonly shards: number;
  readonly hours: number;
};

/** Hours of shards: as many as there are, or as the average takes; peaks take more. */
export function ofShards({ bytes, records, shards, hours }: StreamDay): Growth {
  const seconds = hours * 3_600;
  const needed = (times: number) =>
    Math.ceil(
      Math.max((bytes * times) / seconds / shardBytesPerSecond, (records * times) / seconds / shardRecordsPerSecond),
    );
  return { kind: 'steps', at: (times) => Math.max(shards, needed(times)) * hours };
}

const leastBytes = 10 * 1024 ** 2;

/** Athena: each statement scans more, and counts as 10 MB at least. Their number is bounded by time, not by data. */
export function ofStatements(scanned: readonly number[]): Growth {
  return { kind: 'steps', at: (times) => scanned.reduce((sum, bytes) => sum + Math.max(bytes * times, leastBytes), 0) };
}
