import { bare, type CsvRows } from '@tributary/shared/csv/csv-rows.ts';
import type { TextColumn, TextRows } from '../../core/texts/text-column.ts';

export type Range = { readonly from: number; readonly to: number };

/**
 * Rows of a reader column by column, as they stay whatever it reads next. Blank lines are left out, where rows have several fields. NULL are what a
 * row is too short for, nothing at all without quotes, and `\N` without them, which is how MySQL writes it.
 */
export function keepColumns(rows: CsvRows, range: Range, width: number): TextRows {
  const most = range.to - range.from;
  const kept: Kept = {
    from: new Int32Array(most * width),
    to: new Int32Array(most * width).fill(-1),
    quotes: new Uint8Array(most * width),
    most,
    width,
  };
  let length = 0;
  for (let row = range.from; row < range.to; row += 1) {
    if (width > 1 && isBlank(rows, row)) continue;
    keepRow(kept, length, rows, row);
    length += 1;
  }
  const { bytes, view, quote } = rows;
  const columns = Array.from({ length: width }, (_, place): TextColumn => {
    const [start, end] = [place * most, place * most + length];
    const [from, to] = [kept.from.subarray(start, end), kept.to.subarray(start, end)];
    return { bytes, view, quote, from, to, quotes: kept.quotes.subarray(start, end) };
  });
  return { length, columns };
}

/** The fields of one column after those of the other, `most` of each. */
type Kept = {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly quotes: Uint8Array;
  readonly most: number;
  readonly width: number;
};

function keepRow(kept: Kept, length: number, rows: CsvRows, row: number): void {
  const { bytes, quotes } = rows;
  const first = rows.firsts[row] ?? 0;
  const end = Math.min(rows.firsts[row + 1] ?? 0, first + kept.width);
  let at = length;
  for (let field = first; field < end; field += 1) {
    const [start, stop, kind] = [rows.from[field] ?? 0, rows.to[field] ?? 0, quotes[field] ?? bare];
    kept.from[at] = start;
    kept.to[at] = kind === bare && isNull(bytes, start, stop) ? start - 1 : stop;
    kept.quotes[at] = kind;
    at += kept.most;
  }
}

/** What stands for NULL where it is not quoted. */
function isNull(bytes: Buffer, from: number, to: number): boolean {
  return from === to || (to - from === 2 && bytes[from] === 0x5c && bytes[from + 1] === 0x4e);
}

/** An empty line. */
export function isBlank({ firsts, from, to, quotes }: CsvRows, row: number): boolean {
  const field = firsts[row] ?? 0;
  return (firsts[row + 1] ?? 0) === field + 1 && from[field] === to[field] && quotes[field] === bare;
}
