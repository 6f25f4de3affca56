import { createConnection } from 'mysql2/promise';
import { z } from 'zod';
import type { Column, Scan } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import type { Server } from './connection.ts';
import type { Driver } from './driver.ts';
import { whereClause } from './predicate.ts';

const dialect = { name: (text: string) => `\`${text.replaceAll('`', '``')}\``, placeholder: () => '?' };

export const mysqlDriver: Driver = { columns: mysqlColumns, names: mysqlNames, rows: mysqlRows, firstPlace: '?' };

const columnRow = z.object({
  name: z.string(),
  type: z.string(),
  full: z.string(),
  length: z.coerce.number().nullable(),
  precision: z.coerce.number().nullable(),
  scale: z.coerce.number().nullable(),
});

/** A table's columns as information_schema tells them; empty where there is no such table. */
async function mysqlColumns(server: Server, database: string, table: string): Promise<Column[]> {
  return withConnection(server, async (connection) => {
    const [rows] = await connection.query(
      `SELECT column_name AS name, data_type AS type, column_type AS full, character_maximum_length AS length,
              numeric_precision AS \`precision\`, numeric_scale AS scale
       FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`,
      [database, table],
    );
    return z
      .array(columnRow)
      .parse(rows)
      .map((row) => ({ name: row.name.toLowerCase(), type: typeOf(row) }));
  });
}

async function mysqlNames(server: Server, sql: string, values: readonly string[]): Promise<string[]> {
  return withConnection(server, async (connection) => {
    const [rows] = await connection.query(sql, [...values]);
    return z
      .array(z.object({ name: z.string() }))
      .parse(rows)
      .map((row) => row.name);
  });
}

/** A table's rows, column values as text, in batches. */
async function* mysqlRows(server: Server, scan: Scan): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
  const connection = await open(server);
  try {
    const { sql, values } = whereClause(scan.constraints, dialect);
    const items = scan.columns.length > 0 ? scan.columns.map(dialect.name).join(', ') : '1 AS `$none`';
    const from = `${dialect.name(scan.table.database)}.${dialect.name(scan.table.table)}`;
    const [rows] = await connection.query({ sql: `SELECT ${items} FROM ${from}${sql}`, values: [...values] });
    yield z.array(z.record(z.string(), z.unknown())).parse(rows);
  } finally {
    await connection.end();
  }
}

async function withConnection<T>(server: Server, use: (connection: Awaited<ReturnType<typeof open>>) => Promise<T>) {
  const connection = await open(server);
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}

const open = ({ host, port, database, user, password }: Server) =>
  createConnection({
    host,
    port,
    database,
    user,
    password,
    connectTimeout: 10_000,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    timezone: 'Z',
  });

const plain: Readonly<Record<string, TrinoType>> = {
  smallint: { kind: 'smallint' },
  mediumint: { kind: 'integer' },
  int: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  float: { kind: 'real' },
  double: { kind: 'double' },
  date: { kind: 'date' },
  datetime: { kind: 'timestamp', precision: 3 },
  timestamp: { kind: 'timestamp', precision: 3 },
  year: { kind: 'integer' },
};

const wider: Readonly<Record<string, TrinoType>> = {
  tinyint: { kind: 'smallint' },
  smallint: { kind: 'integer' },
  mediumint: { kind: 'integer' },
  int: { kind: 'bigint' },
  bigint: { kind: 'decimal', precision: 20, scale: 0 },
};

type Described = z.infer<typeof columnRow>;

const sized: Readonly<Record<string, (column: Described) => TrinoType>> = {
  tinyint: ({ full }) => ({ kind: full.startsWith('tinyint(1)') ? 'boolean' : 'tinyint' }),
  decimal: ({ precision, scale }) => ({ kind: 'decimal', precision: precision ?? 10, scale: scale ?? 0 }),
  varchar: ({ length }) => (length === null ? { kind: 'varchar' } : { kind: 'varchar', length }),
};

function typeOf(column: Described): TrinoType {
  const unsigned = / unsigned/.test(column.full) ? wider[column.type] : undefined;
  if (unsigned) return unsigned;
  if (/(binary|blob)$/.test(column.type)) return { kind: 'varbinary' };
  return sized[column.type]?.(column) ?? plain[column.type] ?? { kind: 'varchar' };
}
