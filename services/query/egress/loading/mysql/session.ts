import { createConnection } from 'mysql2/promise';
import { databaseError } from '../load-errors.ts';
import type { Session } from '../plan.ts';
import type { Access } from '../secret.ts';
import type { Tls } from '../tls.ts';

const connectMs = 10_000;
// One text per number of rows in a batch: few are used again.
const keptStatements = 16;

const settings = [
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES'",
  "SET SESSION time_zone = '+00:00'",
  'SET SESSION innodb_lock_wait_timeout = 60',
  'SET SESSION lock_wait_timeout = 60',
];

/** Opens a connection to MySQL or MariaDB; what it throws is a DatabaseError. */
export async function openMysql(access: Access, tls: Tls | undefined): Promise<Session> {
  const { host, port = 3306, user, password, database } = access;
  const ours = (error: unknown) => databaseError(error, password);
  try {
    const connection = await createConnection({
      ...{ host, port, user, password, database },
      ...(tls === undefined ? {} : { ssl: { ...tls } }),
      ...{ charset: 'utf8mb4', dateStrings: true, connectTimeout: connectMs, maxPreparedStatements: keptStatements },
    });
    // A connection that ends between two statements says so here, or ends the process.
    connection.on('error', () => undefined);
    const session: Session = {
      async run(sql, values) {
        try {
          const [rows] = await (values === undefined
            ? connection.query(sql)
            : connection.execute(sql, values.map(scalar)));
          return Array.isArray(rows) ? rows : [];
        } catch (error) {
          throw ours(error);
        }
      },
      close: async () => connection.destroy(),
    };
    for (const setting of settings) await session.run(setting);
    return session;
  } catch (error) {
    throw ours(error);
  }
}

function scalar(value: unknown): string | number | null {
  if (value === null || typeof value === 'number') return value;
  return String(value);
}
