import type { Cell } from '../../parts/grid.tsx';
import { mostRows, type Sheet } from '../sheet.ts';

/** A text, a row for each line. */
export function readLines(text: string): Sheet {
  const rows: Cell[][] = [];
  for (let at = 0; at < text.length && rows.length < mostRows; ) {
    const end = text.indexOf('\n', at);
    const to = end === -1 ? text.length : end;
    rows.push([String(rows.length + 1), text.slice(at, text[to - 1] === '\r' && to > at ? to - 1 : to)]);
    at = to + 1;
  }
  const notes = rows.length < mostRows ? [] : [`The first ${mostRows.toLocaleString('en-GB')} lines.`];
  return { columns: [{ name: 'line', type: 'bigint' }, { name: 'text' }], rows, notes };
}
