import * as z from 'zod';

/** A table or view of the lake's two databases. */
export type TableName = { readonly database: 'lake' | 'raw'; readonly table: string };

/** `integration_requests`, `lake.integration_requests` or `raw.events_order_created`; of dbt also `ref('integration_requests')`. */
export const tableName = z
  .string('a table, or lake.table, or raw.table is expected')
  .regex(
    /^(ref\('[a-z_][a-z0-9_]*'\)|((lake|raw)\.)?[a-z_][a-z0-9_]*)$/,
    'a table, or lake.table, or raw.table is expected',
  )
  .transform((text): TableName => {
    const name = text.replace(/^ref\('(.*)'\)$/, '$1');
    const [database, table] = name.includes('.') ? name.split('.') : ['lake', name];
    return { database: database === 'raw' ? 'raw' : 'lake', table: table ?? '' };
  });

/** `lake.integration_requests` */
export function qualified({ database, table }: TableName): string {
  return `${database}.${table}`;
}
