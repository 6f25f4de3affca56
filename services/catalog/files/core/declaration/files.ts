import type { ReadingHints } from '../../reading/records.ts';
import type { ColumnType } from '../types/column-type.ts';

/** What tables.yml says of a column, by its key in the files. */
export type DeclaredColumn = {
  readonly type?: ColumnType | undefined;
  /** The name that it has in the table. */
  readonly as?: string | undefined;
  readonly isSensitive: boolean;
};

/** What tables.yml says of the files of a table. */
export type DeclaredFiles = {
  readonly hints: ReadingHints;
  /** Texts that are NULL in a CSV file, where they stand without quotes. */
  readonly nulls: readonly string[];
  readonly columns: ReadonlyMap<string, DeclaredColumn>;
  /** Columns that are taken out of this one, which holds objects. */
  readonly lift?: string;
};

/** By name of the table: those of raw/files and raw/saas, and those of event types. */
export type Declarations = {
  readonly files: ReadonlyMap<string, DeclaredFiles>;
  readonly events: ReadonlyMap<string, DeclaredFiles>;
};

export const undeclared: DeclaredFiles = { hints: {}, nulls: [], columns: new Map() };
