import { invalid } from '../error.ts';
import type { Parameter } from '../store.ts';
import { literal, type Token, tokenize } from './tokenize.ts';

/** Puts values in place of `:name`, as literals, which take the type of where they stand. A name without value stays. */
export function fillParameters(tokens: readonly Token[], parameters: readonly Parameter[]): readonly Token[] {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  return tokens.map((token) => {
    const value = token.kind === 'parameter' ? values.get(token.text.slice(1)) : undefined;
    return value === undefined ? token : { kind: 'string', text: literal(value) };
  });
}

/** Refuses two values of one name, a value that no statement names, and a name without value. */
export function checkParameters(sqls: readonly string[], parameters: readonly Parameter[]): void {
  const given = new Set(parameters.map(({ name }) => name));
  if (given.size < parameters.length) throw invalid('Parameters: a name is there twice.');
  const named = new Set(sqls.flatMap(namesIn));
  const unused = [...given].filter((name) => !named.has(name));
  if (unused.length > 0) throw invalid(`Parameters ${unused.join(', ')} are not in the SQL statement.`);
  const missing = [...named].filter((name) => !given.has(name));
  if (missing.length > 0) throw invalid(`Parameters ${missing.join(', ')} of the SQL statement have no value.`);
}

/** A statement that cannot be read has none: it fails when it runs. */
function namesIn(sql: string): readonly string[] {
  try {
    return tokenize(sql).flatMap(({ kind, text }) => (kind === 'parameter' ? [text.slice(1)] : []));
  } catch {
    return [];
  }
}
