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

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<string>'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S])*")|(?<name>`(?:[^`]|``)+`)|(?<number>\d+(?:\.\d+)?(?![\w]))|(?<word>[A-Za-z_0-9$][\w$]*)|(?<symbol><>|!=|<=|>=|[\s\S])/y;

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
    const token = tokenOf(found.groups ?? {});
    const end = pattern.lastIndex;
    if (token) tokens.push({ ...token, line: place.line, column: start - place.lineStart, start, end });
    advance(place, found[0], start);
  }
  return tokens;
}

function advance(place: { line: number; lineStart: number }, text: string, start: number) {
  const lines = text.split('\n').length - 1;
  if (lines === 0) return;
  place.line += lines;
  place.lineStart = start + text.lastIndexOf('\n') + 1;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Pick<Token, 'kind' | 'text'> | undefined {
  const { string, name, number, word, symbol } = groups;
  if (string !== undefined) return { kind: 'string', text: unquote(string) };
  if (name !== undefined) return { kind: 'name', text: name.slice(1, -1).replaceAll('``', '`') };
  if (number !== undefined) return { kind: 'number', text: number };
  if (word !== undefined) return { kind: 'word', text: word };
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol };
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

/** A statement's first words in upper case, up to `count`; other tokens count as nothing. */
export function words(sql: string, count: number): string[] {
  const found: string[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < sql.length && found.length < count) {
    const match = pattern.exec(sql);
    if (!match) break;
    if (match.groups?.word !== undefined) found.push(match.groups.word.toUpperCase());
  }
  return found;
}
