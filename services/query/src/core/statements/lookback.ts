import type { TimeRange } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { all, inGrain, joinSpans, shifted, spanOf } from '../partition-text.ts';

type Looking = Pick<Dataset, 'partition' | 'lookback'>;

/**
 * The partitions of a dataset that are another once a partition of its source is (`2026-11-20`, of any grain): that one, and as many after it as it
 * looks back. So a day that changes with a lookback of 2 is three days to compute.
 */
export function touchedBy({ partition, lookback }: Looking, source: string): readonly string[] {
  if (source === all) return [all];
  const touched = partition === undefined ? [source] : inGrain(source, partition.grain);
  const last = touched.at(-1) ?? source;
  return [...touched, ...Array.from({ length: lookback }, (_, at) => shifted(last, at + 1))];
}

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
