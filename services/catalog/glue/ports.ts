import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';
import type { HiveColumn } from './hive-type.ts';
import type { GlueStorage, GlueTable } from './table-input.ts';

export type FoundTable = {
  readonly version: string;
  readonly iceberg: boolean;
  readonly columns: readonly HiveColumn[];
  readonly partitionKeys: readonly string[];
  readonly isView: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  /** The table as it is, with these columns, and parameters beside its own: UpdateTable replaces the whole of it. */
  readonly withColumns: (columns: readonly HiveColumn[], parameters?: Readonly<Record<string, string>>) => TableInput;
  /** The table as it is, but for these. */
  readonly changed: (changes: Partial<TableInput>) => TableInput;
};

export type FindTable = (database: string, table: string) => Promise<FoundTable | undefined>;
/** How many tables of a database have names that begin so. */
export type CountTables = (database: string, namePrefix: string) => Promise<number>;
export type CreateTable = (database: string, table: GlueTable) => Promise<'created' | 'exists'>;
export type UpdateTable = (
  database: string,
  update: { readonly version: string; readonly input: TableInput },
) => Promise<'updated' | 'changed meanwhile'>;

/** A partition by its table and its values. */
export type PartitionId = { readonly database: string; readonly table: string; readonly values: readonly string[] };

export type FoundPartition = {
  readonly columns: readonly HiveColumn[];
  readonly location?: string | undefined;
  /** The partition as it is, with these columns, and elsewhere: UpdatePartition replaces the whole of it. */
  readonly withColumns: (columns: readonly HiveColumn[], location?: string) => PartitionInput;
};

/** A partition of a table, as it is kept. */
export type KeptPartition = { readonly values: readonly string[]; readonly input: PartitionInput };

/** Partitions of a table, many at once. What is there already is created, what is gone is deleted. */
export type PartitionLists = {
  readonly list: (database: string, table: string) => Promise<readonly KeptPartition[]>;
  readonly create: (database: string, table: string, partitions: readonly PartitionInput[]) => Promise<void>;
  readonly update: (database: string, table: string, partitions: readonly KeptPartition[]) => Promise<void>;
  readonly remove: (database: string, table: string, values: readonly (readonly string[])[]) => Promise<void>;
};

export type DeleteTable = (database: string, table: string) => Promise<void>;

export type CreatePartition = (partition: PartitionId, storage: GlueStorage) => Promise<'created' | 'exists'>;
export type FindPartition = (partition: PartitionId) => Promise<FoundPartition>;
export type UpdatePartition = (partition: PartitionId, input: PartitionInput) => Promise<void>;
