import type { Source, Table } from '../core/declaration/changes.ts';
import type { FileKind } from '../core/rows/row-plan.ts';

/** A file of changes, and what S3 says of it. */
export type ArrivedFile = {
  readonly source: Source;
  /** Undefined where it holds the changes of all tables. */
  readonly table: Table | undefined;
  readonly isParquet: boolean;
  readonly kind: FileKind;
  /** That the file belongs to, by table. */
  readonly generationOf: (table: Table) => number;
};
