import type { Copy } from '../copy.ts';
import type { RedshiftDestination } from '../egress.ts';
import type { CopyRun } from '../state.ts';
import type { Book } from '../verdict.ts';

export type RedshiftCopy = Omit<Copy, 'destination'> & { readonly destination: RedshiftDestination };

/** What a look at the destination found. */
export type Seen = {
  /** Of the table, in its own order; none where there is no table. */
  readonly columns: readonly string[];
  /** What is written of the table in `_lake_egress`. */
  readonly book?: Book | undefined;
};

/** What is to be changed there, given what was seen. */
export type ApplyPlan = {
  readonly copy: RedshiftCopy;
  readonly run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope' | 'base' | 'location'>;
  readonly seen: Seen;
};

/** Where the rows of a run are, and how Redshift may read them. */
export type Files = {
  /** UNLOAD of no row writes no file, and COPY of no file fails. */
  readonly isEmpty: boolean;
  /** Of the JSONPaths file, where rows travel as JSON: `s3://bucket/key`. */
  readonly jsonPaths: string;
  /** The role that reads them; without it the one that the cluster or namespace has as its default. */
  readonly role?: string | undefined;
};

/** What the verdict goes by: of a table that is not there, no book is true. */
export function bookOf({ columns, book }: Seen): Book | undefined {
  return columns.length === 0 ? undefined : book;
}
