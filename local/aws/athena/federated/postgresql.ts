import pg from 'pg';
import { z } from 'zod';
import type { Column, Scan } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import type { Server } from './connection.ts';
import type { Driver } from './driver.ts';
import { whereClause } from './predicate.ts';

const dialect = {
  name: (text: string) => `"${text.replaceAll('"', '""')}"`,
  placeholder: (index: number) => `$${index}`,
};

export const postgresqlDriver: Driver = {
  columns: postgresqlColumns,
  names: postgresqlNames,
  rows: postgresqlRows,
  firstPlace: '$1',
};

const columnRow = z.object({
  name: z.string(),
  type: z.string(),
  length: z.coerce.number().nullable(),
  precision: z.coerce.number().nullable(),
  scale: z.coerce.number().nullable(),
});

/** A table's columns as information_schema tells them; empty where there is no such table. */
async function postgresqlColumns(server: Server, schema: string, table: string): Promise<Column[]> {
  return withClient(server, async (client) => {
    const { rows } = await client.query(
      `SELECT column_name AS name, data_type AS type, character_maximum_length AS length,
              numeric_precision AS precision, numeric_scale AS scale
       FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
      [schema, table],
    );
    return z
      .array(columnRow)
      .parse(rows)
      .map((row) => ({ name: row.name.toLowerCase(), type: typeOf(row) }));
  });
}

async function postgresqlNames(server: Server, sql: string, values: readonly string[]): Promise<string[]> {
  return withClient(server, async (client) => {
    const { rows } = await client.query(sql, [...values]);
    return z
      .array(z.object({ name: z.string() }))
      .parse(rows)
      .map((row) => row.name);
  });
}

/** A table's rows, column values as text, in batches. */
async function* postgresqlRows(
  server: Server,
  scan: Scan,
): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
  const { sql, values } = whereClause(scan.constraints, dialect);
  const items = scan.columns.map((name) => `${dialect.name(name)}::text AS ${dialect.name(name)}`);
  const from = `${dialect.name(scan.table.database)}.${dialect.name(scan.table.table)}`;
  const select = `SELECT ${items.length > 0 ? items.join(', ') : '1 AS "$none"'} FROM ${from}${sql}`;
  yield await withClient(server, async (client) => {
    const { rows } = await client.query(select, [...values]);
    return z.array(z.record(z.string(), z.unknown())).parse(rows);
  });
}

async function withClient<T>(server: Server, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, database, user, password } = server;
  const client = new pg.Client({ host, port, database, user, password, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const plain: Readonly<Record<string, TrinoType>> = {
  boolean: { kind: 'boolean' },
  smallint: { kind: 'smallint' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  real: { kind: 'real' },
  'double precision': { kind: 'double' },
  date: { kind: 'date' },
  'timestamp without time zone': { kind: 'timestamp', precision: 6 },
};

function typeOf({ type, length, precision, scale }: z.infer<typeof columnRow>): TrinoType {
  if (type === 'numeric' && precision !== null && precision <= 38)
    return { kind: 'decimal', precision, scale: scale ?? 0 };
  if (type === 'character varying' && length !== null) return { kind: 'varchar', length };
  return plain[type] ?? { kind: 'varchar' };
}
