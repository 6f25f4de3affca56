import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, type TestServer } from './servers.ts';

/** Debian keeps each version's programs in a folder of its own. */
const versions = '/usr/lib/postgresql';

export function postgresqlProgram(name: string): string {
  const newest = listed(versions).sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? name : join(versions, newest, 'bin', name);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Starts a private PostgreSQL on a free port, whose superuser `lake` has this password, and runs the statements in it. */
export async function startPostgresql(password: string, statements: readonly string[]): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgresql-'));
  const account = unprivileged();
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o644 });
  const made = spawnSync(
    postgresqlProgram('initdb'),
    ['-D', data, '-U', 'lake', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync'],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const server = spawn(postgresqlProgram('postgres'), options, { ...account, cwd: folder, stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await runStatements({ host: '127.0.0.1', port, user: 'lake', password, database: 'postgres' }, statements);
  return {
    port,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: it ends its own children.
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: its own account does, or nobody's. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, name: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const name = id('-u', 'postgres').status === 0 ? 'postgres' : 'nobody';
  return { uid: Number(id('-u', name).stdout), gid: Number(id('-g', name).stdout) };
}

async function runStatements(config: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client(config);
    try {
      await client.connect();
      for (const statement of statements) await client.query(statement);
      return await client.end();
    } catch (error) {
      const starting =
        error instanceof Error && 'code' in error && ['ECONNREFUSED', '57P03'].includes(String(error.code));
      if (!starting || attempt > 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
