import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

export type TestServer = { readonly port: number; stop(): Promise<void> };

const mariadbd = '/usr/sbin/mariadbd';
const installDb = '/usr/bin/mariadb-install-db';

/** Why a test cannot have a MariaDB of its own; undefined where it can. REQUIRE_SERVERS=1 makes the lack a failure. */
export const mariadbMissing = (): string | undefined =>
  existsSync(mariadbd) || process.env.REQUIRE_SERVERS === '1' ? undefined : 'skipped: mariadb-server not installed';

/** Starts a private MariaDB on a free port, with more options where they are given, and runs the statements in it. */
export async function startMariadb(statements: readonly string[], more: readonly string[] = []): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mariadb-'));
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const options = ['--no-defaults', `--datadir=${data}`, ...user];
  const made = spawnSync(installDb, [...options, '--auth-root-authentication-method=normal'], {
    stdio: 'ignore',
  });
  if (made.status !== 0) throw new Error('mariadb-install-db failed: is mariadb-server installed?');
  const port = await freePort();
  const socket = join(folder, 's');
  const server = spawn(
    mariadbd,
    [...options, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${socket}`, '--pid-file=pid', ...more],
    { stdio: 'ignore' },
  );
  await runStatements(port, statements);
  return {
    port,
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runStatements(port: number, statements: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
      for (const statement of statements) await connection.query(statement);
      await connection.end();
      return;
    } catch (error) {
      const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
      if (!refused || attempt > 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGKILL');
  await exited;
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
