import { stripVTControlCharacters } from 'node:util';
import type { Answer } from '../athena.ts';
import { renderTable } from './table.ts';

export type Room = {
  readonly isTerminal: boolean;
  /** In characters; undefined where the output is no terminal: there is room for all. */
  readonly width: number | undefined;
};

/** What there is to write on: the terminal as wide as it is now. */
export function roomOf({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): Room {
  return { isTerminal: isTTY, width: isTTY ? columns || 80 : undefined };
}

/** A table where it fits; else each row as lines of its own, its first value in front and the others, but for empty ones, below with their names. */
export function renderFitting(answer: Pick<Answer, 'columns' | 'rows'>, { isTerminal, width }: Room): string {
  const table = renderTable(answer, isTerminal);
  const widest = Math.max(0, ...table.split('\n').map((line) => stripVTControlCharacters(line).length));
  if (width === undefined || widest <= width) return table;
  const names = answer.columns.map(({ name }) => name);
  const longest = Math.max(0, ...names.slice(1).map((name) => name.length));
  const lines = answer.rows.flatMap(([first, ...rest]) => [
    first ?? '',
    ...rest.flatMap((value, at) =>
      value === null || value === '' ? [] : [`  ${(names[at + 1] ?? '').padEnd(longest)}  ${value}`],
    ),
  ]);
  return lines.map((line) => cut(line, width)).join('\n');
}

/** A line no longer than there is room for. */
export function cut(line: string, width: number | undefined): string {
  return width === undefined || line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}

/** A mark before a line, in colour on a terminal. */
export function mark(kind: 'good' | 'bad' | 'unsure', isTerminal: boolean): string {
  const [sign, colour] = marks[kind];
  return isTerminal ? `\u001b[${colour}m${sign}\u001b[39m` : sign;
}

const marks = { good: ['✓', 32], bad: ['✗', 31], unsure: ['?', 33] } as const;
