import { createConnection } from 'mysql2/promise';
import * as z from 'zod';
import type { DatabaseAddress } from './database-url.ts';
import type { FoundColumn, FoundTable } from './found-table.ts';

const connectMs = 10_000;

const columnRow = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  type: z.string(),
  expression: z.string().nullable(),
});

const keyRow = z.object({ schema: z.string(), table: z.string(), name: z.string() });

const system = "('mysql', 'information_schema', 'performance_schema', 'sys')";

// MySQL 8 names what it gives in capitals unless it is told
const columnsSql = `
  SELECT c.table_schema AS \`schema\`, c.table_name AS \`table\`, c.column_name AS name, c.column_type AS type, c.generation_expression AS expression
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND c.table_schema NOT IN ${system} AND (? IS NULL OR c.table_schema = ?)
  ORDER BY c.table_schema, c.table_name, c.ordinal_position`;

const keysSql = `
  SELECT table_schema AS \`schema\`, table_name AS \`table\`, column_name AS name FROM information_schema.statistics
  WHERE index_name = 'PRIMARY' AND (? IS NULL OR table_schema = ?) ORDER BY table_schema, table_name, seq_in_index`;

/** The tables of a MySQL or MariaDB, of one database or of all that the user may read. */
export async function readMysql({
  host,
  port,
  user,
  password,
  database,
  tls,
}: DatabaseAddress): Promise<readonly FoundTable[]> {
  const connection = await createConnection({
    ...{ host, port, user, connectTimeout: connectMs },
    ...(password === undefined ? {} : { password }),
    ...(tls === 'disable' ? {} : { ssl: { rejectUnauthorized: tls === 'verify-full' } }),
  });
  try {
    const schema = [database ?? null, database ?? null];
    const [columns] = await connection.query(columnsSql, schema);
    const [keys] = await connection.query(keysSql, schema);
    return tablesOf(z.array(columnRow).parse(columns), z.array(keyRow).parse(keys));
  } finally {
    await connection.end();
  }
}

function tablesOf(
  columns: readonly z.infer<typeof columnRow>[],
  keys: readonly z.infer<typeof keyRow>[],
): readonly FoundTable[] {
  const tables = new Map<string, FoundTable & { readonly columns: FoundColumn[]; readonly key: string[] }>();
  const tableOf = (schema: string, table: string) => {
    const id = JSON.stringify([schema, table]);
    const known = tables.get(id) ?? { schema, table, columns: [], key: [], isPartitioned: false };
    tables.set(id, known);
    return known;
  };
  for (const { schema, table, name, type, expression } of columns)
    tableOf(schema, table).columns.push({ name, type, isGenerated: (expression ?? '') !== '' });
  for (const { schema, table, name } of keys) tables.get(JSON.stringify([schema, table]))?.key.push(name);
  return [...tables.values()];
}
