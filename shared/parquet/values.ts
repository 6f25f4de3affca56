import type { Statistics } from 'hyparquet';
import type { ParquetValue } from './schema.ts';
import type { Spans } from './text.ts';

/** The cells of a column, some rows of it; what is null or undefined is absent. */
export type Cells = readonly ParquetValue[];

/** The values of a column chunk, without those that are absent, as they stand in its pages. */
export type EncodedValues = {
  readonly encoding: 'PLAIN' | 'RLE_DICTIONARY';
  readonly data: Uint8Array;
  /** PLAIN too. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly count: number };
  readonly bounds?: Pick<Statistics, 'min_value' | 'max_value'>;
};

/** How many 32-bit words a whole number takes that is larger than a double can count to. */
export type WordsEach = 2 | 4;

/** Collects the values of one leaf in one row group. */
export type ValueBuilder = {
  /** Takes those of cells[from, to) that are present; a TypeError names the first that the column cannot hold. */
  add(cells: Cells, from: number, to: number): void;
  /** Takes a value `count` times, where that is quicker than one by one. */
  addSame?(value: ParquetValue, count: number): void;
  /** Takes the first `count` of them, where the column holds numbers. */
  addNumbers?(values: Int32Array | Float64Array, count: number): void;
  /** The same of whole numbers of `each` words, the lowest first. */
  addWords?(words: Int32Array, each: WordsEach, count: number): void;
  /** Takes the texts [from, to) that are present, where the column holds texts. */
  addSpans?(spans: Spans, from: number, to: number): void;
  /** Memory held, about. */
  bytes(): number;
  encode(): EncodedValues;
};

/** The error for a value that a column cannot hold. */
export function cannotHold(column: string, expected: string, value: unknown): TypeError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
  return new TypeError(`the Parquet column ${column} holds ${expected}, not ${shown}`);
}

/** Room for twice as many elements. */
export function grown(values: Uint16Array): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(Math.max(64, values.length * 2));
  larger.set(values);
  return larger;
}
