import type { TestSql } from '../header/test-sql.ts';
import type { ParsedSelect } from '../sql/parse-select.ts';
import type { TableRead } from '../sql/scope.ts';
import type { TableName } from '../table-name.ts';
import type { HeaderOfFile } from './read-header.ts';

/** `file:line:column` of a place in a statement, from the statement's own line and column. */
export type PlaceOf = (place: { readonly line: number; readonly column: number }) => string;

export type Parsed = Extract<ParsedSelect, { readonly words: unknown }>;

/** One file, read. */
export type Declaration = HeaderOfFile & {
  readonly parsed: Parsed;
  readonly placeOf: PlaceOf;
  /** What its SELECT names, each time. */
  readonly tables: readonly TableRead[];
  /** What it comes after: by its header, or else what its SELECT reads; each once. */
  readonly after: readonly TableName[];
  readonly tests: readonly DeclaredTest[];
};

/** `parsed`: where a person has a say in its SQL. */
export type DeclaredTest = TestSql & { readonly parsed?: Parsed; readonly placeOf: PlaceOf };
