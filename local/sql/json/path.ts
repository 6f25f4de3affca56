import { type Token, tokenize } from './path-token.ts';

/** An expression of the SQL/JSON path language. */
export type Path =
  | { readonly is: 'root' | 'current' | 'last' }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'literal'; readonly value: string | number | boolean | null; readonly text: string }
  | { readonly is: 'member'; readonly base: Path; readonly name: string | undefined }
  | { readonly is: 'element'; readonly base: Path; readonly ranges: readonly Range[] | undefined }
  | { readonly is: 'filter'; readonly base: Path; readonly test: Path }
  | { readonly is: 'method'; readonly base: Path; readonly name: string }
  | { readonly is: 'arithmetic'; readonly operator: string; readonly left: Path; readonly right: Path }
  | { readonly is: 'negate'; readonly value: Path }
  | { readonly is: 'compare'; readonly operator: string; readonly left: Path; readonly right: Path }
  | { readonly is: 'and' | 'or'; readonly left: Path; readonly right: Path }
  | { readonly is: 'not' | 'exists' | 'is unknown'; readonly value: Path }
  | { readonly is: 'starts with'; readonly value: Path; readonly prefix: Path }
  | { readonly is: 'like regex'; readonly value: Path; readonly pattern: string; readonly flags: string };

export type Range = { readonly from: Path; readonly to: Path | undefined };

export type PathQuery = { readonly lax: boolean; readonly path: Path };

/** Reads `lax $.a[0]?(@ > 1)`; undefined for what is no path. */
export function readPath(text: string): PathQuery | undefined {
  const read = /^\s*(lax|strict)\s+([\s\S]+)$/i.exec(text);
  const tokens = read && tokenize(read[2] ?? '');
  if (!read || !tokens) return undefined;
  const reader = { tokens, at: 0 };
  try {
    const path = readOr(reader);
    return reader.at === tokens.length ? { lax: read[1]?.toLowerCase() === 'lax', path } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Reader = { readonly tokens: readonly Token[]; at: number };

function accept(reader: Reader, ...texts: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || token.kind === 'string' || !texts.includes(token.text)) return undefined;
  reader.at += 1;
  return token.text;
}

function expect(reader: Reader, text: string): void {
  if (accept(reader, text) === undefined) throw new SyntaxError(`expected ${text}`);
}

function readOr(reader: Reader): Path {
  let left = readAnd(reader);
  while (accept(reader, '||')) left = { is: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): Path {
  let left = readCompare(reader);
  while (accept(reader, '&&')) left = { is: 'and', left, right: readCompare(reader) };
  return left;
}

const comparisons: Readonly<Record<string, string>> = { '=': '==', '<>': '!=' };

function readCompare(reader: Reader): Path {
  if (accept(reader, '!')) return { is: 'not', value: readPrimary(reader) };
  const left = readSum(reader);
  const operator = accept(reader, '==', '=', '!=', '<>', '<=', '<', '>=', '>');
  if (operator) return { is: 'compare', operator: comparisons[operator] ?? operator, left, right: readSum(reader) };
  return readTextTest(reader, left);
}

function readTextTest(reader: Reader, value: Path): Path {
  if (accept(reader, 'starts')) {
    expect(reader, 'with');
    return { is: 'starts with', value, prefix: readPrimary(reader) };
  }
  if (!accept(reader, 'like_regex')) return value;
  const pattern = readString(reader);
  return { is: 'like regex', value, pattern, flags: accept(reader, 'flag') ? readString(reader) : '' };
}

function readString(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'string') throw new SyntaxError('expected a string');
  reader.at += 1;
  return token.text;
}

function readSum(reader: Reader): Path {
  let left = readProduct(reader);
  for (let operator = accept(reader, '+', '-'); operator; operator = accept(reader, '+', '-'))
    left = { is: 'arithmetic', operator, left, right: readProduct(reader) };
  return left;
}

function readProduct(reader: Reader): Path {
  let left = readUnary(reader);
  for (let operator = accept(reader, '*', '/', '%'); operator; operator = accept(reader, '*', '/', '%'))
    left = { is: 'arithmetic', operator, left, right: readUnary(reader) };
  return left;
}

function readUnary(reader: Reader): Path {
  if (accept(reader, '-')) return { is: 'negate', value: readUnary(reader) };
  if (accept(reader, '+')) return readUnary(reader);
  return readAccessors(reader, readPrimary(reader));
}

function readPrimary(reader: Reader): Path {
  const token = reader.tokens[reader.at];
  if (!token) throw new SyntaxError('unexpected end');
  reader.at += 1;
  if (token.kind === 'string') return { is: 'literal', value: token.text, text: token.text };
  if (token.kind === 'number') return { is: 'literal', value: Number(token.text), text: token.text };
  if (token.kind === 'variable') return { is: 'variable', name: token.text };
  return readWord(reader, token.text);
}

function readWord(reader: Reader, word: string): Path {
  switch (word) {
    case '$':
      return { is: 'root' };
    case '@':
      return { is: 'current' };
    case 'last':
      return { is: 'last' };
    case 'true':
    case 'false':
      return { is: 'literal', value: word === 'true', text: word };
    case 'null':
      return { is: 'literal', value: null, text: word };
    case 'exists':
      return { is: 'exists', value: readParenthesised(reader) };
    case '(':
      reader.at -= 1;
      return readUnknown(reader, readParenthesised(reader));
    default:
      throw new SyntaxError(`unexpected ${word}`);
  }
}

function readParenthesised(reader: Reader): Path {
  expect(reader, '(');
  const inside = readOr(reader);
  expect(reader, ')');
  return inside;
}

function readUnknown(reader: Reader, value: Path): Path {
  if (!accept(reader, 'is')) return value;
  expect(reader, 'unknown');
  return { is: 'is unknown', value };
}

function readAccessors(reader: Reader, start: Path): Path {
  let base = start;
  for (let mark = accept(reader, '.', '[', '?'); mark; mark = accept(reader, '.', '[', '?')) {
    if (mark === '.') base = readMember(reader, base);
    else if (mark === '[') base = { is: 'element', base, ranges: readRanges(reader) };
    else base = { is: 'filter', base, test: readParenthesised(reader) };
  }
  return base;
}

function readMember(reader: Reader, base: Path): Path {
  const token = reader.tokens[reader.at];
  if (!token) throw new SyntaxError('unexpected end');
  reader.at += 1;
  if (token.text === '*' && token.kind === 'mark') return { is: 'member', base, name: undefined };
  if (token.kind !== 'word' && token.kind !== 'string') throw new SyntaxError('expected a name');
  if (token.kind === 'word' && accept(reader, '(')) {
    expect(reader, ')');
    return { is: 'method', base, name: token.text };
  }
  return { is: 'member', base, name: token.text };
}

function readRanges(reader: Reader): readonly Range[] | undefined {
  if (accept(reader, '*')) {
    expect(reader, ']');
    return undefined;
  }
  const ranges: Range[] = [];
  do {
    const from = readSum(reader);
    ranges.push({ from, to: accept(reader, 'to') ? readSum(reader) : undefined });
  } while (accept(reader, ','));
  expect(reader, ']');
  return ranges;
}
