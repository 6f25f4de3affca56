import { castColumns } from '@tributary/shared/iceberg-table.ts';
import { date, fillTemplate, identifier, joinRanges, within } from '@tributary/shared/sql.ts';
import type { Dataset } from './dataset.ts';

const dayMillis = 86_400_000;

/**
 * The MERGE that makes a dataset's days what its SELECT says now: rows that are new are inserted, changed ones updated, and
 * those that the SELECT no longer gives deleted, in one commit. It reads the days asked for alone, in source and target, and
 * running it again, or an older one after a newer one, ends at the same rows.
 */
export function replaceDaysSql(dataset: Dataset, days: readonly string[], lakeDatabase: string): string {
  const { table, time, partitionColumn, key, columns } = dataset;
  const lake = identifier(lakeDatabase);
  const target = `${lake}.${identifier(table)}`;
  const day = identifier(partitionColumn);
  const inDays = (alias: string) => `${alias}.${day} IN (${days.map(date).join(', ')})`;
  const all = Object.keys(columns).map(identifier);
  const keys = key.map(identifier);
  const others = all.filter((column) => !keys.includes(column));
  const ranges = joinRanges(
    days.map((one) => new Date(`${one}T00:00:00Z`)),
    dayMillis,
  );
  const select = fillTemplate(dataset.select, { lake, days: within(identifier(time), ranges) });
  const merged = all.map((column) => (keys.includes(column) ? `coalesce(f.${column}, e.${column})` : `f.${column}`));
  return `MERGE INTO ${target} AS t
USING (
SELECT ${merged.map((sql, at) => `${sql} AS ${all[at]}`).join(', ')}, f.${day} IS NULL AS gone
FROM (
SELECT ${castColumns(columns)}
FROM (
${select}
) AS computed
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

// Null is a key like any other. Trino has no FULL JOIN on IS NOT DISTINCT FROM, so nulls become a text that no value becomes.
function sameKey(left: string, right: string, { key, partitionColumn }: Dataset): string {
  return key
    .map((name) => {
      const of = (alias: string) => `${alias}.${identifier(name)}`;
      if (name === partitionColumn) return `${of(left)} = ${of(right)}`;
      const comparable = (alias: string) => `coalesce('=' || CAST(${of(alias)} AS varchar), '')`;
      return `${comparable(left)} = ${comparable(right)}`;
    })
    .join(' AND ');
}
