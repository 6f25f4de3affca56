import { bare, type CsvFields, textOf } from '@tributary/shared/csv/csv-rows.ts';
import type { TextBytes } from '@tributary/shared/parquet-write.ts';
import type { Scalar } from '../types/scalar.ts';

/** Rows of texts, column by column: field `r` of each column is that of row `r`. */
export type TextRows = { readonly length: number; readonly columns: readonly TextColumn[] };

/** The value of each row, and whether there is one: a byte each, 1 or 0. */
export type PlainValues = { readonly values: Float64Array; readonly present: Uint8Array };

/** A text that ends before it begins is absent, or NULL. */
export type TextColumn = TextBytes &
  CsvFields & {
    /** What seeing has read already: they all were this. */
    seen?: { readonly scalar: Scalar; readonly values: PlainValues };
  };

/** Whether nothing is there. */
export function isAbsent({ from, to }: TextColumn, row: number): boolean {
  return (to[row] ?? 0) < (from[row] ?? 0);
}

/** The column without what is NULL where it stands there without quotes. */
export function withoutNulls(column: TextColumn, nulls: readonly string[]): TextColumn {
  if (nulls.length === 0) return column;
  const { from, quotes } = column;
  const isNull = (row: number) => quotes[row] === bare && !isAbsent(column, row) && nulls.includes(textOf(column, row));
  return { ...column, to: column.to.map((to, row) => (isNull(row) ? (from[row] ?? 0) - 1 : to)) };
}
