import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { readYamlFile } from './yaml-file.ts';

/** A SQL file that is not as this project writes them; the message begins with `file:line:column`. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError';
}

/** What a SQL file's first comment says, and the one statement after it, without a semicolon. */
export type SqlFile<H> = { readonly header: H; readonly sql: string };

/** Reads a file that begins with a block comment of YAML; throws an error that names file, line and column of each mistake. */
export function readSqlFile<S extends z.ZodType>(name: string, content: string, schema: S): SqlFile<z.infer<S>> {
  const [, before, header, sql] = /^(\s*\/\*)([\s\S]*?)\*\/([\s\S]*)$/.exec(content) ?? [];
  if (before === undefined || header === undefined || sql === undefined)
    throw new SqlFileError(`${name}:1:1: the file does not begin with a comment of YAML`);
  const statement = sql.trim().replace(/;\s*$/, '');
  if (statement === '') throw new SqlFileError(`${name}: there is no statement after the first comment`);
  // Spaces for what comes before keep the places of what follows.
  return { header: readYamlFile(name, before.replace(/[^\n]/g, ' ') + header, schema), sql: statement };
}

/** Reads each `*.sql` of a folder, in the order of their names; what editors leave beside them is no SQL file. */
export function readSqlFolder<T>(folder: string, read: (file: string, content: string) => T): readonly T[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql') && !file.startsWith('.'))
    .toSorted();
  return files.map((file) => {
    if (!/^[a-z_][a-z0-9_]*\.sql$/.test(file))
      throw new SqlFileError(`${file}: a name of lower-case letters, digits and _ is expected, as of a table`);
    return read(file, readFileSync(join(folder, file), 'utf8'));
  });
}
