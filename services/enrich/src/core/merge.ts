import { castColumns } from '@tributary/shared/iceberg-table.ts';
import { fillTemplate, identifier, joinRanges, text, within } from '@tributary/shared/sql.ts';
import { pathOf, type SourceObject } from './batch.ts';
import type { Enrichment } from './enrichment.ts';

export type MergeNames = {
  readonly lakeDatabase: string;
  /** The federated catalog and the database in it. */
  readonly crmCatalog: string;
  readonly crmDatabase: string;
};

const hourMillis = 3_600_000;

/**
 * The MERGE of a batch: reads its objects alone, by `"$path"` and partition; keeps one row per key, since a target row may
 * match one source row at most; and looks for the keys only in the hours that the batch touches, by literal ranges, so that its
 * cost does not grow with the table. A row that is there already is written again only when it became another one.
 */
export function mergeSql(enrichment: Enrichment, batch: readonly SourceObject[], names: MergeNames): string {
  const { table, source, key, time, columns } = enrichment;
  const lake = identifier(names.lakeDatabase);
  const select = fillTemplate(enrichment.select, {
    source: `${lake}.${identifier(source)}`,
    batch: batchCondition(batch),
    crm: `${identifier(names.crmCatalog)}.${identifier(names.crmDatabase)}`,
  });
  const all = Object.keys(columns).map(identifier);
  const others = all.filter((column) => column !== identifier(key));
  const hours = joinRanges(
    batch.map(({ hour }) => hour),
    hourMillis,
  );
  return `MERGE INTO ${lake}.${identifier(table)} AS t
USING (
SELECT ${all.join(', ')}
FROM (
SELECT ${castColumns(columns)}, row_number() OVER (PARTITION BY ${identifier(key)} ORDER BY ${identifier(time)}) AS copy
FROM (
${select}
) AS enriched
) AS numbered
WHERE copy = 1
) AS s
ON t.${identifier(key)} = s.${identifier(key)} AND ${within(`t.${identifier(time)}`, hours)}
WHEN MATCHED AND (${others.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ')})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}

function batchCondition(batch: readonly SourceObject[]): string {
  const folders = new Set(
    batch.map(
      ({ partitions }) =>
        `(${partitions.map(({ name, value }) => `${identifier(name)} = ${text(value)}`).join(' AND ')})`,
    ),
  );
  const paths = batch.map((object) => text(pathOf(object)));
  return `(${[...folders].join(' OR ')}) AND "$path" IN (${paths.join(', ')})`;
}
