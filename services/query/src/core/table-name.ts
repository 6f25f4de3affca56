import * as z from 'zod';

/** `integration_requests`, `lake.integration_requests` or `raw.events_order_created`: a table of the lake's two databases. */
export const tableName = z
  .string()
  .regex(/^((lake|raw)\.)?[a-z_][a-z0-9_]*$/, 'a table, or lake.table, or raw.table is expected')
  .transform((text) => {
    const [database, table] = text.includes('.') ? text.split('.') : ['lake', text];
    return { database: database === 'raw' ? ('raw' as const) : ('lake' as const), table: table ?? '' };
  });
