import type { Presence } from './presence.ts';
import type { ParquetValue } from './schema.ts';
import type { Spans } from './text.ts';
import type { Cells, WordsEach } from './values.ts';

/**
 * Some rows of one column, in the form that is at hand: row 0 is number 0 of each list. Numbers without `present` are all present; with it row
 * `i` is where present[i] is 1, and where it is 0 its number is not looked at (NaN in its place would be a value of DOUBLE, and is none of Int32Array).
 */
export type Vector =
  | { readonly kind: 'cells'; readonly cells: Cells }
  /** One value in every row; null: it is absent. */
  | { readonly kind: 'same'; readonly value: ParquetValue }
  /** Numbers, whole ones but for DOUBLE; of decimals and dates what cells of them are, of booleans 1 and 0. */
  | { readonly kind: 'numbers'; readonly values: Int32Array | Float64Array; readonly present?: Presence }
  /**
   * Whole numbers that doubles may not hold, two or four 32-bit words each, the lowest first, in two's complement: for INT64, timestamps and
   * decimals two, which is also how a BigInt64Array lies in memory; four for decimals of more than 18 digits alone.
   */
  | { readonly kind: 'words'; readonly words: Int32Array; readonly each: WordsEach; readonly present?: Presence }
  | { readonly kind: 'texts'; readonly texts: Spans }
  | { readonly kind: 'maps'; readonly maps: MapSpans }
  /** One vector for each field, whose rows are the structs that are present. */
  | { readonly kind: 'structs'; readonly fields: readonly Vector[]; readonly present?: Presence }
  /** Lists of so many elements each, -1 where it is absent; the rows of `elements` are those of all lists in order. */
  | { readonly kind: 'lists'; readonly lengths: Int32Array; readonly elements: Vector };

/** Maps of text to text: the values of row `i` are the texts [firsts[i], firsts[i + 1]), and its keys `keys[i]`, null where it has no map. */
export type MapSpans = {
  /** Lists of distinct keys; rows with the same keys may share one. */
  readonly keys: readonly (readonly string[] | null)[];
  readonly firsts: Int32Array;
  /** All present. */
  readonly values: Spans;
};
