import * as z from 'zod';

/** A table or view of the lake's two databases. */
export type TableName = { readonly database: 'lake' | 'raw'; readonly table: string };

const expected = 'a table, or lake.table, or raw.table is expected';

/**
 * `integration_requests`, `lake.integration_requests` or `raw.events_order_created`; of dbt also `ref('integration_requests')` and
 * `source('raw', 'events_order_created')`.
 */
export const tableName = z
  .string(expected)
  .transform((text) =>
    text
      .replace(/^\{\{(.*)\}\}$/, '$1')
      .trim()
      .replace(/^ref\(\s*(['"])(\w+)\1\s*\)$/, '$2')
      .replace(/^source\(\s*(['"])(lake|raw)\1\s*,\s*(['"])(\w+)\3\s*\)$/, '$2.$4'),
  )
  .pipe(z.string().regex(/^((lake|raw)\.)?[a-z_][a-z0-9_]*$/, expected))
  .transform((name): TableName => {
    const [database, table] = name.includes('.') ? name.split('.') : ['lake', name];
    return { database: database === 'raw' ? 'raw' : 'lake', table: table ?? '' };
  });

/** `lake.integration_requests` */
export function qualified({ database, table }: TableName): string {
  return `${database}.${table}`;
}
