import { UsageError } from '../usage.ts';
import type { Engine } from './found-table.ts';

/** Where a database is and who asks it, as its URL says. */
export type DatabaseAddress = {
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** Undefined where the URL names none. */
  readonly database: string | undefined;
  /** With `require` whoever answers is believed, with `verify-full` its certificate is checked. */
  readonly tls: 'disable' | 'require' | 'verify-full';
};

const engines: Readonly<Record<string, { readonly engine: Engine; readonly port: number; readonly password: string }>> =
  {
    'mysql:': { engine: 'mysql', port: 3306, password: 'MYSQL_PWD' },
    'mariadb:': { engine: 'mysql', port: 3306, password: 'MYSQL_PWD' },
    'postgres:': { engine: 'postgres', port: 5432, password: 'PGPASSWORD' },
    'postgresql:': { engine: 'postgres', port: 5432, password: 'PGPASSWORD' },
  };

/**
 * Reads `mysql://user:password@host:port/database`. A password that is not there is looked for where the database's own programs do
 * (MYSQL_PWD, PGPASSWORD). Throws UsageError, which never holds the text: there is a password in it.
 */
export function readDatabaseUrl(text: string, environment: NodeJS.ProcessEnv): DatabaseAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const kind = url === undefined ? undefined : engines[url.protocol];
  if (url === undefined || kind === undefined || url.hostname === '' || url.username === '')
    throw new UsageError(
      'the database is a URL: mysql://user:password@host:port/database or postgres://… (@ : / # % of a password are written %40 %3A %2F %23 %25)',
    );
  const database = decoded(url.pathname.slice(1));
  const password = decoded(url.password) || environment[kind.password];
  return {
    engine: kind.engine,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? kind.port : Number(url.port),
    user: decoded(url.username),
    password: password === '' ? undefined : password,
    database: database === '' ? undefined : database,
    tls: tlsOf(url.searchParams),
  };
}

function tlsOf(parameters: URLSearchParams): DatabaseAddress['tls'] {
  const unknown = [...parameters.keys()].find((name) => name !== 'sslmode');
  if (unknown !== undefined)
    throw new UsageError(`of the URL's parameters only sslmode is known, and there is ${unknown}`);
  const mode = parameters.get('sslmode') ?? 'disable';
  if (mode === 'disable' || mode === 'require' || mode === 'verify-full') return mode;
  throw new UsageError('sslmode is disable, require or verify-full');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError('a % of the URL is no character: write it as %25');
  }
}
