import { date, type TimeRange, within } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import { all, inGrain, joinSpans, spanOf } from '../partition-text.ts';

/** More than these are ranges: each day takes 18 bytes of a statement. */
const mostListed = 400;

/** Of rows of a dataset: that they are of some partitions. With literal bounds, by which files are pruned; `column` is the partition column as SQL. */
export function inPartitions(dataset: Dataset, column: string, partitions: readonly string[]): string {
  const { partition } = dataset;
  if (partition === undefined) return 'true';
  if (partitions.includes(all)) return `${column} IS NOT NULL`;
  const own = partitions.flatMap((text) => inGrain(text, partition.grain));
  if (!isDate(dataset)) return within(column, joinSpans(own.map(spanOf)));
  const isList = partition.grain === 'day' && own.length <= mostListed;
  if (isList) return `${column} IN (${[...new Set(own)].map(date).join(', ')})`;
  return inDates(column, joinSpans(own.map(spanOf)));
}

/** The same of all partitions from one to another. */
export function betweenPartitions(dataset: Dataset, column: string, [first, last]: readonly [string, string]): string {
  const range = { from: spanOf(first).from, to: spanOf(last).to };
  return isDate(dataset) ? inDates(column, [range]) : within(column, [range]);
}

function isDate({ partition, columns }: Dataset): boolean {
  return partition !== undefined && columns[partition.column] === 'date';
}

function inDates(column: string, ranges: readonly TimeRange[]): string {
  const day = (at: Date) => date(at.toISOString().slice(0, 10));
  const each = ranges.map(({ from, to }) => `${column} >= ${day(from)} AND ${column} < ${day(to)}`);
  const [first, last] = [ranges.at(0), ranges.at(-1)];
  if (first === undefined || last === undefined) return 'false';
  if (each.length === 1) return `(${each[0]})`;
  const whole = `${column} >= ${day(first.from)} AND ${column} < ${day(last.to)}`;
  return `(${whole} AND (${each.map((one) => `(${one})`).join(' OR ')}))`;
}

/** How Iceberg parts the table: by the column as it is, or by what of it a partition is. */
export function partitionTransform({ partition, columns }: Dataset): string | undefined {
  if (partition === undefined) return undefined;
  const { column, grain } = partition;
  return columns[column] === 'date' && grain === 'day' ? column : `${grain}(${column})`;
}
