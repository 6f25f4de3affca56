import type { MapEntries } from '@tributary/shared/parquet-write.ts';
import type { Shaped } from './shape-rows.ts';

export type RescuedRows = {
  readonly add: (row: number, entries: MapEntries) => void;
  readonly shaped: () => Pick<Shaped, 'rescued' | 'count'>;
};

/** What is rescued of so many rows, where it is found column by column. */
export function createRescuedRows(length: number): RescuedRows {
  const rescued = new Array<MapEntries | null>(length).fill(null);
  let count = 0;
  return {
    add(row, { keys, values }) {
      const known = rescued[row];
      rescued[row] = { keys: [...(known?.keys ?? []), ...keys], values: [...(known?.values ?? []), ...values] };
      count += keys.length;
    },
    shaped: () => ({ rescued, count }),
  };
}
