import type { ParquetValue } from './schema.ts';
import type { Spans } from './text.ts';
import type { Cells } from './values.ts';

/** Some rows of one column, in the form that is at hand: row 0 is number 0 of each list. */
export type Vector =
  | { readonly kind: 'cells'; readonly cells: Cells }
  /** One value in every row; null: it is absent. */
  | { readonly kind: 'same'; readonly value: ParquetValue }
  /** Whole numbers, all present. */
  | { readonly kind: 'numbers'; readonly values: Int32Array | Float64Array }
  | { readonly kind: 'texts'; readonly texts: Spans }
  | { readonly kind: 'maps'; readonly maps: MapSpans };

/** Maps of text to text: the values of row `i` are the texts [firsts[i], firsts[i + 1]), and its keys `keys[i]`, null where it has no map. */
export type MapSpans = {
  /** Lists of distinct keys; rows with the same keys may share one. */
  readonly keys: readonly (readonly string[] | null)[];
  readonly firsts: Int32Array;
  /** All present. */
  readonly values: Spans;
};
