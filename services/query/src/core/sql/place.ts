import type { SqlMistake } from './mistake.ts';

/** Line and column (from 1, in characters) of an offset in a text. */
export function placeOf(text: string, offset: number): Pick<SqlMistake, 'line' | 'column'> {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}

/** The offset of a place in a text. */
export function offsetOf(text: string, { line, column }: Pick<SqlMistake, 'line' | 'column'>): number {
  const before = text.split('\n').slice(0, line - 1);
  const own = text.split('\n')[line - 1] ?? '';
  return before.join('\n').length + (line > 1 ? 1 : 0) + [...own].slice(0, column - 1).join('').length;
}
