import { partitionsOf } from '@tributary/shared/partitions.ts';
import type { Dataset, Grain } from './dataset.ts';

/** The texts of some partitions, in order, each once; or all there are. */
export type Partitions = readonly string[] | 'all';

/** An event names partitions that are no times: nothing can be planned from it. */
export class NoTimesError extends Error {
  override readonly name = 'NoTimesError';
}

type Reader = Pick<Dataset, 'materialized' | 'partition' | 'lookback'>;

/**
 * Which partitions of a dataset may change when these of a table that it reads do: those in whose time they are, and so many after them as it looks
 * back. A partition is an hour, a day or a month in UTC, as its text (`2026-11-20T13`) or as folders (`year=2026/month=11/day=20/hour=13`);
 * folders that say no time may hold any. Throws NoTimesError at what is neither.
 */
export function touched({ materialized, partition, lookback }: Reader, changed: Partitions): Partitions {
  if (changed.length === 0) return [];
  if (partition === undefined || materialized === 'table' || changed === 'all') return 'all';
  const texts = new Set<string>();
  for (const each of changed) {
    const stretch = stretchOf(each);
    if (stretch === 'all') return 'all';
    for (const text of textsIn(stretch, partition.grain, lookback)) texts.add(text);
  }
  return [...texts].toSorted();
}

/** From its first millisecond to before the first after it (epoch ms). */
type Stretch = { readonly from: number; readonly to: number };

function stretchOf(partition: string): Stretch | 'all' {
  if (partition === 'all') return 'all';
  const text = isTime.test(partition) ? partition : timeOf(partition);
  if (text === undefined) return 'all';
  const from = startOf(text);
  if (from === undefined) throw new NoTimesError(`Neither a time nor a folder of one: ${partition}`);
  return { from, to: endOf(from, text) };
}

const isTime = /^\d{4}(-\d{2}(-\d{2}(T\d{2})?)?)?$/;

/** The time that folders say, as a text: `2026-11`; undefined where they say none. */
function timeOf(folders: string): string | undefined {
  const values = partitionsOf(`${folders}/`);
  if (values.length === 0) throw new NoTimesError(`Neither a time nor a folder of one: ${folders}`);
  const value = (name: string) => values.find((one) => one.name === name)?.value;
  const [year, month, day, hour] = ['year', 'month', 'day', 'hour'].map(value);
  if (year === undefined) return values.map((one) => one.value).find((each) => isTime.test(each) && each.length > 4);
  const ofDay = [year, month, day].filter(
    (part, at, all) => part !== undefined && !all.slice(0, at).includes(undefined),
  );
  return ofDay.length === 3 && hour !== undefined ? `${ofDay.join('-')}T${hour}` : ofDay.join('-');
}

const start = '0000-01-01T00:00:00.000Z';

function startOf(text: string): number | undefined {
  const full = `${text}${start.slice(text.length)}`;
  const at = new Date(full);
  return Number.isNaN(at.getTime()) || at.toISOString() !== full ? undefined : at.getTime();
}

function endOf(from: number, text: string): number {
  if (text.length === 4) return Date.UTC(new Date(from).getUTCFullYear() + 1, 0);
  return after(from, text.length === 7 ? 'month' : text.length === 10 ? 'day' : 'hour');
}

const lengths = { month: 7, day: 10, hour: 13 } as const;

/** The start of the next partition, of one that starts then. */
function after(from: number, grain: Grain): number {
  const at = new Date(from);
  if (grain === 'month') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
  return from + (grain === 'day' ? 86_400_000 : 3_600_000);
}

function* textsIn({ from, to }: Stretch, grain: Grain, lookback: number): Generator<string> {
  const textOf = (at: number) => new Date(at).toISOString().slice(0, lengths[grain]);
  let at = startOf(textOf(from)) ?? from;
  for (let more = lookback; at < to || more > 0; at = after(at, grain)) {
    if (at >= to) more -= 1;
    yield textOf(at);
  }
}
