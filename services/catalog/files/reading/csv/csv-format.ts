import type { Dialect } from '@tributary/shared/csv/csv-rows.ts';

/** How the rows of a file are told apart, and what they are called. */
export type CsvFormat = {
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly hasHeader: boolean;
  /** So many rows at the beginning are none: what stands before the header, and the header. */
  readonly skip: number;
};

export const columnName = (at: number): string => `column_${at + 1}`;
