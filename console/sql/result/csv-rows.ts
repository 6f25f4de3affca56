import type { Cell } from '../../parts/grid.tsx';

/** Rows of a text of CSV as Athena writes it: a value in quotes is a text, nothing is NULL. Each row ends with a line feed, but for the last one of all. */
export function csvRows(text: string): readonly (readonly Cell[])[] {
  const rows: (readonly Cell[])[] = [];
  let at = 0;
  while (at < text.length) {
    const row: Cell[] = [];
    at = readRow(text, at, row);
    rows.push(row);
  }
  return rows;
}

/** Puts the values of a row into `row`; gives where the next begins. */
function readRow(text: string, start: number, row: Cell[]): number {
  let at = start;
  for (;;) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfBare(text, at);
    row.push(cellOf(text, at, end));
    if (text[end] !== ',') return end + 1;
    at = end + 1;
  }
}

function cellOf(text: string, from: number, to: number): Cell {
  if (from === to) return null;
  if (text[from] !== '"') return text.slice(from, to);
  const inner = text.slice(from + 1, to - 1);
  return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
}

/** Where what follows the closing quote begins. */
function endOfQuoted(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const next = text.indexOf('"', at);
    if (next < 0) return text.length;
    if (text[next + 1] !== '"') return next + 1;
    at = next + 2;
  }
}

function endOfBare(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at += 1;
  return at;
}

/** Lines of a text, as DDL, SHOW and EXPLAIN give them: rows of one column. */
export function lineRows(text: string): readonly (readonly Cell[])[] {
  const lines = text.split('\n');
  return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map((line) => [line]);
}
