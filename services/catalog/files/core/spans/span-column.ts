import type { TextBytes } from '@tributary/shared/parquet-write.ts';
import type { ColumnType } from '../types/column-type.ts';
import type { Value } from '../value.ts';

/** What stands at a place of JSON. `escaped`: a text with backslashes; `fraction`: a number with a point or an exponent. */
export const form = { text: 0, escaped: 1, whole: 2, fraction: 3, true: 4, false: 5, object: 6, array: 7 } as const;

/**
 * All values but nulls that stand at one place of records, in order: entry `i` is the four numbers from `entries[4 * i]`. These are the number of what
 * it is in (of the entry of the object around it, or of the element among all elements), its bytes [from, to) (of a text without quotes), and its form in the lowest
 * bits, above which an array has the number of its elements.
 */
export type SpanColumn = {
  readonly key: string;
  /** The least place that it had among its object's fields. */
  readonly place: number;
  readonly count: number;
  readonly entries: Int32Array;
  /** A bit for each form that occurs. */
  readonly forms: number;
  /** Of its objects. */
  readonly fields: readonly SpanColumn[];
  /** Of its arrays. */
  readonly element?: SpanColumn;
  /** How many elements its arrays have, nulls among them. */
  readonly elements: number;
  /** What seeing has read already: they all were this, days or microseconds since the epoch, one for each entry. */
  moments?: { readonly scalar: 'date' | 'timestamp'; readonly values: Float64Array };
};

/** Some records as places in the bytes that they were read from. */
export type SpanRecords = {
  readonly kind: 'spans';
  readonly length: number;
  readonly source: TextBytes;
  /** Its entries are the records, all of them objects. */
  readonly root: SpanColumn;
  /** How many entries there are in all. */
  readonly size: number;
  /** What stands there, with numbers as doubles. */
  readonly read: (from: number, to: number) => Value;
  /** The same with numbers as they were written. */
  readonly readExactly: (from: number, to: number) => Value;
};

export const stride = 4;
const formBits = 3;
const formMask = 2 ** formBits - 1;

export const mostElements = 2 ** 27;

export function formOf(code: number): number {
  return code & formMask;
}

export function lengthOf(code: number): number {
  return code >> formBits;
}

export function codeOfArray(length: number): number {
  return form.array | (length << formBits);
}

const scalarForms = 2 ** form.object - 1;

export function isOnlyScalars({ forms }: SpanColumn): boolean {
  return (forms & ~scalarForms) === 0;
}

export function isOnly({ forms }: SpanColumn, one: number): boolean {
  return forms === 2 ** one;
}

/** The value of an entry, read anew. */
export function entryValue(column: SpanColumn, entry: number, read: SpanRecords['read']): Value {
  const at = entry * stride;
  const [from, to] = [column.entries[at + 1] ?? 0, column.entries[at + 2] ?? 0];
  const isText = formOf(column.entries[at + 3] ?? 0) <= form.escaped;
  return isText ? read(from - 1, to + 1) : read(from, to);
}

/** The bytes of an entry. */
export function placeOf({ entries }: SpanColumn, entry: number): readonly [number, number] {
  const at = entry * stride;
  return [entries[at + 1] ?? 0, entries[at + 2] ?? 0];
}

/** A column of scalars, the type that they are wanted as, and how many owners there are. */
export type Leaf = { readonly column: SpanColumn; readonly type: ColumnType; readonly owners: number };
