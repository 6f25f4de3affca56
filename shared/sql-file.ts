import { parse } from 'yaml';

/** A SQL file that is not as this project writes them. */
export class SqlFileError extends Error {
  override readonly name = 'SqlFileError';
}

/** A SQL file: what its first comment says, as YAML, and the one statement after it, without a semicolon. */
export type SqlFile = { readonly header: unknown; readonly sql: string };

/** Splits a file that begins with a block comment; throws SqlFileError, naming the file, when it does not. */
export function readSqlFile(name: string, content: string): SqlFile {
  const [, header, sql] = /^\s*\/\*([\s\S]*?)\*\/([\s\S]*)$/.exec(content) ?? [];
  if (header === undefined || sql === undefined)
    throw new SqlFileError(`${name} does not begin with a comment of YAML`);
  const statement = sql.trim().replace(/;\s*$/, '');
  if (statement === '') throw new SqlFileError(`${name} has no statement`);
  try {
    return { header: parse(header), sql: statement };
  } catch (error) {
    throw new SqlFileError(`The first comment of ${name} is no YAML`, { cause: error });
  }
}
