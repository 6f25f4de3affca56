import type { OpenRaw } from '@tributary/shared/objects/raw-objects.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import type { ReadFooter } from '../../glue/parquet-footer.ts';
import type { CreateTable, DeleteTable, FindTable, PartitionLists, UpdateTable } from '../../glue/ports.ts';
import type { HideColumns } from '../../glue/sensitive-columns.ts';
import type { ConvertFile } from '../converting/convert-file.ts';
import type { Declarations } from '../core/declaration/files.ts';
import type { Step } from './messages.ts';
import type { ListObjects } from './raw-listing.ts';
import type { States } from './state.ts';

export type RetypeDeps = {
  readonly database: string;
  readonly rawBucket: string;
  readonly lakeBucket: string;
  /** `rejected/<stage>/` */
  readonly rejectedPrefix: string;
  readonly declarations: Declarations;
  readonly states: States;
  readonly findTable: FindTable;
  readonly createTable: CreateTable;
  readonly updateTable: UpdateTable;
  readonly deleteTable: DeleteTable;
  readonly hideColumns: HideColumns;
  readonly partitions: PartitionLists;
  readonly listObjects: ListObjects;
  readonly removeObjects: (bucket: string, keys: readonly string[]) => Promise<void>;
  readonly readFooter: ReadFooter;
  readonly open: OpenRaw;
  readonly convertFile: ConvertFile;
  readonly sendEvents: SendEvents;
  /** Has a later invocation go on. */
  readonly next: (step: Step, delaySeconds?: number) => Promise<void>;
  /** Has convert look at an object of the raw bucket. */
  readonly convertLater: (key: string) => Promise<void>;
  /** Milliseconds that old files stay, for statements that still read them. */
  readonly keepMs: number;
  readonly now: () => number;
};

/** Of an invocation: milliseconds that it still has. */
export type RemainingMs = () => number;

/** A step is not begun with less. */
export const leastMs = 15_000;
