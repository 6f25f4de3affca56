import type { GlueTable } from '../aws/glue.ts';

export const kinds = ['Parquet', 'JSON', 'Iceberg', 'view', 'other'] as const;
/** How a table is kept. */
export type Kind = (typeof kinds)[number];

export function kindOf({ TableType, Parameters }: Pick<GlueTable, 'TableType' | 'Parameters'>): Kind {
  if (TableType === 'VIRTUAL_VIEW') return 'view';
  if (Parameters.table_type?.toUpperCase() === 'ICEBERG') return 'Iceberg';
  if (Parameters.classification === 'parquet') return 'Parquet';
  return Parameters.classification === 'json' ? 'JSON' : 'other';
}
