import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
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
  written: string,
  schema: S,
): PlacedSqlFile<z.infer<S>> {
  // Ends of lines and a BOM are the editor's: they change nothing of what a file says.
  const content = written.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [, before, header, sql] = /^(\s*\/\*+(?!\/))([\s\S]*?)\*\/([\s\S]*)$/.exec(content) ?? [];
  if (before === undefined || header === undefined || sql === undefined)
    throw new SqlFileError(`${name}:1:1: ${withoutHeader(content)}`);
  if (/^[ \t]*\*[ \t]/m.test(header.trimStart().split('\n', 1)[0] ?? ''))
    throw new SqlFileError(`${name}:${starPlace(content, before)}: the comment is YAML: leave out * before its lines`);
  const statement = sql.trim().replace(/\s*;\s*$/, '');
  const begins = placeAt(content, content.length - sql.trimStart().length);
  if (statement === '')
    throw new SqlFileError(`${name}:${begins.line}:${begins.column}: there is no statement after the first comment`);
  // Spaces for what comes before keep the places of what follows.
  const yaml = before.replace(/[^\n]/g, ' ') + header;
  const placed = readPlacedYaml(name, yaml, schema);
  const end = strayEnd(sql);
  if (end !== undefined) {
    const { line, column } = placeAt(content, before.length + header.length);
    throw new SqlFileError(`${name}:${line}:${column}: the first comment ends here already: it cannot have */ in it`);
  }
  return { header: placed, sql: statement, begins };
}

function withoutHeader(content: string): string {
  return /^\s*\/\*/.test(content)
    ? 'the comment that begins the file has no end: write */ before the SELECT'
    : 'the file does not begin with a comment of YAML: /* description: … */';
}

function starPlace(content: string, before: string): string {
  const { line, column } = placeAt(content, before.length + content.slice(before.length).search(/\*/));
  return `${line}:${column}`;
}

/** Where a comment ends that has not begun, in SQL. */
function strayEnd(sql: string): number | undefined {
  const pieces = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\*\/)/g;
  return [...sql.matchAll(pieces)].find(({ 1: end }) => end !== undefined)?.index;
}

function placeAt(content: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = content.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** A SQL file of a folder by its content, or `file:line:column: why` it is none. */
type FoundSqlFile = { readonly file: string } & (
  | { readonly content: string; readonly wrong?: undefined }
  | { readonly wrong: string }
);

/** Each `*.sql` of a folder, in the order of their names; what editors leave beside them is no SQL file, and what lies deeper a mistake. */
export function sqlFilesOf(folder: string): readonly FoundSqlFile[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.sql$/i.test(file) && !basename(file).startsWith('.'),
  );
  return files.toSorted().map((file) => {
    const why = wrongName(file);
    return why === undefined
      ? { file, content: readFileSync(join(folder, file), 'utf8') }
      : { file, wrong: `${file}:1:1: ${why}` };
  });
}

function wrongName(file: string): string | undefined {
  if (file.includes(sep)) return 'files of folders within this one are not read: move it up';
  const isName = /^[a-z_][a-z0-9_]*\.sql$/.test(file);
  return isName ? undefined : 'a name of lower-case letters, digits and _ is expected, as of a table';
}

/** Reads each SQL file of a folder; throws SqlFileError for the first that has no name of a table. */
export function readSqlFolder<T>(folder: string, read: (file: string, content: string) => T): readonly T[] {
  return sqlFilesOf(folder).map((found) => {
    if (found.wrong !== undefined) throw new SqlFileError(found.wrong);
    return read(found.file, found.content);
  });
}
