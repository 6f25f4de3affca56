import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../../usage.ts';
import type { Engine, FoundTable } from '../found-table.ts';
import { readMysqlDump } from './mysql.ts';

export type DdlFlags = { readonly engine?: Engine | undefined; readonly schema?: string | undefined };

/** A text of Node's has half a gigabyte at most; a schema's is far from it. */
const mostBytes = 256 * 2 ** 20;

/** The tables of a dump, and of which kind of database it is. Throws UsageError, and UnreadableDdlError with file and line. */
export async function readDdl(
  file: string,
  { engine, schema }: DdlFlags,
): Promise<{ readonly engine: Engine; readonly tables: readonly FoundTable[] }> {
  const text = textOf(file);
  const kind = engine ?? engineOf(text);
  if (kind === 'mysql') return { engine: kind, tables: readMysqlDump({ file, text, schema }) };
  const { readPostgresDump } = await import('./postgres.ts');
  return { engine: kind, tables: await readPostgresDump({ file, text, schema }) };
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > mostBytes)
      throw new UsageError('it is over 256 MB: dump without rows (mysqldump --no-data, pg_dump --schema-only)');
    return decoded(readFileSync(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** On Windows a shell's > writes UTF-16, and lines end with two characters. */
function decoded(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes
    .toString(isWide ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n');
}

function engineOf(text: string): Engine {
  const head = text.slice(0, 4096);
  if (/^-- PostgreSQL database/m.test(head)) return 'postgres';
  if (/^-- (MySQL|MariaDB) dump|phpMyAdmin/m.test(head)) return 'mysql';
  return /`|\bENGINE *=|\bAUTO_INCREMENT\b/i.test(text) ? 'mysql' : 'postgres';
}
