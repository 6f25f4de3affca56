import { identifier, joinRanges, text, within } from '@tributary/shared/sql.ts';
import { enrichedRows, type MergeNames, partitionCondition } from './enriched-rows.ts';
import type { Enrichment } from './enrichment.ts';
import { pathOf, type SourceObject } from './source-object.ts';

const hourMillis = 3_600_000;

/**
 * The MERGE of new objects: reads them alone, by `"$path"` and partition, and looks for their keys only in the hours that they touch, by literal
 * ranges, so that its cost does not grow with the table. A row that is there already is written again only when it became another one, and not
 * when it came from what counts before this.
 */
export function mergeObjectsSql(enrichment: Enrichment, objects: readonly SourceObject[], names: MergeNames): string {
  const { table, key, time, columns } = enrichment;
  const all = Object.keys(columns).map(identifier);
  const others = all.filter((column) => column !== identifier(key));
  const origin = identifier(enrichment.origin);
  const hours = joinRanges(
    objects.map(({ hour }) => hour),
    hourMillis,
  );
  return `MERGE INTO ${identifier(names.lakeDatabase)}.${identifier(table)} AS t
USING (
${enrichedRows(enrichment, names, conditionOf(objects))}
) AS s
ON t.${identifier(key)} = s.${identifier(key)} AND ${within(`t.${identifier(time)}`, hours)}
WHEN MATCHED AND s.${origin} <= t.${origin} AND (${others.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ')})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}

function conditionOf(objects: readonly SourceObject[]): string {
  const paths = objects.map((object) => text(pathOf(object)));
  return `${partitionCondition(objects.map(({ partitions }) => partitions))} AND "$path" IN (${paths.join(', ')})`;
}
