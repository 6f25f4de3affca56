import type { Column } from '../../../../sql/plan.ts';

/** Reads one record (a line, without its terminator) to JSON texts, one per wanted column; undefined: no record. */
export type Decode = (line: string) => readonly string[] | undefined;

/** What a SerDe is made for: all of the file's columns, and which of them are wanted. */
export type SerdeInput = {
  readonly columns: readonly Column[];
  readonly wanted: readonly string[];
  readonly serde: string;
  readonly parameters: Readonly<Record<string, string>>;
};
