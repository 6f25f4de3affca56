import { hourFolder, hourOf, type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';

/** An object of a source table, in the folder of its hour. */
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

/** `s3://bucket/key`, which is what `"$path"` says. */
export function pathOf({ bucket, key }: Pick<SourceObject, 'bucket' | 'key'>): string {
  return `s3://${bucket}/${key}`;
}

/** The values year, month, day and hour of an hour's folder. */
export function partitionsOfHour(hour: Date): readonly PartitionValue[] {
  return partitionsOf(`${hourFolder(hour)}/`);
}

/** `2026-11-20`, in UTC. */
export function dayOf(hour: Date): string {
  return hour.toISOString().slice(0, 10);
}
