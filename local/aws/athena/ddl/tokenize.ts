import { DdlError } from '../execution/failure.ts';

export type Token = {
  /** `name` is a word or a back-quoted identifier; a double-quoted text may be either a name or a string. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol';
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
};

/**
 * What is opened and never closed goes to the end (the only group), as one symbol that no statement has: were it read again from its second
 * character on, a long text of such openings would take the square of its length.
 */
const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`]|``)+`|((?:\/\*|['"`])[\s\S]*)|\d+(?:\.\d+)?(?!\w)|[\w$]+|<>|!=|<=|>=|[\s\S]/y;

/** The tokens of a DDL statement, comments left out. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  const place = { line: 1, lineStart: 0 };
  pattern.lastIndex = 0;
  while (pattern.lastIndex < sql.length) {
    const start = pattern.lastIndex;
    const found = pattern.exec(sql);
    if (!found)
      throw new DdlError(`ParseException line ${place.line}:${start - place.lineStart} cannot recognize input`);
    const token = tokenOf(found[0], found[1] !== undefined);
    const end = pattern.lastIndex;
    if (token) tokens.push(placed(token, place, start, end));
    advance(place, found[0], start);
  }
  return tokens;
}

/** Member by member: a spread costs a hundred times as much. */
function placed(
  { kind, text }: Pick<Token, 'kind' | 'text'>,
  { line, lineStart }: { readonly line: number; readonly lineStart: number },
  start: number,
  end: number,
): Token {
  return { kind, text, line, column: start - lineStart, start, end };
}

function advance(place: { line: number; lineStart: number }, text: string, start: number) {
  const lines = text.split('\n').length - 1;
  if (lines === 0) return;
  place.line += lines;
  place.lineStart = start + text.lastIndexOf('\n') + 1;
}

function tokenOf(text: string, unclosed: boolean): Pick<Token, 'kind' | 'text'> | undefined {
  if (unclosed) return { kind: 'symbol', text };
  if (/^(?:\s|--|\/\*)/.test(text)) return undefined;
  const first = text.charAt(0);
  if (first === "'" || first === '"') return { kind: 'string', text: unquote(text) };
  if (first === '`') return { kind: 'name', text: text.slice(1, -1).replaceAll('``', '`') };
  if (!/[\w$]/.test(first)) return { kind: 'symbol', text };
  return { kind: /^\d+(?:\.\d+)?$/.test(text) ? 'number' : 'word', text };
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001a',
  '%': '\\%',
  _: '\\_',
};

/** A Hive string literal's text: octal, Unicode and C escapes; any other escaped character is itself. */
function unquote(literal: string): string {
  const body = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal.slice(1, -1);
  return body.replace(
    /\\(?:u([0-9a-fA-F]{4})|([0-3][0-7]{2})|([\s\S]))/g,
    (_all, unicode: string | undefined, octal: string | undefined, char: string) => {
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return escapes[char] ?? char;
    },
  );
}

/** How many tokens, space included, are looked at for a statement's first words. */
const maxLooked = 1000;

/** A statement's first words in upper case, up to `count`; other tokens count as nothing. */
export function words(sql: string, count: number): string[] {
  const found: string[] = [];
  pattern.lastIndex = 0;
  for (let looked = 0; looked < maxLooked && pattern.lastIndex < sql.length && found.length < count; looked += 1) {
    const text = pattern.exec(sql)?.[0];
    if (text === undefined) break;
    if (isWord(text)) found.push(text.toUpperCase());
  }
  return found;
}

const isWord = (text: string) => /^[\w$]+$/.test(text) && !/^\d+$/.test(text);
