import type { DdlError } from '../execution/failure.ts';

/** A table as it is named: its database may be left to the session. */
export type TableRef = { readonly database?: string; readonly table: string };

export type ColumnDefinition = { readonly name: string; readonly type: string; readonly comment?: string };

export type Texts = Readonly<Record<string, string>>;

export type CreateTable = {
  readonly kind: 'create table';
  readonly external: boolean;
  readonly ifNotExists: boolean;
  readonly ref: TableRef;
  readonly columns: readonly ColumnDefinition[];
  readonly comment?: string;
  readonly partitionColumns: readonly ColumnDefinition[];
  /** Iceberg's partition fields: `ts`, `day(ts)`. */
  readonly transforms: readonly string[];
  readonly storage: Storage;
  readonly location?: string;
  readonly properties: Texts;
};

export type Storage = {
  readonly serde?: string;
  readonly serdeProperties: Texts;
  readonly storedAs?: string;
  readonly inputFormat?: string;
  readonly outputFormat?: string;
};

/** A partition by its keys' values, in the order that they are given. */
export type PartitionSpec = readonly (readonly [column: string, value: string])[];

export type PartitionFilter = readonly { readonly column: string; readonly operator: string; readonly value: string }[];

export type Alteration =
  | {
      readonly action: 'add partitions';
      readonly ifNotExists: boolean;
      readonly partitions: readonly { readonly spec: PartitionSpec; readonly location?: string }[];
    }
  | { readonly action: 'drop partitions'; readonly ifExists: boolean; readonly filters: readonly PartitionFilter[] }
  | { readonly action: 'rename partition'; readonly from: PartitionSpec; readonly to: PartitionSpec }
  | { readonly action: 'add columns' | 'replace columns'; readonly columns: readonly ColumnDefinition[] }
  | { readonly action: 'change column'; readonly name: string; readonly column: ColumnDefinition }
  | { readonly action: 'drop column'; readonly name: string }
  | { readonly action: 'set properties'; readonly properties: Texts }
  | { readonly action: 'unset properties'; readonly names: readonly string[] }
  | { readonly action: 'set location'; readonly location: string; readonly partition?: PartitionSpec };

export type Ddl =
  | {
      readonly kind: 'create database';
      readonly name: string;
      readonly ifNotExists: boolean;
      readonly comment?: string;
      readonly location?: string;
      readonly properties: Texts;
    }
  | { readonly kind: 'drop database'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'alter database'; readonly name: string; readonly properties: Texts }
  | CreateTable
  | { readonly kind: 'drop table'; readonly ref: TableRef; readonly ifExists: boolean }
  | { readonly kind: 'alter table'; readonly ref: TableRef; readonly alteration: Alteration }
  | { readonly kind: 'repair table'; readonly ref: TableRef }
  | { readonly kind: 'show databases'; readonly like?: string }
  | { readonly kind: 'show tables' | 'show views'; readonly database?: string; readonly like?: string }
  | {
      readonly kind: 'show partitions' | 'show columns' | 'show create table' | 'show create view';
      readonly ref: TableRef;
    }
  | { readonly kind: 'show properties'; readonly ref: TableRef; readonly name?: string }
  | { readonly kind: 'describe'; readonly ref: TableRef; readonly detailed: boolean }
  | { readonly kind: 'vacuum'; readonly ref: TableRef }
  | { readonly kind: 'invalid'; readonly error: DdlError };
