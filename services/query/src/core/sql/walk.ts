import type { QueryContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import type { TableName } from '../table-name.ts';
import type { SqlMistake } from './mistake.ts';
import type { Columns, Scope, TableRead } from './scope.ts';
import type { Word } from './words.ts';

/** The columns that a condition on partitions is of, and the types that they may have. `isTime`: the header names one. */
export type Days = { readonly columns: readonly string[]; readonly types: readonly string[]; readonly isTime: boolean };

/** What a statement is read with. */
export type Reading = {
  /** Which columns a table of the lake's databases has, as far as it is known. */
  readonly columnsOf: (table: TableName) => Columns;
  /** Of `{{rows}}`; undefined where the word stands for nothing. */
  readonly rows: Columns | undefined;
  /** What `{{days}}` bounds; undefined where it stands for nothing. */
  readonly days: Days | undefined;
};

/** A walk through one statement, and what it has found so far. */
export type Walk = Reading & {
  readonly words: ReadonlyMap<number, Word>;
  readonly tables: TableRead[];
  readonly mistakes: SqlMistake[];
  /** Reads a query within another: passed along, as each kind of construct may hold one. */
  readonly query: (ctx: QueryContext, outer: Scope) => Columns;
};
