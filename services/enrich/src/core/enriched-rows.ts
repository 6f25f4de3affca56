import { castColumns } from '@tributary/shared/iceberg-table.ts';
import type { PartitionValue } from '@tributary/shared/partitions.ts';
import { fillTemplate, identifier, text } from '@tributary/shared/sql.ts';
import type { Enrichment } from './enrichment.ts';

export type MergeNames = {
  readonly lakeDatabase: string;
  /** The federated catalog and the database in it. */
  readonly crmCatalog: string;
  readonly crmDatabase: string;
};

/** The SELECT of an enrichment over a part of its source, one row per key, since a target row may match one source row at most. */
export function enrichedRows(enrichment: Enrichment, names: MergeNames, batch: string): string {
  const { source, key, time, origin, columns } = enrichment;
  const lake = identifier(names.lakeDatabase);
  const select = fillTemplate(enrichment.select, {
    lake,
    source: `${lake}.${identifier(source)}`,
    batch,
    crm: `${identifier(names.crmCatalog)}.${identifier(names.crmDatabase)}`,
  });
  return `SELECT ${Object.keys(columns).map(identifier).join(', ')}
FROM (
SELECT ${castColumns(columns)}, row_number() OVER (PARTITION BY ${identifier(key)} ORDER BY ${identifier(origin)}, ${identifier(time)}) AS copy
FROM (
${select}
) AS enriched
) AS numbered
WHERE copy = 1`;
}

/** `(("year" = '2026' AND …) OR …)` */
export function partitionCondition(partitions: readonly (readonly PartitionValue[])[]): string {
  const folders = partitions.map(
    (values) => `(${values.map(({ name, value }) => `${identifier(name)} = ${text(value)}`).join(' AND ')})`,
  );
  return `(${[...new Set(folders)].join(' OR ')})`;
}
