import type { MapEntries, ParquetValue, Vector } from '@tributary/shared/parquet-write.ts';
import type { Field } from '../types/column-type.ts';
import type { Fields } from '../value.ts';
import { type Fit, fitOf, rescueUnknown } from './fit.ts';
import { createRescue, type Rescue } from './rescue.ts';

/** Some rows as the columns of a table hold them, and beside them what does not fit: all in the same order. */
export type Shaped = {
  readonly vectors: readonly Vector[];
  /** By row: paths and values; null where all fits. */
  readonly rescued: readonly (MapEntries | null)[];
  readonly count: number;
};

export type Rows = {
  readonly rows: readonly Fields[];
  /** A row with its numbers as they were written, where `rows` may have them as doubles. */
  readonly exactly?: ((row: number) => Fields) | undefined;
};

type Column = { readonly key: string; readonly fit: Fit; readonly cells: ParquetValue[] };

/** Makes the cells of rows, column by column. What no column is for is rescued as well. */
export function createShapeRows(fields: readonly Field[]) {
  const known = new Set(fields.map(({ key }) => key));
  const fits = fields.map(({ key, type }) => ({ key, fit: fitOf(type) }));
  const rescue = createRescue();

  return function shapeRows({ rows, exactly }: Rows): Shaped {
    const columns = fits.map((each): Column => ({ ...each, cells: new Array<ParquetValue>(rows.length).fill(null) }));
    const rescued: (MapEntries | null)[] = [];
    let count = 0;
    for (const [at, row] of rows.entries()) {
      rescue.reset();
      shapeRow(columns, { at, row, known }, rescue);
      if (rescue.isInexact && exactly !== undefined) {
        rescue.reset();
        shapeRow(columns, { at, row: exactly(at), known }, rescue);
      }
      rescued.push(rescue.entries());
      count += rescue.count();
    }
    return { vectors: columns.map(({ cells }) => ({ kind: 'cells', cells })), rescued, count };
  };
}

type At = { readonly at: number; readonly row: Fields; readonly known: ReadonlySet<string> };

function shapeRow(columns: readonly Column[], { at, row, known }: At, rescue: Rescue): void {
  let found = 0;
  for (const { key, fit, cells } of columns) {
    if (!Object.hasOwn(row, key)) continue;
    found += 1;
    rescue.path[0] = key;
    cells[at] = fit(row[key], rescue);
  }
  rescue.path.length = 0;
  if (found < Object.keys(row).length) rescueUnknown(row, known, rescue);
}
