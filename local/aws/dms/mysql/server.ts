import { createConnection } from 'mysql2';
import { z } from 'zod';

/** What the database says or lacks, and what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** A session whose texts are UTF-8 and whose times are UTC's. */
export const sessionOptions = (url: string) => ({
  uri: url,
  charset: 'utf8mb4',
  timezone: 'Z',
  dateStrings: true,
  supportBigNumbers: true,
  bigNumberStrings: true,
  jsonStrings: true,
  connectTimeout: 10_000,
});

export type Session = {
  /** A statement's rows, each read by the schema. */
  select<T>(schema: z.ZodType<T>, sql: string, values?: readonly string[]): Promise<readonly T[]>;
  run(sql: string): Promise<void>;
  /** Rows as lists of bytes, read as fast as they are taken. */
  rows(sql: string): AsyncIterable<unknown>;
};

const rowsAhead = 500;

export async function withSession<T>(url: string, use: (session: Session) => Promise<T>): Promise<T> {
  const connection = createConnection(sessionOptions(url));
  // One that breaks between two statements fails the next one.
  connection.on('error', () => undefined);
  const asked = connection.promise();
  try {
    await asked.query("SET time_zone = '+00:00'");
    return await use({
      async select(schema, sql, values = []) {
        const [rows] = await asked.query(sql, [...values]);
        return z.array(schema).parse(rows);
      },
      async run(sql) {
        await asked.query(sql);
      },
      rows: (sql) => connection.query({ sql, rowsAsArray: true, typeCast: false }).stream({ highWaterMark: rowsAhead }),
    });
  } finally {
    connection.destroy();
  }
}

export const quoteName = (name: string) => `\`${name.replaceAll('`', '``')}\``;

export type Server = { readonly isMariaDb: boolean /** What tells it from others. */; readonly id: string };

/** The settings under which the binary log tells all that DMS writes; others would lose rows or columns. */
const settings = [
  { name: 'log_bin', wanted: ['ON', '1'], advice: 'start it with --log-bin --server-id=1' },
  { name: 'binlog_format', wanted: ['ROW'], advice: 'SET GLOBAL binlog_format = ROW' },
  { name: 'binlog_row_image', wanted: ['FULL'], advice: 'SET GLOBAL binlog_row_image = FULL' },
  { name: 'binlog_row_metadata', wanted: ['FULL'], advice: 'SET GLOBAL binlog_row_metadata = FULL' },
  {
    name: 'binlog_transaction_compression',
    wanted: ['OFF', '0'],
    advice: 'SET GLOBAL binlog_transaction_compression = OFF',
  },
  { name: 'binlog_row_value_options', wanted: [''], advice: "SET GLOBAL binlog_row_value_options = ''" },
];

/** Settings that older servers do not have, and that then are as they should be. */
const newer: ReadonlySet<string> = new Set(['binlog_transaction_compression', 'binlog_row_value_options']);

/** Throws DatabaseError where the server does not write what is needed. */
export async function checkServer(session: Session): Promise<Server> {
  const rows = await session.select(
    z.object({ Variable_name: z.string(), Value: z.string() }),
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (?, ?, ?, ?, ?, ?, ?, ?)',
    [...settings.map(({ name }) => name), 'version', 'server_uuid'],
  );
  const variables = new Map(rows.map((row) => [row.Variable_name, row.Value]));
  for (const { name, wanted, advice } of settings) checkSetting(variables.get(name), { name, wanted, advice });
  const isMariaDb = /mariadb/i.test(variables.get('version') ?? '');
  return { isMariaDb, id: isMariaDb ? 'mariadb' : `mysql ${variables.get('server_uuid')}` };
}

function checkSetting(value: string | undefined, { name, wanted, advice }: (typeof settings)[number]): void {
  if (value === undefined && newer.has(name)) return;
  if (value === undefined)
    throw new DatabaseError(`The database has no ${name}: MariaDB 10.5, MySQL 8.0.1 or a later one is needed.`);
  if (wanted.includes(value.toUpperCase())) return;
  throw new DatabaseError(`${name} is ${value || 'empty'}, and must be ${wanted[0] || 'empty'}: ${advice}`);
}
