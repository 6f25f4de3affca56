import type { Caller } from './caller.ts';

/** A database of Glue, or one of its tables. */
export type LakeEntity = { readonly database: string; readonly table?: string };

/** What Lake Formation's grants leave a caller of an entity that it was opted in for. */
export type LakeGrants = {
  /** Whether there is any: without, the caller may not know that the entity exists. */
  readonly isGranted: boolean;
  /** Whether a permission (`SELECT`, `INSERT`, `ALTER`, …) is granted on the whole entity. */
  has(permission: string): boolean;
  /** Whether the caller may read the column. */
  canSelect(column: string): boolean;
  /** Who reads `s3://…` for the caller: the role that its location was registered with; undefined where it is not registered. */
  readerOf(uri: string): Caller | undefined;
};
