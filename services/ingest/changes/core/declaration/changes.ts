import type { ColumnType } from './column-type.ts';

/** What changes.yml declares, checked. */
export type Changes = { readonly sources: readonly Source[] };

/** An endpoint of DMS, and how it writes. */
export type Source = {
  readonly name: string;
  /** Folder of the raw bucket, without / at its end, as the next. */
  readonly folder: string;
  /** Where files hold the rows of all tables in the order of their transactions. */
  readonly transactions: string | undefined;
  readonly format: Format;
  readonly tables: readonly Table[];
};

export type Format = {
  readonly header: boolean;
  readonly op: string;
  readonly opInLoads: boolean;
  readonly timestamp: string | undefined;
  readonly sequence: string | undefined;
  /** The prefix of columns that hold the key before the change. */
  readonly beforeImage: string | undefined;
  readonly appended: readonly ('before' | 'timestamp' | 'sequence')[];
  readonly nullText: string;
  readonly delimiter: string;
  readonly newline: '\n' | '\r\n';
  readonly quotes: boolean;
};

export type Table = {
  /** Schema and table as the database has them. */
  readonly schema: string;
  readonly table: string;
  /** In the lake: `<name>_changes`, … */
  readonly name: string;
  /** Of `columns`, in order; none where the table has no key. */
  readonly key: readonly Column[];
  readonly columns: readonly Column[];
  /** Of files without header, the newest first. */
  readonly layouts: readonly Layout[];
  readonly current: 'view' | 'table';
};

export type Column = {
  /** In the database, and what it was called there before. */
  readonly name: string;
  readonly was: readonly string[];
  /** In the lake. */
  readonly as: string;
  readonly type: ColumnType;
  /** The table has it no longer. */
  readonly dropped: boolean;
};

/** An order of columns, by their names in the database; of those of one width, the one whose `until` (epoch ms) is the next after the file's arrival. */
export type Layout = { readonly columns: readonly string[]; readonly until: number | undefined };
