import pg from 'pg';
import * as z from 'zod';
import { changedRows, DatabaseError, type Databases, type Session, type SqlResult } from './session.ts';

const rows = z.array(z.array(z.string().nullable()));

/** Databases of a real PostgreSQL: every target is this server; the database must be there. */
export function postgresqlDatabases(url: string): Databases {
  return {
    open: (_target, database) => connect(url, database),
    close: async () => undefined,
  };
}

async function connect(url: string, database: string): Promise<Session> {
  const client = new pg.Client(configOf(url, database));
  // A connection that breaks fails the statement that runs; without a listener it would end the process.
  client.on('error', () => undefined);
  await failing(() => client.connect());
  const run = (sql: string, values: readonly string[] = []) => failing(() => query(client, sql, values));
  await run("SET TimeZone = 'UTC'");
  const [[pid = ''] = []] = (await run('SELECT pg_backend_pid()')).rows;
  return {
    run,
    interrupt: () => cancel(url, database, pid ?? ''),
    close: () => client.end(),
  };
}

function configOf(url: string, database: string): pg.ClientConfig {
  const named = new URL(url);
  named.pathname = `/${encodeURIComponent(database)}`;
  return { connectionString: named.href, types: { getTypeParser: () => String } };
}

async function query(client: pg.Client, text: string, values: readonly string[]): Promise<SqlResult> {
  const result = await client.query({ text, values: [...values], rowMode: 'array' });
  return {
    columns: result.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
    rows: rows.parse(result.rows),
    changed: changedRows(result.command, result.rowCount),
  };
}

async function cancel(url: string, database: string, pid: string): Promise<void> {
  const client = new pg.Client(configOf(url, database));
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT pg_cancel_backend($1::integer)', [pid]);
  await client.end();
}

async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw new DatabaseError(error.message, error.code ?? '', error.detail);
    throw new DatabaseError(`REDSHIFT_URL: ${error instanceof Error ? error.message : String(error)}`, '08006');
  }
}
