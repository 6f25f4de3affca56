import { tokensOf } from './tokens.ts';
import { keywords, types } from './words.ts';

type Kind = 'keyword' | 'type' | 'function' | 'text' | 'number' | 'comment';
export type Coloured = { readonly from: number; readonly to: number; readonly kind: Kind };

const kinds = { text: 'text', quoted: 'text', number: 'number', comment: 'comment' } as const;

/** What every word is that has a meaning of its own, in lower case: a type rather than a keyword, a keyword rather than a function. */
export function wordKinds(functions: readonly string[]): ReadonlyMap<string, Kind> {
  const all = (words: readonly string[], kind: Kind) => words.map((word) => [word.toLowerCase(), kind] as const);
  return new Map([...all(functions, 'function'), ...all(keywords, 'keyword'), ...all(types, 'type')]);
}

/** The parts of a statement that have a colour, as far as they reach into [from, to). */
export function coloured(
  sql: string,
  words: ReadonlyMap<string, Kind>,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Coloured[] {
  return tokensOf(sql).flatMap((token) => {
    if (token.to <= from || token.from >= to || token.kind === 'sign') return [];
    const kind = token.kind === 'word' ? words.get(token.text.toLowerCase()) : kinds[token.kind];
    return kind === undefined ? [] : [{ from: token.from, to: token.to, kind }];
  });
}
