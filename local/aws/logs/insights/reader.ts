import { malformed } from './malformed.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The tokens of a query, and how far they are read. */
export type Reader = {
  readonly query: string;
  readonly tokens: readonly Token[];
  at: number;
};

export function openReader(query: string): Reader {
  return { query, tokens: tokensOf(query), at: 0 };
}

export const peek = ({ tokens, at }: Reader): Token | undefined => tokens[at];

/** Whether the next token is one of these words or marks, in any case. */
export function sees(reader: Reader, ...words: readonly string[]): boolean {
  const next = peek(reader);
  return next !== undefined && next.kind !== 'text' && words.includes(next.text.toLowerCase());
}

/** Takes the next token if it is one of these; its text in lower case. */
export function accept(reader: Reader, ...words: readonly string[]): string | undefined {
  if (!sees(reader, ...words)) return undefined;
  const text = peek(reader)?.text.toLowerCase();
  reader.at += 1;
  return text;
}

export function expect(reader: Reader, word: string): void {
  if (accept(reader, word) === undefined) throw unexpected(reader, `expected ${word}`);
}

export function take(reader: Reader, ...kinds: readonly Token['kind'][]): Token {
  const next = peek(reader);
  if (next === undefined || !kinds.includes(next.kind)) throw unexpected(reader);
  reader.at += 1;
  return next;
}

/** One or more, separated by commas. */
export function listOf<T>(reader: Reader, read: (reader: Reader) => T): readonly T[] {
  const items = [read(reader)];
  while (accept(reader, ',') !== undefined) items.push(read(reader));
  return items;
}

export function unexpected(reader: Reader, reason?: string) {
  const next = peek(reader);
  const found = next === undefined ? 'the end of the query' : `'${next.text}'`;
  return malformed(reader.query, next?.at ?? reader.query.length, reason && `${reason}, found ${found}`);
}

/** The text of the query between two tokens, as it stands. */
export function textBetween({ query, tokens }: Reader, from: number, to: number): string {
  return query.slice(tokens[from]?.at ?? query.length, tokens[to]?.at ?? query.length).trim();
}
