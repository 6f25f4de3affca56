import type { Column, ParquetRow, ParquetValue } from './schema.ts';
import type { Cells } from './values.ts';

/**
 * Some rows' cells, column by column: those of column c begin at c × rows.length. Walking a row's own keys is several times faster
 * than asking it for each column's; rows made alike have them in the same order, so a key is looked up only where the order changes.
 */
export function createTranspose(columns: readonly Column[]): (rows: readonly ParquetRow[]) => Cells {
  const columnOf = new Map(columns.map(({ name }, column) => [name, column]));
  const keys: string[] = [];
  const columnsOfKeys: number[] = [];

  const learn = (position: number, key: string): void => {
    keys[position] = key;
    columnsOfKeys[position] = columnOf.get(key) ?? -1;
  };
  const spread = (row: ParquetRow, cells: ParquetValue[], at: number, count: number): void => {
    let position = 0;
    for (const key in row) {
      if (keys[position] !== key) learn(position, key);
      const column = columnsOfKeys[position] ?? -1;
      if (column >= 0) cells[column * count + at] = row[key];
      position += 1;
    }
  };
  return (rows) => {
    const cells = new Array<ParquetValue>(columns.length * rows.length);
    for (const [at, row] of rows.entries()) spread(row, cells, at, rows.length);
    return cells;
  };
}
