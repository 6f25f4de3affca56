/** A cell, by its row and column, from 0. */
export type CellPlace = { readonly row: number; readonly column: number };

type Grid = {
  readonly count: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
};
type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const steps: Readonly<Record<string, (at: CellPlace, grid: Grid) => CellPlace>> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  PageUp: ({ row, column }, { page }) => ({ row: row - page, column }),
  Home: ({ column }) => ({ row: 0, column }),
  End: ({ column }, { count }) => ({ row: count - 1, column }),
};

/** The cell that a key leads to; undefined of another key. Home and End are of the rows: the first and the last. */
export function cellAfter(
  at: CellPlace,
  { key, ctrlKey, metaKey, altKey }: Pressed,
  grid: Grid,
): CellPlace | undefined {
  const isArrow = key.startsWith('Arrow');
  if (altKey || (isArrow && (ctrlKey || metaKey)) || grid.count === 0) return undefined;
  const next = steps[key]?.(at, grid);
  return next && { row: within(next.row, grid.count), column: within(next.column, grid.columns) };
}

function within(at: number, count: number): number {
  return Math.max(0, Math.min(at, count - 1));
}
