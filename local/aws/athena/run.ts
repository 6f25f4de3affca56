import type { DuckDBConnection } from '@duckdb/node-api';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { ObjectFiles } from '../../kernel/objects.ts';
import type { StoredCatalog } from './store.ts';

/** What one statement's execution works with: everything it does, it does as `caller`. */
export type Run = {
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly objects: ObjectFiles;
  readonly connection: DuckDBConnection;
  /** An empty folder of this execution alone; gone when it ends. */
  readonly workDir: string;
  readonly queryExecutionId: string;
  /** `s3://…/`, where the execution's results go. */
  readonly outputFolder: string;
  readonly session: { readonly catalog: string; readonly database: string };
  readonly parameters: readonly string[];
  readonly now: number;
  readonly catalogs: { get(name: string): StoredCatalog | undefined };
  /** Where the CSV files of federated catalogs lie whose host is a reserved name. */
  readonly catalogsDir: string;
  readonly scanned: Scanned;
  /** Throws when the work group's limit on bytes is exceeded. */
  checkScanned(): void;
  /** Aborted when the execution is stopped. */
  readonly signal: AbortSignal;
  /** Awaited before anything is committed or written. */
  linger(): Promise<void>;
  /** When the oldest execution that is under way began. */
  busySince(): number;
};

export type Scanned = { bytes: number; rows: number };
