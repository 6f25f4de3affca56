import type { DuckDBConnection } from '@duckdb/node-api';
import { SqlError } from '../sql/error.ts';

/** The files of tables, by their URI (`s3://bucket/key`). */
export type TableFiles = {
  read(uri: string): Promise<Buffer>;
  /** A file on this disk that DuckDB can read in place. */
  localPath(uri: string): Promise<string>;
  write(uri: string, content: Uint8Array | { readonly file: string }): Promise<{ readonly size: number }>;
  /** Every file whose URI begins with the prefix. */
  list(
    prefix: string,
  ): Promise<readonly { readonly uri: string; readonly size: number; readonly lastModified: number }[]>;
  /** A file that is not there is no error. */
  remove(uri: string): Promise<void>;
  /** An existing folder on this disk where Parquet files are made before they are written to the table. */
  readonly scratchDir: string;
};

/**
 * One table's pointer in the catalog (Glue's `metadata_location`). `swap` is atomic: it answers 'conflict', and changes nothing, when the
 * pointer is no longer `expected`.
 */
export type TablePointer = {
  /** `database.table`, for messages. */
  readonly name: string;
  current(): Promise<string>;
  swap(expected: string, next: string): Promise<'swapped' | 'conflict'>;
};

/** What a statement on a table works with. */
export type TableContext = {
  readonly connection: DuckDBConnection;
  readonly files: TableFiles;
  readonly pointer: TablePointer;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Once it is aborted nothing is committed, and nothing more is written. */
  readonly signal?: AbortSignal;
  /** Awaited before each try to commit. */
  readonly beforeCommit?: () => Promise<void>;
};

/** Ends a statement that is to stop, with Trino's error. */
export function refuseStopped({ signal }: Pick<TableContext, 'signal'>): void {
  if (signal?.aborted) throw new SqlError('USER_CANCELED', 'Query was canceled');
}
