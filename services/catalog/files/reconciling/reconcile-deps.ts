import type { ListVersions } from '@tributary/shared/objects/raw-versions.ts';
import type { ReadFooter } from '../../glue/parquet-footer.ts';
import type { FindTable, PartitionLists, UpdateTable } from '../../glue/ports.ts';
import type { Declarations } from '../core/declaration/files.ts';
import type { ListObjects } from '../retyping/raw-listing.ts';
import type { Report } from './report.ts';
import type { SeenFiles } from './seen-files.ts';

export type ReconcileDeps = {
  readonly database: string;
  readonly rawBucket: string;
  readonly lakeBucket: string;
  readonly declarations: Declarations;
  readonly findTable: FindTable;
  readonly updateTable: UpdateTable;
  readonly partitions: PartitionLists;
  readonly listObjects: ListObjects;
  readonly listVersions: ListVersions;
  /** The folders of a bucket that lie in this one. */
  readonly listFolders: (bucket: string, prefix: string) => Promise<readonly string[]>;
  readonly readFooter: ReadFooter;
  readonly seen: SeenFiles;
  /** Has convert look at an object of the raw bucket. */
  readonly convertLater: (key: string) => Promise<void>;
  /** Has a table made again with the types that its files show. */
  readonly retypeLater: (table: string) => Promise<void>;
  /** Has a later invocation reconcile a folder. */
  readonly next: (folder: string) => Promise<void>;
  readonly writeReport: (report: Report) => Promise<void>;
  /** Footers of files that one invocation reads: a table with more is gone on with by the next. */
  readonly mostFooters: number;
  /** A larger table is not made again by itself. */
  readonly retypeBytes: number;
  readonly now: () => number;
};
