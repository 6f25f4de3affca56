import type { PartitionValue } from '@tributary/shared/partitions.ts';

/** Hive's word for a partition whose value is not known. */
export const unknownValue = '__HIVE_DEFAULT_PARTITION__';

/** The UTC day of an instant (epoch ms): what files are partitioned by whose folders say nothing. */
export function dayOf(at: number): readonly PartitionValue[] {
  const [year = '', month = '', day = ''] = new Date(at).toISOString().slice(0, 10).split('-');
  return [
    { name: 'year', value: year },
    { name: 'month', value: month },
    { name: 'day', value: day },
  ];
}

export type Partition = {
  /** In the order of the table's keys. */
  readonly values: readonly PartitionValue[];
  /** What the folders say that is no key of the table. */
  readonly beside: readonly PartitionValue[];
};

/** The partition of a table that an object belongs to: its keys are those of the table's first object. */
export function partitionIn(keys: readonly string[], folders: readonly PartitionValue[], landedAt: number): Partition {
  const day = dayOf(landedAt);
  const values = keys.map((name) => ({
    name,
    // Nothing at all is no value of a partition either.
    value: valueNamed(folders.length === 0 ? day : folders, name) || unknownValue,
  }));
  return { values, beside: folders.filter(({ name }) => !keys.includes(name)) };
}

function valueNamed(values: readonly PartitionValue[], wanted: string): string | undefined {
  return values.find(({ name }) => name === wanted)?.value;
}

/** `year=2026/month=11/day=29/`, with values encoded as Hive does. */
export function folderOf(values: readonly PartitionValue[]): string {
  return values.map(({ name, value }) => `${name}=${encodeURIComponent(value)}/`).join('');
}
