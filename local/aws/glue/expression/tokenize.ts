import { invalidInput } from '../error.ts';

export type Token = { readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol'; readonly text: string };

const pattern =
  /\s*(?:(?<string>'(?:[^']|'')*')|(?<quoted>`[^`]+`|"[^"]+")|(?<number>[+-]?\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w$]*)|(?<symbol><>|!=|<=|>=|[=<>(),]))/y;

/** The tokens of a partition filter; a character that belongs to none is refused. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw invalidInput(`Unsupported expression '${expression}': unexpected text at ${at}`);
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token {
  if (groups.string !== undefined) return { kind: 'string', text: groups.string.slice(1, -1).replaceAll("''", "'") };
  if (groups.quoted !== undefined) return { kind: 'name', text: groups.quoted.slice(1, -1) };
  if (groups.number !== undefined) return { kind: 'number', text: groups.number };
  if (groups.word !== undefined) return { kind: 'word', text: groups.word };
  return { kind: 'symbol', text: groups.symbol ?? '' };
}
