import { malformed } from './malformed.ts';

/** `at` is the place in the query, from 0. */
export type Token = {
  readonly kind: 'name' | 'number' | 'text' | 'regex' | 'mark';
  readonly text: string;
  readonly at: number;
};

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /\d+(?:\.\d+)?/y],
  ['name', /`[^`]+`|[@A-Za-z_](?:[\w@.]|\.\d)*/y],
  ['text', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ['mark', /=~|!=|<=|>=|\*\*|[-+*/%^=<>(),|[\]]/y],
];
const regex = /\/((?:[^/\\]|\\.)+)\//y;
const space = /(?:\s|#[^\n]*)*/y;

/** Cuts a query into tokens; comments run from # to the end of a line. Throws MalformedQueryException. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(query, 0); at < query.length; ) {
    const { token, end } = tokenAt(query, at, tokens);
    tokens.push(token);
    at = skipSpace(query, end);
  }
  return tokens;
}

function skipSpace(query: string, at: number): number {
  space.lastIndex = at;
  return at + (space.exec(query)?.[0].length ?? 0);
}

function tokenAt(query: string, at: number, before: readonly Token[]): { readonly token: Token; readonly end: number } {
  if (mayBeRegex(before)) {
    regex.lastIndex = at;
    const found = regex.exec(query);
    if (found !== null) return { token: { kind: 'regex', text: found[1] ?? '', at }, end: at + found[0].length };
  }
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const text = shape.exec(query)?.[0];
    if (text !== undefined)
      return { token: { kind, text: kind === 'text' ? unquoted(text) : text, at }, end: at + text.length };
  }
  throw malformed(query, at);
}

/** A slash after `like`, `=~`, `parse` and its field begins a pattern; elsewhere it divides. */
function mayBeRegex(before: readonly Token[]): boolean {
  const [second, last] = [before.at(-2), before.at(-1)].map((token) => token?.text.toLowerCase() ?? '');
  return ['like', '=~', 'parse'].includes(last ?? '') || second === 'parse';
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["'\\])/g, '$1');
}
