import type { Cell } from '../../parts/grid.tsx';

/** For tests: rows as Athena writes them into a result. */
export function written(rows: readonly (readonly Cell[])[]): string {
  const value = (cell: Cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`);
  return rows.map((row) => `${row.map(value).join(',')}\n`).join('');
}
