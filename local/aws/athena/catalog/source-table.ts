import type { Table } from '@aws-sdk/client-glue';
import type { IcebergTable } from '../../../iceberg/table.ts';
import type { LakeGrants } from '../../../kernel/lake-grants.ts';
import type { Column, TableName } from '../../../sql/plan.ts';
import type { StoredCatalog } from '../store.ts';
import type { HiveFormat } from './hive-format.ts';
import type { View } from './view.ts';

export type HiveTable = {
  readonly kind: 'hive';
  readonly name: TableName;
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly Column[];
  readonly location: string;
  readonly format: HiveFormat;
  readonly parameters: Readonly<Record<string, string>>;
  readonly glue: Table;
  /** What Lake Formation leaves the caller of it, where it binds the caller. */
  readonly grants?: LakeGrants | undefined;
};

/** What a name in a statement stands for. */
export type SourceTable =
  | HiveTable
  | {
      readonly kind: 'iceberg';
      readonly name: TableName;
      readonly table: IcebergTable;
      readonly glue: Table;
      readonly grants?: LakeGrants | undefined;
    }
  /** The partitions of a table: `"t$partitions"`. */
  | { readonly kind: 'partitions'; readonly name: TableName; readonly of: HiveTable }
  /** Rows made on the spot, as JSON values by column. */
  | {
      readonly kind: 'rows';
      readonly name: TableName;
      readonly columns: readonly Column[];
      rows(): Promise<readonly Readonly<Record<string, unknown>>[]>;
    }
  | {
      readonly kind: 'federated';
      readonly name: TableName;
      readonly columns: readonly Column[];
      readonly catalog: StoredCatalog;
    }
  | { readonly kind: 'view'; readonly name: TableName; readonly view: View; readonly glue: Table };

/** A table that Glue keeps. */
export type CatalogTable = Extract<SourceTable, { kind: 'hive' | 'iceberg' | 'view' }>;
