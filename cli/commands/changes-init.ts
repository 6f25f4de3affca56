import { writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { changesText, type FoundSource } from '../changes/changes-text.ts';
import { type Chosen, chooseTables } from '../changes/choose-tables.ts';
import { readDatabaseUrl } from '../changes/database-url.ts';
import type { DdlFlags } from '../changes/ddl/read-ddl.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type ChangesInitCall = DdlFlags & {
  readonly url?: string | undefined;
  readonly tables: readonly string[];
  readonly ddl?: string | undefined;
  readonly source?: string | undefined;
  readonly out?: string | undefined;
  readonly force?: true | undefined;
};

/** `lake changes init URL [TABLE…]`: the text of changes.yml, of a database or of a dump. */
export async function changesInit(call: ChangesInitCall): Promise<number> {
  if (call.force === true && call.out === undefined) throw new UsageError('--force is of --out FILE');
  const { left, ...source } = call.ddl === undefined ? await fromDatabase(call) : await fromDump(call, call.ddl);
  for (const each of left) process.stderr.write(`${each}\n`);
  const text = changesText(source);
  if (call.out === undefined) await write(process.stdout, text);
  else save(call.out, text, call.force === true);
  return exitCodes.done;
}

type Read = FoundSource & Pick<Chosen, 'left'>;

async function fromDatabase({ url, tables, engine, schema, source }: ChangesInitCall): Promise<Read> {
  if (url === undefined)
    throw new UsageError('say which database: lake changes init mysql://user:password@host/database');
  if (engine !== undefined || schema !== undefined) throw new UsageError('--engine and --schema are of --ddl FILE');
  const address = readDatabaseUrl(url, process.env);
  const { host, port, database } = address;
  const read =
    address.engine === 'mysql'
      ? (await import('../changes/read-mysql.ts')).readMysql
      : (await import('../changes/read-postgres.ts')).readPostgres;
  const found = await read(address).catch((error: unknown) => {
    throw new Error(`${host}:${port} cannot be read: ${reasonOf(error)}`);
  });
  return {
    ...chooseTables(found, tables),
    engine: address.engine,
    name: sourceName(source, database ?? address.engine),
    origin: `${host}:${port}${database === undefined ? '' : `/${database}`}`,
  };
}

async function fromDump({ url, tables, source, ...flags }: ChangesInitCall, file: string): Promise<Read> {
  if (url?.includes('://') === true) throw new UsageError('--ddl reads a dump: leave the URL out, or --ddl');
  const { readDdl } = await import('../changes/ddl/read-ddl.ts');
  const { engine, tables: found } = await readDdl(file, flags);
  if (found.length === 0) throw new UsageError(`${file} has no CREATE TABLE`);
  const chosen = chooseTables(found, url === undefined ? tables : [url, ...tables]);
  const schemas = new Set(chosen.tables.map(({ schema }) => schema));
  const [only] = schemas.size === 1 ? schemas : [];
  return { ...chosen, engine, name: sourceName(source, only ?? basename(file, extname(file))), origin: basename(file) };
}

/** Refused connections have a message of their own, which speaks of the local cloud. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return error.message === '' ? code : error.message;
}

const isSourceName = /^[a-z][a-z0-9-]{0,30}$/;

function sourceName(given: string | undefined, usual: string): string {
  if (given !== undefined && !isSourceName.test(given))
    throw new UsageError('--source is a name of lower-case letters, digits and -, 31 at most');
  const name =
    given ??
    usual
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 31);
  return name === '' ? 'database' : name;
}

function save(file: string, text: string, force: boolean): void {
  try {
    writeFileSync(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (isThere) throw new UsageError(`${file} is there already: --force writes over it`);
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
