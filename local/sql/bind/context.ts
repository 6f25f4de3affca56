import type { Expression, Position, Query, Relation as RelationNode, WindowSpecification } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import type { Constraint, Relation, Session, TableName } from '../plan.ts';
import type { TrinoType } from '../type.ts';

/** One read of a table; what it must give is known when the whole statement is bound. */
export type ScanRecord = {
  readonly id: string;
  readonly table: TableName;
  readonly snapshot?: string;
  readonly alias: string;
  /** The column to read where none is referred to. */
  readonly fallback: string;
  readonly constraints: { readonly constraint: Constraint; readonly through: readonly Cte[] }[];
};

/** Where a column's values come from unchanged, for pruning. */
export type Origin = { readonly scan: ScanRecord; readonly column: string; readonly through: readonly Cte[] };

export type Field = {
  /** As written where it was named; undefined: nothing can name it. */
  readonly name?: string;
  /** In lower case, outermost first: catalog, database, table, or an alias alone. */
  readonly qualifier: readonly string[];
  readonly type: TrinoType;
  readonly sql: string;
  readonly hidden?: boolean;
  readonly origin?: Origin;
};

export type OutputColumn = {
  readonly id: string;
  readonly name?: string;
  readonly type: TrinoType;
  readonly origin?: Origin;
};

/** A query, bound. `render` gives DuckDB SQL with the wanted columns (by index) under their ids. */
export type BoundQuery = {
  readonly columns: readonly OutputColumn[];
  render(wanted: (index: number) => boolean): string;
};

/** An element of FROM. `render` is called when everything that refers to it has been rendered and marked. */
export type BoundRelation = { readonly fields: readonly Field[]; render(): string };

export type Cte = { readonly id: string; readonly query: BoundQuery; references: number };

export type Environment = {
  readonly catalog: string;
  readonly database: string;
  readonly ctes: ReadonlyMap<string, Cte>;
  /** The views being expanded, to find a view that reads itself. */
  readonly views: readonly string[];
};

/** How expressions of a grouped query find group keys and aggregates. */
export type Grouping = {
  key(expression: Expression, scope: Scope): TypedSql | undefined;
  column(field: Field, name: string, at: Position): TypedSql;
  aggregate(call: Extract<Expression, { kind: 'call' }>, scope: Scope): TypedSql;
  grouping(expression: Extract<Expression, { kind: 'grouping' }>): TypedSql;
};

export type Scope = {
  readonly env: Environment;
  readonly fields: readonly Field[];
  readonly outer?: Scope;
  readonly lambdas: ReadonlyMap<string, TypedSql>;
  /** In ORDER BY: what the output's names stand for. */
  readonly outputs?: ReadonlyMap<string, readonly TypedSql[]>;
  readonly grouping?: Grouping;
  readonly windows: ReadonlyMap<string, WindowSpecification>;
  /** Where aggregates and window functions may not stand: how Trino names the clause. */
  readonly plain?: string;
};

/** What binding one statement shares. */
export type Context = {
  readonly session: Session;
  readonly parameters: readonly Expression[];
  readonly scans: ScanRecord[];
  relation(name: TableName): Relation | undefined;
  /** A name that nothing else in the statement has. */
  fresh(prefix: string): string;
  /** Notes the columns that a piece of SQL refers to. */
  mark(sql: string): void;
  markColumn(alias: string, column: string): void;
  isMarked(alias: string, column: string): boolean;
  marked(alias: string): readonly string[];
  expression(expression: Expression, scope: Scope): TypedSql;
  query(query: Query, env: Environment, outer: Scope | undefined): BoundQuery;
  relationNode(relation: RelationNode, env: Environment, outer: Scope | undefined): BoundRelation;
  view(sql: string): Query;
};

export function reference(alias: string, column: string): string {
  return `"${alias}"."${column.replaceAll('"', '""')}"`;
}

export function scopeOf(env: Environment, fields: readonly Field[], outer: Scope | undefined): Scope {
  return { env, fields, ...(outer && { outer }), lambdas: new Map(), windows: new Map() };
}

export function mismatch(message: string, at: Position): SqlError {
  return new SqlError('TYPE_MISMATCH', message, at);
}

/** Runs `work`; an error without a position gets this one. */
export function located<T>(at: Position, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SqlError && error.position === undefined) throw new SqlError(error.name, error.message, at);
    throw error;
  }
}
