import type { TrinoType } from './type.ts';

export type TableName = { readonly catalog: string; readonly database: string; readonly table: string };

export type Column = { readonly name: string; readonly type: TrinoType };

/** What a name in FROM stands for. Column names are in lower case; partition columns come last, as Athena lists them. */
export type Relation =
  | {
      readonly kind: 'table';
      readonly name: TableName;
      readonly format: 'hive' | 'iceberg' | 'federated';
      readonly columns: readonly Column[];
      readonly partitionColumns: readonly string[];
    }
  | {
      readonly kind: 'view';
      readonly name: TableName;
      readonly columns: readonly Column[];
      /** Trino SQL, to be bound with the view's own catalog and database. */
      readonly sql: string;
      readonly catalog: string;
      readonly database: string;
    };

/** The catalog as the binder sees it. `undefined`: no such table (TABLE_NOT_FOUND); it throws SqlError for a missing schema or catalog. */
export type Metadata = {
  relation(name: TableName): Promise<Relation | undefined>;
};

export type Session = {
  readonly catalog: string;
  readonly database: string;
  /** Epoch milliseconds, the same for the whole statement. */
  readonly now: number;
  /** ExecutionParameters: Trino SQL literals, as text, for `?`. */
  readonly parameters: readonly string[];
};

/** A condition on one column of one scan against constants, from the statement's top-level AND. Used to prune, never instead of filtering. */
export type Constraint = {
  readonly column: string;
  readonly type: TrinoType;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'in' | 'is null' | 'is not null';
  /** As DuckDB casts them from text to the column's type: numbers, strings, ISO dates and timestamps in UTC. */
  readonly values: readonly string[];
};

/**
 * One read of one table. The plan's SQL names the DuckDB relation `id`, which whoever runs the plan creates first with exactly
 * `columns` (of the types in type.ts). `$path` is a varchar column, `$file_size` a bigint,
 * `$file_modified_time` a timestamp(3) with time zone; `$file_position` (bigint, with `$path`) finds a row again in an Iceberg data file.
 */
export type Scan = {
  readonly id: string;
  readonly table: TableName;
  /** Of an Iceberg table, by its number; without it the present one. */
  readonly snapshot?: string;
  readonly columns: readonly string[];
  readonly constraints: readonly Constraint[];
};

export type QueryPlan = {
  readonly sql: string;
  readonly output: readonly Column[];
  readonly scans: readonly Scan[];
};

/** Properties of CREATE TABLE … WITH (…), UNLOAD … WITH (…): names in lower case, values as constants. */
export type Properties = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A statement, bound. Hive DDL (CREATE EXTERNAL TABLE, MSCK …) is not Trino's and is read by athena/ddl. */
export type Plan =
  | { readonly kind: 'query'; readonly query: QueryPlan }
  /** `query.output` is coerced to the target's columns (all of them, in the table's order; those not named are NULL). */
  | { readonly kind: 'insert'; readonly target: TableName; readonly query: QueryPlan }
  | {
      readonly kind: 'create table as';
      readonly target: TableName;
      readonly ifNotExists: boolean;
      readonly properties: Properties;
      readonly withData: boolean;
      readonly query: QueryPlan;
    }
  | { readonly kind: 'unload'; readonly location: string; readonly properties: Properties; readonly query: QueryPlan }
  /**
   * DELETE, UPDATE and MERGE of an Iceberg table. `query` gives one row per change: `$operation` ('delete', 'update', 'insert'),
   * `$path` and `$file_position` of the target row (NULL for an insert), then the target's columns with their new values (NULL for a delete).
   * For MERGE, rows that no WHEN clause applies to are not there, and a target row that is changed twice must end the statement with
   * MERGE_TARGET_ROW_MULTIPLE_MATCHES.
   */
  | {
      readonly kind: 'change';
      readonly statement: 'delete' | 'update' | 'merge';
      readonly target: TableName;
      readonly query: QueryPlan;
    }
  /** OPTIMIZE of the partitions that fulfil all constraints, which say what its WHERE says and no less. */
  | { readonly kind: 'optimize'; readonly target: TableName; readonly constraints: readonly Constraint[] }
  | {
      readonly kind: 'create view';
      readonly view: TableName;
      readonly replace: boolean;
      readonly sql: string;
      readonly columns: readonly Column[];
    }
  | { readonly kind: 'drop view'; readonly view: TableName; readonly ifExists: boolean }
  | {
      readonly kind: 'explain';
      readonly analyze: boolean;
      readonly format: 'text' | 'json' | 'validate' | 'io';
      readonly plan: Plan;
    };
