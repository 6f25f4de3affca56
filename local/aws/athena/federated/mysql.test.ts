import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Constraint } from '../../../sql/plan.ts';
import type { Server } from './connection.ts';
import { mysqlDriver } from './mysql.ts';
import { mariadbMissing, startMariadb, type TestServer } from './servers.ts';

const missing = mariadbMissing();
let running: TestServer | undefined;

beforeAll(async () => {
  if (missing) return;
  running = await startMariadb([
    'CREATE DATABASE crm',
    `CREATE TABLE crm.accounts (id bigint unsigned, name varchar(20), mrr decimal(10,2), active tinyint(1), made datetime(3),
       day date, raw varbinary(4), note json)`,
    `INSERT INTO crm.accounts VALUES (1, 'Zoë', 12.50, 1, '2026-01-02 03:04:05.678', '2026-01-02', x'00ff', '{"a": 1}'),
       (2, NULL, NULL, 0, NULL, NULL, NULL, NULL)`,
  ]);
}, 60_000);

afterAll(() => running?.stop());

const server = (): Server => ({
  kind: 'mysql',
  host: '127.0.0.1',
  port: running?.port ?? 0,
  database: 'crm',
  user: 'root',
  password: '',
});

const table = { catalog: 'crm', database: 'crm', table: 'accounts' };

async function read(columns: readonly string[], constraints: readonly Constraint[] = []) {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const batch of mysqlDriver.rows(server(), { id: 's', table, columns, constraints })) rows.push(...batch);
  return rows;
}

test.skipIf(missing)('a MariaDB table has the columns that its schema says', async () => {
  expect(await mysqlDriver.columns(server(), 'crm', 'accounts')).toEqual([
    { name: 'id', type: { kind: 'decimal', precision: 20, scale: 0 } },
    { name: 'name', type: { kind: 'varchar', length: 20 } },
    { name: 'mrr', type: { kind: 'decimal', precision: 10, scale: 2 } },
    { name: 'active', type: { kind: 'boolean' } },
    { name: 'made', type: { kind: 'timestamp', precision: 3 } },
    { name: 'day', type: { kind: 'date' } },
    { name: 'raw', type: { kind: 'varbinary' } },
    { name: 'note', type: { kind: 'varchar' } },
  ]);
});

test.skipIf(missing)('only the wanted columns and rows are fetched', async () => {
  const constraint = { column: 'id', type: { kind: 'bigint' }, operator: 'in', values: ['1', '7'] } as const;
  expect(await read(['name', 'mrr', 'made'], [constraint])).toEqual([
    { name: 'Zoë', mrr: '12.50', made: '2026-01-02 03:04:05.678' },
  ]);
  expect(await read([])).toHaveLength(2);
});
