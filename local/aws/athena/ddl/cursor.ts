import { DdlError } from '../execution/failure.ts';
import type { PartitionSpec, TableRef, Texts } from './ddl.ts';
import type { Token } from './tokenize.ts';

/** Where a DDL statement is read. */
export type Cursor = { readonly sql: string; readonly tokens: readonly Token[]; at: number };

export const peek = (cursor: Cursor, ahead = 0): Token | undefined => cursor.tokens[cursor.at + ahead];

export const isAt = (cursor: Cursor, ...keywords: string[]): boolean =>
  keywords.every((keyword, index) => matches(peek(cursor, index), keyword));

const matches = (token: Token | undefined, keyword: string) =>
  token !== undefined && (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === keyword;

/** Takes the keywords if they come next. */
export function accept(cursor: Cursor, ...keywords: string[]): boolean {
  if (!isAt(cursor, ...keywords)) return false;
  cursor.at += keywords.length;
  return true;
}

export function expect(cursor: Cursor, ...keywords: string[]): void {
  for (const keyword of keywords) if (!accept(cursor, keyword)) throw unexpected(cursor, `expecting ${keyword}`);
}

/** Refuses what follows the end of the statement. */
export function end(cursor: Cursor): void {
  if (peek(cursor)) throw unexpected(cursor, 'expecting EOF');
}

/** Hive's ParseException at the present token. */
export function unexpected(cursor: Cursor, why: string): DdlError {
  const token = peek(cursor);
  if (!token) {
    const last = cursor.tokens.at(-1);
    return new DdlError(`ParseException line ${last?.line ?? 1}:${last?.column ?? 0} mismatched input '<EOF>' ${why}`);
  }
  return new DdlError(
    `ParseException line ${token.line}:${token.column} mismatched input '${cursor.sql.slice(token.start, token.end)}' ${why}`,
  );
}

export function readString(cursor: Cursor): string {
  const token = peek(cursor);
  if (token?.kind !== 'string') throw unexpected(cursor, 'expecting StringLiteral');
  cursor.at += 1;
  return token.text;
}

export function readName(cursor: Cursor): string {
  const token = peek(cursor);
  if (!token || token.kind === 'number' || token.kind === 'symbol') throw unexpected(cursor, 'expecting Identifier');
  if (token.kind === 'string' && cursor.sql[token.start] === "'") throw unexpected(cursor, 'expecting Identifier');
  cursor.at += 1;
  return token.text.toLowerCase();
}

/** `table`, `database.table` or `catalog.database.table`. */
export function readRef(cursor: Cursor): TableRef {
  const parts = [readName(cursor)];
  while (accept(cursor, '.')) parts.push(readName(cursor));
  const table = parts.at(-1) ?? '';
  const database = parts.at(-2);
  if (parts.length > 3) throw unexpected(cursor, 'expecting EOF');
  return database === undefined ? { table } : { database, table };
}

/** `(x, y, …)`, each read by `read`. */
export function readList<T>(cursor: Cursor, read: (cursor: Cursor) => T): T[] {
  expect(cursor, '(');
  const items = [read(cursor)];
  while (accept(cursor, ',')) items.push(read(cursor));
  expect(cursor, ')');
  return items;
}

/** `('key' = 'value', …)`. */
export function readTexts(cursor: Cursor): Texts {
  return Object.fromEntries(
    readList(cursor, () => {
      const key = readString(cursor);
      expect(cursor, '=');
      return [key, readValue(cursor)] as const;
    }),
  );
}

/** A literal as text: a string, a number, true or false. */
export function readValue(cursor: Cursor): string {
  const token = peek(cursor);
  if (token?.kind === 'string' || token?.kind === 'number' || /^(true|false)$/i.test(token?.text ?? '')) {
    cursor.at += 1;
    return token?.text ?? '';
  }
  if (isAt(cursor, '-') && peek(cursor, 1)?.kind === 'number') {
    cursor.at += 1;
    return `-${readValue(cursor)}`;
  }
  throw unexpected(cursor, 'expecting a constant');
}

/** `PARTITION (key = value, …)`, after the word PARTITION. */
export const readPartitionSpec = (cursor: Cursor): PartitionSpec =>
  readList(cursor, () => {
    const column = readName(cursor);
    expect(cursor, '=');
    return [column, readPartitionValue(cursor)] as const;
  });

/** DATE '…' is its text. */
export function readPartitionValue(cursor: Cursor): string {
  if (isAt(cursor, 'DATE') && peek(cursor, 1)?.kind === 'string') cursor.at += 1;
  return readValue(cursor);
}
