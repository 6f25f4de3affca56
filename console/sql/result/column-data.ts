import type { Cell } from '../../parts/grid.tsx';
import type { ParquetColumn } from './parquet-column.ts';

/** A column of some rows, as it is written. */
export function columnData({ read, isText }: ParquetColumn, at: number, rows: readonly (readonly Cell[])[]): unknown[] {
  const cells = rows.map((row) => row[at] ?? null);
  return isText ? encoded(cells) : cells.map((cell) => (cell === null ? null : read(cell)));
}

const encoder = new TextEncoder();

/** Texts as bytes of one buffer: one of its own for each would be most of the memory that writing takes. */
function encoded(cells: readonly Cell[]): unknown[] {
  // A letter of UTF-16 is three bytes at most.
  const most = cells.reduce((sum, cell) => sum + (cell?.length ?? 0) * 3, 0);
  const buffer = new Uint8Array(most);
  let from = 0;
  return cells.map((cell) => {
    if (cell === null) return null;
    const { written } = encoder.encodeInto(cell, buffer.subarray(from));
    from += written;
    return buffer.subarray(from - written, from);
  });
}
