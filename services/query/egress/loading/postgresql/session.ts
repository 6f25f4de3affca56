import pg from 'pg';
import { databaseError } from '../load-errors.ts';
import type { Session } from '../plan.ts';
import type { Access } from '../secret.ts';
import type { Tls } from '../tls.ts';

const connectMs = 10_000;

/** Opens a connection to PostgreSQL; what it throws is a DatabaseError. */
export async function openPostgresql(access: Access, tls: Tls | undefined): Promise<Session> {
  const { host, port = 5432, user, password, database } = access;
  const ours = (error: unknown) => databaseError(error, password);
  const client = new pg.Client({
    ...{ host, port, user, password, database },
    ssl: tls === undefined ? false : { ...tls },
    ...{ connectionTimeoutMillis: connectMs, application_name: 'lake egress' },
  });
  // A connection that ends between two statements says so here, or ends the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw ours(error);
  }
  return {
    async run(sql, values) {
      try {
        return (await client.query<Record<string, unknown>>(sql, values?.map(bound))).rows ?? [];
      } catch (error) {
        throw ours(error);
      }
    },
    close: () => client.end().catch(() => undefined),
  };
}

function bound(value: string | number | null | readonly (string | null)[]) {
  return typeof value === 'object' && value !== null ? [...value] : value;
}
