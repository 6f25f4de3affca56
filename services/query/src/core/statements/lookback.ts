import type { TimeRange } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { all, inGrain, joinSpans, shifted, spanOf } from '../partition-text.ts';

type Looking = Pick<Dataset, 'partition' | 'lookback'>;

/** What of its source the SELECT of some partitions sees: each of them, and as many before it as the dataset looks back. Undefined for all of it. */
export function seenBy(
  { partition, lookback }: Looking,
  partitions: readonly string[],
): readonly TimeRange[] | undefined {
  if (partitions.includes(all)) return undefined;
  const own = partition === undefined ? partitions : partitions.flatMap((text) => inGrain(text, partition.grain));
  return joinSpans(own.map((text) => ({ from: spanOf(shifted(text, -lookback)).from, to: spanOf(text).to })));
}

/** How many partitions of the dataset these are; undefined where nobody knows. */
export function countOf({ partition }: Looking, partitions: readonly string[]): number | undefined {
  if (partition === undefined) return 1;
  if (partitions.includes(all)) return undefined;
  return new Set(partitions.flatMap((text) => inGrain(text, partition.grain))).size;
}
