import pg from 'pg';
import * as z from 'zod';
import type { DatabaseAddress } from './database-url.ts';
import type { FoundTable } from './found-table.ts';

const connectMs = 10_000;

const tableRows = z.array(
  z.object({
    schema: z.string(),
    table: z.string(),
    kind: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), generated: z.string() })).nullable(),
    key: z.array(z.string()).nullable(),
  }),
);

// The information schema tells keys only to those who may change a table: the catalog tells everybody. A domain is what it is made of
const tablesSql = `
  WITH RECURSIVE base AS (
    SELECT oid, oid AS plain, NULL::integer AS modifier FROM pg_type WHERE typtype <> 'd'
    UNION ALL
    SELECT d.oid, b.plain, coalesce(nullif(d.typtypmod, -1), b.modifier) FROM pg_type d JOIN base b ON b.oid = d.typbasetype WHERE d.typtype = 'd'
  )
  SELECT n.nspname AS schema, c.relname AS table, c.relkind AS kind,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(b.plain, coalesce(b.modifier, a.atttypmod)),
                                       'generated', a.attgenerated) ORDER BY a.attnum)
     FROM pg_attribute a JOIN base b ON b.oid = a.atttypid
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT json_agg(a.attname ORDER BY k.place)
     FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(number, place), pg_attribute a
     WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts AND a.attrelid = c.oid AND a.attnum = k.number) AS key
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
  ORDER BY 1, 2`;

/** The tables of a database of PostgreSQL that the user may read. */
export async function readPostgres({
  host,
  port,
  user,
  password,
  database = user,
  tls,
}: DatabaseAddress): Promise<readonly FoundTable[]> {
  const client = new pg.Client({
    ...{ host, port, user, password, database, connectionTimeoutMillis: connectMs },
    ssl: tls === 'disable' ? false : { rejectUnauthorized: tls === 'verify-full' },
  });
  await client.connect();
  try {
    const { rows } = await client.query(tablesSql);
    return tableRows.parse(rows).map(({ schema, table, kind, columns, key }) => ({
      schema,
      table,
      columns: (columns ?? []).map(({ name, type, generated }) => ({ name, type, isGenerated: generated !== '' })),
      key: key ?? [],
      isPartitioned: kind === 'p',
    }));
  } finally {
    await client.end();
  }
}
