import { identifier, joinRanges, within } from '@tributary/shared/sql.ts';
import { enrichedRows, type MergeNames, partitionCondition } from './enriched-rows.ts';
import type { Enrichment } from './enrichment.ts';
import { partitionsOfHour } from './source-object.ts';

const hourMillis = 3_600_000;

/**
 * The MERGE that makes hours of a table what lies in their folders now: rows that are gone from there are deleted, and a row that moved to
 * another hour is deleted where it was and inserted where it is. Reads these hours alone, in source and target.
 */
export function replaceHoursSql(enrichment: Enrichment, hours: readonly Date[], names: MergeNames): string {
  const { table, key, time, columns } = enrichment;
  const target = `${identifier(names.lakeDatabase)}.${identifier(table)}`;
  const all = Object.keys(columns).map(identifier);
  const identity = [key, time].map(identifier);
  const others = all.filter((column) => !identity.includes(column));
  const same = (left: string, right: string) =>
    identity.map((column) => `${left}.${column} = ${right}.${column}`).join(' AND ');
  const ranges = joinRanges(hours, hourMillis);
  const inHours = (alias: string) => within(`${alias}.${identifier(time)}`, ranges);
  const merged = all.map((column) =>
    identity.includes(column) ? `coalesce(f.${column}, e.${column})` : `f.${column}`,
  );
  return `MERGE INTO ${target} AS t
USING (
SELECT ${merged.map((sql, at) => `${sql} AS ${all[at]}`).join(', ')}, f.${identifier(key)} IS NULL AS gone
FROM (
${enrichedRows(enrichment, names, partitionCondition(hours.map(partitionsOfHour)))}
) AS f
FULL JOIN (SELECT DISTINCT ${identity.join(', ')} FROM ${target} AS e WHERE ${inHours('e')}) AS e
ON ${same('f', 'e')}
) AS s
ON ${same('t', 's')} AND ${inHours('t')}
WHEN MATCHED AND s.gone
  THEN DELETE
WHEN MATCHED AND (${others.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ')})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED AND NOT s.gone
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}
