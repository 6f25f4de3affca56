import { hourOf, type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';

/** A new object of a source table, in the folder of its hour. */
export type SourceObject = {
  readonly bucket: string;
  readonly key: string;
  readonly hour: Date;
  readonly partitions: readonly PartitionValue[];
};

/** Reads the hour from the object's folder; undefined for an object that is in none. */
export function sourceObject(bucket: string, key: string): SourceObject | undefined {
  const partitions = partitionsOf(key);
  const hour = hourOf(partitions);
  return hour && { bucket, key, hour, partitions };
}

export type BatchLimits = { readonly maxDays: number; readonly maxBytes: number };

// What a statement writes at most: 100 partitions, here days (https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html),
// and what it may be long: 262,144 bytes, of which the paths get a part that leaves room for the rest.
const athenaLimits: BatchLimits = { maxDays: 90, maxBytes: 160_000 };

/** Parts objects into batches that one statement can take, in the order of their hours; none is left out, none is twice in. */
export function toBatches(
  objects: readonly SourceObject[],
  { maxDays, maxBytes }: BatchLimits = athenaLimits,
): readonly (readonly SourceObject[])[] {
  const unique = new Map(objects.map((object) => [pathOf(object), object]));
  const sorted = [...unique].toSorted(([a, x], [b, y]) => x.hour.getTime() - y.hour.getTime() || (a < b ? -1 : 1));
  const batches: SourceObject[][] = [];
  let bytes = 0;
  for (const [path, object] of sorted) {
    const last = batches.at(-1);
    bytes += Buffer.byteLength(path) + perObjectBytes;
    if (last && bytes <= maxBytes && daysOf([...last, object]).length <= maxDays) last.push(object);
    else {
      batches.push([object]);
      bytes = Buffer.byteLength(path) + perObjectBytes;
    }
  }
  return batches;
}

// Quotes and comma, its partition's condition, and its hour's range
const perObjectBytes = 240;

/** `s3://bucket/key`, which is what `"$path"` says. */
export function pathOf({ bucket, key }: Pick<SourceObject, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}

/** The days touched, as `2026-11-20`, in order. */
export function daysOf(objects: readonly Pick<SourceObject, 'hour'>[]): readonly string[] {
  return [...new Set(objects.map(({ hour }) => hour.toISOString().slice(0, 10)))].toSorted();
}
