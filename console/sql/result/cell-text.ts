import type { Cell } from '../../parts/grid.tsx';

/** JSON with a line for each member; any other text as it is. */
export function readable(text: string): string {
  if (!/^\s*[[{]/.test(text) || hasLongNumber(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** JavaScript would write other digits than those that stand there. */
function hasLongNumber(text: string): boolean {
  return /\d{16}|\d\.\d{15}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
}

/** A row as spreadsheets and editors take it: NULL is nothing, an empty text is quotes. */
export function csvLine(row: readonly Cell[]): string {
  return row
    .map((cell) => (cell === null ? '' : /^$|[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}
