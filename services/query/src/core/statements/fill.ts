import type { Rows } from '@tributary/shared/athena-rows.ts';
import { tokenOf } from '@tributary/shared/athena-token.ts';
import type { NewUnit, UnitOfRun } from '@tributary/shared/jobs/unit.ts';
import { identifier } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../dataset.ts';
import { touched } from '../touched.ts';
import { partitionTextSql } from './batches.ts';

/** Of what makes a dataset's rows, and of nothing else: under another one all of them are computed anew. */
export function fillDigest(dataset: Dataset): string {
  const { select, columns, materialized, strategy, key, partition, time, lookback } = dataset;
  return tokenOf(JSON.stringify([select, columns, materialized, strategy, key, partition, time, lookback]));
}

/** How the partitions are known that a source has now. */
export type FillSource = {
  readonly database: 'lake' | 'raw';
  readonly table: string;
  /** By the time of its rows; by the folders of a table of files, without reading one; by those columns of its rows. */
  readonly by: 'time' | 'folders' | 'columns';
  readonly hours: boolean;
};

/** A unit of the lane `fill`, which says all of it. */
export function fillUnit({ database, table, by, hours }: FillSource, stamp: string, now: number): NewUnit {
  return { id: `fill:${by}${hours ? '-hours' : ''}:${database}.${table}`, lane: 'fill', stamp, dueAt: now };
}

function readUnit({ id }: UnitOfRun): FillSource | undefined {
  const [, by, hours, database, table] = /^fill:(time|folders|columns)(-hours)?:(lake|raw)\.(\w+)$/.exec(id) ?? [];
  if (table === undefined || (by !== 'time' && by !== 'folders' && by !== 'columns')) return undefined;
  return { by, hours: hours !== undefined, database: database === 'raw' ? 'raw' : 'lake', table };
}

/**
 * The partitions that the sources have now, a row for each month: its partitions, separated by commas, and how many there are in all. The newest, or oldest,
 * `most` of them. It reads one column of each source, or none.
 */
export function fillSql(
  dataset: Dataset,
  units: readonly UnitOfRun[],
  { databases, most }: { readonly databases: Databases; readonly most: number },
): string {
  const sources = units.flatMap((unit) => readUnit(unit) ?? []).toSorted((a, b) => (a.table < b.table ? -1 : 1));
  const each = sources.map((source) => partsOf(dataset, source, databases));
  return `SELECT substr(part, 1, 7) AS month, array_join(array_agg(part ORDER BY part), ',') AS parts, max(total) AS total
FROM (
SELECT part, row_number() OVER (ORDER BY part${dataset.fill === 'oldest' ? '' : ' DESC'}) AS place, count(*) OVER () AS total
FROM (
${each.join('\nUNION\n')}
) AS found
WHERE part IS NOT NULL
) AS placed
WHERE place <= ${most}
GROUP BY substr(part, 1, 7)
ORDER BY 1`;
}

function partsOf(
  { time, partition }: Dataset,
  { by, hours, database, table }: FillSource,
  databases: Databases,
): string {
  const from = (name: string) => `${identifier(databases[database])}.${name}`;
  if (by === 'time')
    return `SELECT DISTINCT ${partitionTextSql(identifier(time ?? ''), partition?.grain ?? 'day')} AS part FROM ${from(identifier(table))}`;
  const day = `"year" || '-' || "month" || '-' || "day"`;
  const folder = hours ? `${day} || 'T' || "hour"` : day;
  // Trino's table about a table: https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog-listing-partitions.html
  const relation = by === 'folders' ? `"${identifier(table).slice(1, -1)}$partitions"` : identifier(table);
  return `SELECT DISTINCT ${partition?.grain === 'month' ? `"year" || '-' || "month"` : folder} AS part FROM ${from(relation)}`;
}

/** What the dataset is to be filled with, in its order. */
export function foundUnits(dataset: Dataset, rows: Rows['rows'], now: number): readonly NewUnit[] {
  const sources = rows.flatMap(([, parts]) => parts?.split(',') ?? []);
  const found = touched(dataset, sources);
  const partitions = found === 'all' ? [found] : found;
  const inOrder = dataset.fill === 'oldest' ? partitions : partitions.toReversed();
  const stamp = `fill ${fillDigest(dataset)}`;
  // In the past, so that all are due, and in this order.
  return inOrder.map((partition, at) => ({
    ...({ id: partition, partition, lane: 'backfill', stamp, yields: true, since: now } as const),
    ...{ dueAt: now - inOrder.length + at, why: ['filled'] },
  }));
}

/** What was found, and what is left out. */
export function saysFound({ fill, table }: Dataset, rows: Rows['rows']): string {
  const parts = rows.flatMap(([, listed]) => listed?.split(',') ?? []).toSorted();
  const total = Number(rows[0]?.[2] ?? 0);
  if (parts.length === 0) return 'The sources have no partitions yet';
  const filled = `${parts.length} of ${total} partitions of the sources are filled, ${parts[0]} to ${parts.at(-1)}`;
  if (parts.length === total) return filled;
  const others = `${total - parts.length} ${fill === 'oldest' ? 'newer' : 'older'} ones are left out`;
  return `${filled}; ${others}: lake backfill ${table} takes them, or a larger parameter fillPartitions`;
}
