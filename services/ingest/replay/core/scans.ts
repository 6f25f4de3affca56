import { hourOf, partitionsOf } from '@tributary/shared/partitions.ts';
import type { Work } from './request.ts';

/** A part of a bucket's listing: keys with the prefix, after `after` (excluded) and before `until` (excluded). */
export type Scan = { readonly prefix: string; readonly after: string; readonly until?: string };

type Range = { readonly from: string; readonly to: string };

export type OpenRange = { readonly from?: string | undefined; readonly to?: string | undefined };

/**
 * The listings that find the objects of a range of hours below a folder: `year=…/month=…/day=…/hour=…/` and Firehose's own
 * `YYYY/MM/DD/HH/`, each sorted as time is, so that one listing per layout goes from the first hour to the last.
 */
export function hourScans(folder: string, { from, to }: Range): readonly Scan[] {
  return [plain, named].map((layout) => ({
    prefix: `${folder}${layout('')}`,
    after: `${folder}${layout(from)}`,
    until: `${folder}${layout(to)}`,
  }));
}

// `2` for the years 2000 to 2999: the plain layout has no word in front
const plain = (hour: string) => (hour === '' ? '2' : hour.replaceAll(/[-T]/g, '/'));

function named(hour: string): string {
  const [year, month, day, at] = hour.split(/[-T]/);
  return hour === '' ? 'year=' : `year=${year}/month=${month}/day=${day}/hour=${at}`;
}

/** Whether the hour that a key's folders name is in the range; a key that names none is only in the range that is open at both ends. */
export function isWithin(key: string, { from, to }: OpenRange): boolean {
  if (from === undefined && to === undefined) return true;
  const at = hourOf(partitionsOf(key));
  return at !== undefined && isIn(at, { from, to });
}

/** Whether an instant is in the range. */
export function isIn(instant: Date, { from, to }: OpenRange): boolean {
  const at = instant.toISOString().slice(0, 13);
  return (from === undefined || at >= from) && (to === undefined || at < to);
}

/** Says what is wrong with a range, in words; undefined where nothing is. */
export function rangeMistake(work: Work): string | undefined {
  if (!('from' in work) || work.from === undefined || work.to === undefined || work.from < work.to) return undefined;
  return `the range is empty: from ${work.from} to ${work.to} (which is not part of it)`;
}
