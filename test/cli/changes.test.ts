import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import { postgresqlProgram, startPostgresql } from '@tributary/local/aws/athena/federated/postgresql-server.ts';
import { startMariadb, type TestServer } from '@tributary/local/aws/athena/federated/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../harness/servers.ts';
import { lake } from './lake.ts';

const password = 'p@ss:w%rd';
const written = encodeURIComponent(password);
const statements = (name: string) => readFileSync(new URL(`changes/${name}.sql`, import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'changes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const init = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => lake(['changes', 'init', ...args], { env });

/** The tables of a text by their names in the database. */
const tablesOf = (text: string) =>
  new Map(
    readChanges(text)
      .sources.flatMap(({ tables }) => tables)
      .map((table) => [`${table.schema}.${table.table}`, table]),
  );

/** What a dump program of the server's writes, in a file. */
function dumped(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const file = join(folder, `${Math.random()}.sql`);
  writeFileSync(file, stdout);
  return file;
}

describeWith([{ name: 'MariaDB', check: ['mariadbd', '--version'] }], 'lake changes init, of a MariaDB', () => {
  let server: TestServer | undefined;
  const url = (database = '', secret = written) => `mysql://reader:${secret}@127.0.0.1:${server?.port}/${database}`;
  beforeAll(async () => {
    server = await startMariadb(
      statements('mariadb')
        .split(/;\n/)
        .filter((each) => each.trim() !== ''),
    );
  });
  afterAll(() => server?.stop());

  test('writes a changes.yml that is read', async () => {
    const { code, stdout, stderr } = await init([url()]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain(password);
    const tables = tablesOf(stdout);
    expect([...tables.keys()].sort()).toEqual([
      'My-App.Users',
      ...['kinds', 'order_lines', 'orders', 'parts', 'stock_moves', 'versioned'].map((name) => `shop.${name}`),
    ]);
    expect(tables.get('shop.order_lines')?.key.map(({ name }) => name)).toEqual(['order_id', 'line_no']);
    expect(tables.get('shop.orders')?.columns.map(({ as }) => as)).toContain('x_before');
    expect(stdout).toMatch(
      /# Without a primary key: its history only, no current rows\n +shop\.stock_moves:\n +key: \[\]/,
    );
    expect(stdout).toContain('          id: decimal(20,0) # bigint(20) unsigned\n');
  });

  test('a dump of it gives the same', async () => {
    const asRoot = ['-h', '127.0.0.1', '-P', String(server?.port), '-u', 'root'];
    const file = dumped('mariadb-dump', [
      ...asRoot,
      '--skip-lock-tables',
      '--routines',
      '--databases',
      'shop',
      'My-App',
    ]);
    const { code, stdout, stderr } = await init(['--ddl', file]);
    expect([code, stderr]).toEqual([0, '']);
    expect(tablesOf(stdout)).toEqual(tablesOf((await init([url()])).stdout));
    const one = dumped('mariadb-dump', [...asRoot, '--no-data', 'shop']);
    expect(tablesOf((await init(['--ddl', one])).stdout)).toEqual(tablesOf((await init([url('shop')])).stdout));
  });

  test('takes the tables that are asked for, and names those that there are', async () => {
    const { stdout } = await init([url('shop'), 'shop.orders', 'shop.parts', '--source', 'web']);
    expect([...tablesOf(stdout).keys()]).toEqual(['shop.orders', 'shop.parts']);
    expect(stdout).toMatch(/^ {2}web:$/m);
    const { code, stderr } = await init([url(), 'shop.order']);
    expect(code).toBe(2);
    expect(stderr).toContain('lake changes init: there is no table shop.order. There are: My-App.Users, shop.kinds,');
  });

  test('the password is taken from the environment, and told by nobody who refuses it', async () => {
    const [user] = url('shop').split(`:${written}@`);
    const { code } = await init([`${user}@127.0.0.1:${server?.port}/shop`], { MYSQL_PWD: password });
    expect(code).toBe(0);
    const wrong = await init([url('shop', 'wrong-one')]);
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Access denied') });
    expect(wrong.stderr).not.toContain('wrong-one');
    const misplaced = await lake(['changes', url('shop')]);
    expect(misplaced).toMatchObject({ code: 2, stderr: expect.stringContaining('mysql://reader:***@') });
  });

  test('a file is written over only where --force says so', async () => {
    const out = join(folder, 'changes.yml');
    const call = [url('shop'), 'shop.orders', '--out', out];
    expect(await init(call)).toEqual({ code: 0, stdout: '', stderr: '' });
    const first = readFileSync(out, 'utf8');
    expect(await init([url('shop'), '--out', out])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already: --force writes over it'),
    });
    expect(readFileSync(out, 'utf8')).toBe(first);
    expect((await init([url('shop'), '--out', out, '--force'])).code).toBe(0);
    expect(tablesOf(readFileSync(out, 'utf8')).size).toBe(6);
  });
});

const postgres = { name: 'PostgreSQL', check: [postgresqlProgram('postgres'), '--version'] as const };
describeWith([postgres], 'lake changes init, of a PostgreSQL', () => {
  let server: TestServer | undefined;
  const url = (secret = written) => `postgres://reader:${secret}@127.0.0.1:${server?.port}/postgres`;
  beforeAll(async () => {
    server = await startPostgresql('owner', [statements('postgresql')]);
  });
  afterAll(() => server?.stop());

  test('writes what a user who may only read sees, with the keys', async () => {
    const { code, stdout, stderr } = await init([url()]);
    expect([code, stderr]).toEqual([0, 'shop.parts is left out: its partitions are there, whose rows they are\n']);
    const tables = tablesOf(stdout);
    expect([...tables.keys()].sort()).toEqual([
      'My-App.Users',
      ...['base', 'child', 'moves', 'order_lines', 'orders', 'parts_2024', 'unlogged'].map((name) => `shop.${name}`),
    ]);
    expect(tables.get('shop.order_lines')?.key.map(({ name }) => name)).toEqual(['order_id', 'line_no']);
    expect(tables.get('shop.orders')?.columns.find(({ name }) => name === 'p')?.type).toMatchObject({ precision: 12 });
    expect(
      tables
        .get('shop.order_lines')
        ?.columns.slice(-4)
        .map(({ as }) => as),
    ).toEqual(['year_', 'year_2', 'o', 'rng']);
  });

  test('a dump of it gives the same', async () => {
    const asOwner = ['-h', '127.0.0.1', '-p', String(server?.port), '-U', 'lake', '--exclude-table', 'shop.secret'];
    for (const more of [['--schema-only'], []]) {
      const file = dumped(postgresqlProgram('pg_dump'), [...asOwner, ...more, 'postgres'], { PGPASSWORD: 'owner' });
      const { code, stdout } = await init(['--ddl', file]);
      expect(code).toBe(0);
      expect(tablesOf(stdout)).toEqual(tablesOf((await init([url()])).stdout));
    }
  });

  test('who is refused, and a server that is not there, are told without the password', async () => {
    const wrong = await init([url('wrong-one'), 'shop']);
    expect(wrong).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('password authentication failed'),
    });
    const nobody = await init(['postgres://reader:wrong-one@127.0.0.1:1/postgres']);
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('127.0.0.1:1 cannot be read: ') });
    expect(nobody.stderr).toContain('ECONNREFUSED');
    expect(`${wrong.stderr}${nobody.stderr}`).not.toContain('wrong-one');
  });
});

describe('lake changes init, wrongly called', () => {
  const dump = join(folder, 'some.sql');
  beforeAll(() => writeFileSync(dump, 'CREATE TABLE `a` (x int);\nCREATE TABLE `b` LIKE `a`;\n'));

  test.each([
    [[], 'say which database'],
    [['shop.orders'], 'the database is a URL'],
    [['mysql://a@h/d', '--ddl', 'x.sql'], 'leave the URL out'],
    [['mysql://a@h/d', '--schema', 'x'], '--schema are of --ddl'],
    [['mysql://a@h/d', '--force'], '--force is of --out'],
    [['--ddl', 'nowhere.sql'], 'nowhere.sql cannot be read'],
    [['--ddl', dump], 'of which database is a? --schema NAME says it'],
    [['--ddl', dump, '--schema', 'shop'], 'some.sql:2: the columns of b cannot be read'],
    [['--ddl', dump, '--engine', 'postgres'], 'some.sql:1: syntax error'],
    [['--ddl', dump, '--engine', 'oracle'], 'Allowed choices are mysql, postgres'],
  ])('%j: %s', async (args, said) => {
    expect(await init(args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) });
  });
});
