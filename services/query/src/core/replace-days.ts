import { castColumns } from '@tributary/shared/iceberg-table.ts';
import { date, fillTemplate, identifier, joinRanges, text, within } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from './dataset.ts';

const dayMillis = 86_400_000;

/** The unit of a dataset that reads tables without partitions: all of it. */
export const allDays = 'all';

/**
 * The MERGE that makes a dataset's days what its SELECT says now: rows that are new are inserted, changed ones updated, and
 * those that the SELECT no longer gives deleted, in one commit. It reads the days asked for alone, in source and target, and
 * running it again, or an older one after a newer one, ends at the same rows.
 */
export function replaceDaysSql(dataset: Dataset, units: readonly string[], databases: Databases): string {
  const { table, key, columns } = dataset;
  const lake = identifier(databases.lake);
  const target = `${lake}.${identifier(table)}`;
  const day = identifier(partitionColumnOf(dataset));
  const days = units.includes(allDays) ? undefined : units;
  const inDays = (alias: string) => inPartitions(`${alias}.${day}`, days);
  const all = Object.keys(columns).map(identifier);
  const keys = key.map(identifier);
  const others = all.filter((column) => !keys.includes(column));
  const select = fillTemplate(dataset.select, { lake, raw: identifier(databases.raw), days: bounds(dataset, days) });
  const merged = all.map((column) => (keys.includes(column) ? `coalesce(f.${column}, e.${column})` : `f.${column}`));
  return `MERGE INTO ${target} AS t
USING (
SELECT ${merged.map((sql, at) => `${sql} AS ${all[at]}`).join(', ')}, f.${day} IS NULL AS gone
FROM (
SELECT ${castColumns(columns)}
FROM (
${select}
) AS computed
WHERE ${inPartitions(day, days)}
) AS f
FULL JOIN (SELECT ${keys.join(', ')} FROM ${target} AS e WHERE ${inDays('e')}) AS e
ON ${sameKey('f', 'e', dataset)}
) AS s
ON ${sameKey('t', 's', dataset)} AND ${inDays('t')}
WHEN MATCHED AND s.gone
  THEN DELETE
WHEN MATCHED AND (${others.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ')})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED AND NOT s.gone
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}

/** Of a date column, as Athena prunes by it. */
export function inPartitions(column: string, days: readonly string[] | undefined): string {
  return days === undefined ? 'true' : `${column} IN (${days.map(date).join(', ')})`;
}

// JSON tables have no timestamp column that prunes; their folders say when an object landed.
function bounds({ time }: Dataset, days: readonly string[] | undefined): string {
  if (days === undefined) return 'true';
  if (time === undefined) return `(${days.map(folderOf).join(' OR ')})`;
  const ranges = joinRanges(
    days.map((one) => new Date(`${one}T00:00:00Z`)),
    dayMillis,
  );
  return within(identifier(time), ranges);
}

function folderOf(day: string): string {
  date(day);
  const [year = '', month = '', ofMonth = ''] = day.split('-');
  return `("year" = ${text(year)} AND "month" = ${text(month)} AND "day" = ${text(ofMonth)})`;
}

// Null is a key like any other. Trino has no FULL JOIN on IS NOT DISTINCT FROM, so nulls become a text that no value becomes.
function sameKey(left: string, right: string, dataset: Dataset): string {
  const partitionColumn = partitionColumnOf(dataset);
  return dataset.key
    .map((name) => {
      const of = (alias: string) => `${alias}.${identifier(name)}`;
      if (name === partitionColumn) return `${of(left)} = ${of(right)}`;
      const comparable = (alias: string) => `coalesce('=' || CAST(${of(alias)} AS varchar), '')`;
      return `${comparable(left)} = ${comparable(right)}`;
    })
    .join(' AND ');
}

export function partitionColumnOf({ partition, table }: Pick<Dataset, 'partition' | 'table'>): string {
  if (partition === undefined) throw new Error(`${table} has no partitions`);
  return partition.column;
}
