import { SqlError } from '../error.ts';

export type Unload = { readonly query: string; readonly location: string; readonly properties: string };

/** Splits Athena's `UNLOAD (query) TO 's3://…' WITH (…)`, which Trino's grammar has not; undefined for any other statement. */
export function splitUnload(sql: string): Unload | undefined {
  const opening = /^\s*UNLOAD\s*\(/i.exec(sql);
  if (!opening) return undefined;
  const end = closingParenthesis(sql, opening[0].length);
  const query = `${' '.repeat(opening[0].length)}${sql.slice(opening[0].length, end)}`;
  const rest = /^\s*TO\s+'((?:[^']|'')*)'\s*(?:WITH\s*(\(.*\)))?\s*;?\s*$/is.exec(sql.slice(end + 1));
  if (!rest) throw new SqlError('SYNTAX_ERROR', "mismatched input. Expecting: TO 's3://…' WITH ( … )");
  return {
    query: keepLines(sql, opening[0].length, query),
    location: (rest[1] ?? '').replaceAll("''", "'"),
    properties: rest[2] ?? '',
  };
}

function keepLines(sql: string, length: number, query: string): string {
  return sql.slice(0, length).replace(/[^\n]/g, ' ') + query.slice(length);
}

function closingParenthesis(sql: string, from: number): number {
  const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[()]/g;
  pieces.lastIndex = from;
  let depth = 1;
  for (let piece = pieces.exec(sql); piece; piece = pieces.exec(sql)) {
    if (piece[0] === '(') depth += 1;
    if (piece[0] === ')') depth -= 1;
    if (depth === 0) return piece.index;
  }
  throw new SqlError('SYNTAX_ERROR', "mismatched input '<EOF>'. Expecting: ')'");
}
