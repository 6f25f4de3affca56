import type { Token } from 'antlr4ng';
import { typeOf } from './groups.ts';
import { TooDeepError } from './syntax-error.ts';

/**
 * How deep parentheses, brackets and CASE may stand in one another, and how many operators may follow one another, each of which nests the
 * expression once. What Trino takes hangs on its stack; generated SQL needs some sixty. Chains of AND and OR are not nested and have no limit.
 */
const maxDepth = 1000;

const types = (...literals: string[]): ReadonlySet<number> => new Set(literals.map(typeOf));

const opening = types('(', '[', 'CASE');
const closing = types(')', ']', 'END');
const operators = types('+', '-', '*', '/', '%', '||', 'NOT');
const separators = types(',', 'AND', 'OR', 'WHEN', 'THEN', 'ELSE', 'SELECT', 'FROM', 'WHERE', 'UNION', 'ON');

/** Throws TooDeepError where a statement nests too deep, from its tokens alone. */
export function refuseTooDeep(tokens: readonly Token[]): void {
  /** Of each open group, how many operators its present expression has. */
  const counts = [0];
  for (const { type } of tokens) {
    if (opening.has(type)) counts.push(0);
    else if (closing.has(type) && counts.length > 1) counts.pop();
    else count(counts, type);
    if (counts.length > maxDepth || (counts.at(-1) ?? 0) > maxDepth) throw new TooDeepError('it nests too deep');
  }
}

function count(counts: number[], type: number): void {
  const last = counts.length - 1;
  if (separators.has(type)) counts[last] = 0;
  else if (operators.has(type)) counts[last] = (counts[last] ?? 0) + 1;
}
