import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { type PlacedYaml, readPlacedYaml } from './yaml-file.ts';

/** A SQL file that is not as this project writes them; the message begins with `file:line:column`. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError';
}

/** What a SQL file's first comment says, and the one statement after it, without a semicolon. */
export type SqlFile<H> = { readonly header: H; readonly sql: string };

/** The same with its places: those of the header, and the line and column (from 1) at which the statement begins. */
export type PlacedSqlFile<H> = {
  readonly header: PlacedYaml<H>;
  readonly sql: string;
  readonly begins: { readonly line: number; readonly column: number };
};

/** Reads a file that begins with a block comment of YAML; throws an error that names file, line and column of each mistake. */
export function readSqlFile<S extends z.ZodType>(name: string, content: string, schema: S): SqlFile<z.infer<S>> {
  const { header, sql } = readPlacedSqlFile(name, content, schema);
  return { header: header.data, sql };
}

/** As readSqlFile, for those who find more mistakes in what is read. */
export function readPlacedSqlFile<S extends z.ZodType>(
  name: string,
  content: string,
  schema: S,
): PlacedSqlFile<z.infer<S>> {
  const [, before, header, sql] = /^(\s*\/\*)([\s\S]*?)\*\/([\s\S]*)$/.exec(content) ?? [];
  if (before === undefined || header === undefined || sql === undefined)
    throw new SqlFileError(`${name}:1:1: the file does not begin with a comment of YAML`);
  const statement = sql.trim().replace(/\s*;\s*$/, '');
  const begins = placeAt(content, content.length - sql.trimStart().length);
  if (statement === '')
    throw new SqlFileError(`${name}:${begins.line}:${begins.column}: there is no statement after the first comment`);
  // Spaces for what comes before keep the places of what follows.
  const yaml = before.replace(/[^\n]/g, ' ') + header;
  return { header: readPlacedYaml(name, yaml, schema), sql: statement, begins };
}

function placeAt(content: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = content.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Reads each `*.sql` of a folder, in the order of their names; what editors leave beside them is no SQL file. */
export function readSqlFolder<T>(folder: string, read: (file: string, content: string) => T): readonly T[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql') && !file.startsWith('.'))
    .toSorted();
  return files.map((file) => {
    if (!/^[a-z_][a-z0-9_]*\.sql$/.test(file))
      throw new SqlFileError(`${file}:1:1: a name of lower-case letters, digits and _ is expected, as of a table`);
    return read(file, readFileSync(join(folder, file), 'utf8'));
  });
}
