import { invalidInput } from '../error.ts';
import { type Token, tokenize } from './tokenize.ts';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A test of one partition key, by its name in lower case. */
export type Predicate =
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Comparison; readonly value: string }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'between'; readonly column: string; readonly low: string; readonly high: string }
  | { readonly kind: 'like'; readonly column: string; readonly pattern: string }
  | { readonly kind: 'null'; readonly column: string };

export type Filter =
  | Predicate
  | { readonly kind: 'and'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly filter: Filter };

type Cursor = { readonly tokens: readonly Token[]; readonly text: string; at: number };

/** Reads GetPartitions' Expression: the SQL of a WHERE clause that Glue knows. */
export function parseFilter(expression: string): Filter {
  const cursor: Cursor = { tokens: tokenize(expression), text: expression, at: 0 };
  const filter = disjunction(cursor);
  if (cursor.at < cursor.tokens.length) throw unexpected(cursor);
  return filter;
}

function disjunction(cursor: Cursor): Filter {
  let left = conjunction(cursor);
  while (accept(cursor, 'OR')) left = { kind: 'or', left, right: conjunction(cursor) };
  return left;
}

function conjunction(cursor: Cursor): Filter {
  let left = negation(cursor);
  while (accept(cursor, 'AND')) left = { kind: 'and', left, right: negation(cursor) };
  return left;
}

function negation(cursor: Cursor): Filter {
  if (accept(cursor, 'NOT')) return { kind: 'not', filter: negation(cursor) };
  if (accept(cursor, '(')) {
    const filter = disjunction(cursor);
    expect(cursor, ')');
    return filter;
  }
  return predicate(cursor);
}

function predicate(cursor: Cursor): Filter {
  const token = next(cursor);
  if (token.kind !== 'word' && token.kind !== 'name') throw unexpected(cursor);
  const column = token.text.toLowerCase();
  if (accept(cursor, 'IS')) {
    const negated = accept(cursor, 'NOT');
    expect(cursor, 'NULL');
    return negate({ kind: 'null', column }, negated);
  }
  const negated = accept(cursor, 'NOT');
  if (accept(cursor, 'IN')) return negate({ kind: 'in', column, values: list(cursor) }, negated);
  if (accept(cursor, 'LIKE')) return negate({ kind: 'like', column, pattern: value(cursor) }, negated);
  if (accept(cursor, 'BETWEEN')) return negate(between(cursor, column), negated);
  if (negated) throw unexpected(cursor);
  return { kind: 'compare', column, operator: comparison(cursor), value: value(cursor) };
}

const negate = (filter: Filter, negated: boolean): Filter => (negated ? { kind: 'not', filter } : filter);

function between(cursor: Cursor, column: string): Filter {
  const low = value(cursor);
  expect(cursor, 'AND');
  return { kind: 'between', column, low, high: value(cursor) };
}

function list(cursor: Cursor): string[] {
  expect(cursor, '(');
  const values = [value(cursor)];
  while (accept(cursor, ',')) values.push(value(cursor));
  expect(cursor, ')');
  return values;
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function comparison(cursor: Cursor): Comparison {
  const operator = comparisons[next(cursor).text];
  if (operator === undefined) throw unexpected(cursor);
  return operator;
}

/** A literal; `DATE '…'` and `TIMESTAMP '…'` are their text. */
function value(cursor: Cursor): string {
  const token = next(cursor);
  if (token.kind === 'string' || token.kind === 'number') return token.text;
  if (token.kind === 'word' && /^(date|timestamp)$/i.test(token.text)) return value(cursor);
  throw unexpected(cursor);
}

function next(cursor: Cursor): Token {
  const token = cursor.tokens[cursor.at++];
  if (!token) throw unexpected(cursor);
  return token;
}

function accept(cursor: Cursor, text: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (!token || (token.kind !== 'word' && token.kind !== 'symbol') || token.text.toUpperCase() !== text) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, text: string) {
  if (!accept(cursor, text)) throw unexpected(cursor);
}

const unexpected = (cursor: Cursor) => invalidInput(`Unsupported expression '${cursor.text}'`);
