import { entryValue, placeOf, type SpanRecords } from '../core/spans/span-column.ts';
import type { TextRows } from '../core/texts/text-column.ts';
import { type Fields, isFields } from '../core/value.ts';

export { type Value, type Written, written } from '../core/value.ts';

/** A record's members by name. A record that is no object is `{ value: it }`. */
export type Row = Fields;

/** Some records in order. */
export type JsonRecords = {
  readonly kind: 'values';
  readonly length: number;
  readonly rows: readonly Row[];
  /** The record as it was written (JSON: its bytes' text); absent where there is no text (Parquet, Avro). */
  readonly textOf?: (row: number) => string;
  /** The record with all numbers as they were written, where `rows` has doubles. JSON only. */
  readonly exactly?: (row: number) => Row;
};

/** Rows of a CSV file, of which each is one, under the names of its header. Nobody else changes them later. */
export type TextRecords = {
  readonly kind: 'texts';
  readonly length: number;
  readonly names: readonly string[];
  readonly rows: TextRows;
};

export type FileRecords = JsonRecords | SpanRecords | TextRecords;

/** Records of JSON as values, however they are held. */
export function asValues(records: JsonRecords | SpanRecords): JsonRecords {
  return records.kind === 'spans' ? valuesOfSpans(records) : records;
}

function valuesOfSpans({ root, source: { bytes }, read, readExactly, length }: SpanRecords): JsonRecords {
  const rowBy =
    (how: SpanRecords['read']) =>
    (row: number): Row => {
      const value = entryValue(root, row, how);
      return isFields(value) ? value : { value };
    };
  const rows = Array.from({ length }, (_, row) => rowBy(read)(row));
  const textOf = (row: number): string => bytes.toString('utf8', ...placeOf(root, row));
  return { kind: 'values', length, rows, textOf, exactly: rowBy(readExactly) };
}

/** What is declared of how a table's files are to be read. */
export type ReadingHints = {
  readonly format?: 'json' | 'csv' | 'parquet' | 'avro';
  /** The keys that lead to the records of an envelope. */
  readonly records?: readonly string[];
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';
  readonly delimiter?: string;
  readonly quote?: string;
  /** Whether the first row is a header, or the names of the columns of files without one. */
  readonly header?: boolean | readonly string[];
};
