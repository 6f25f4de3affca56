import { type PartitionValue, partitionsOf } from '@tributary/shared/partitions.ts';

/**
 * The latest that a line of an object can be from (epoch ms), which tells the year of a date that has none: where the object's folder ends
 * (`year=/month=/day=/hour=`, or Firehose's own), or when it was written, whichever comes first. A copy keeps its folder.
 */
export function referenceTime(key: string, modifiedAt: number): number {
  return Math.min(endOfFolder(partitionsOf(key)) ?? modifiedAt, modifiedAt);
}

/** Where the year, month, day or hour ends that the folders name; undefined where they name none. */
function endOfFolder(partitions: readonly PartitionValue[]): number | undefined {
  const values = ['year', 'month', 'day', 'hour'].map((name) => partitions.find((each) => each.name === name)?.value);
  const named = values.slice(0, values.includes(undefined) ? values.indexOf(undefined) : values.length);
  if (named.length === 0 || named.some((value) => !/^\d{1,4}$/.test(value ?? ''))) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0] = named.map(Number);
  // The next of the last that is named.
  const [after, ...more] = [month - 1, day, hour].slice(0, named.length - 1);
  const ends = [year, after, ...more].filter((each) => each !== undefined);
  ends.push((ends.pop() ?? 0) + 1);
  const [endYear = 0, endMonth = 0, endDay = 1, endHour = 0] = ends;
  return Date.UTC(endYear, endMonth, endDay, endHour);
}
