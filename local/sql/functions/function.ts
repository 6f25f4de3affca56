import type { TrinoType } from '../type.ts';

/** An expression whose type is known: `sql` is DuckDB's, safe to embed anywhere (parenthesised where it must be). */
export type TypedSql = {
  readonly type: TrinoType;
  readonly sql: string;
  /** The literal's value, where the argument is a constant in the query's text (or folded from constants). */
  readonly literal?: string | number | bigint | boolean | null;
};

/**
 * An argument that is a lambda: `parameters` are its names; `bind` types its body once the parameter types are known and
 * gives it as DuckDB SQL over those names.
 */
export type LambdaArgument = {
  readonly lambda: true;
  readonly parameters: readonly string[];
  bind(types: readonly TrinoType[]): TypedSql;
};

export type Argument = TypedSql | LambdaArgument;

/**
 * One Trino function. `bind` gets bound arguments and returns the call's type and DuckDB SQL, or undefined when no signature
 * takes these types (the binder then throws FUNCTION_NOT_FOUND, or TYPE_MISMATCH). It throws SqlError for what Trino refuses.
 * Arguments arrive uncoerced; `coerce` (coercion.ts) applies Trino's implicit casts.
 */
export type ScalarFunction = {
  readonly name: string;
  bind(args: readonly Argument[]): TypedSql | undefined;
};

/** What an aggregate may carry beside its arguments; the function places them, or refuses what Trino refuses. */
export type AggregateModifiers = {
  readonly distinct: boolean;
  /** DuckDB SQL of `ORDER BY …` inside the call, without the keywords; nulls placement already explicit. */
  readonly orderBy?: string;
  /** DuckDB SQL of the FILTER condition. */
  readonly filter?: string;
  /** IGNORE NULLS, for window functions. */
  readonly ignoreNulls?: boolean;
  /** DuckDB SQL of the OVER clause's content, where the aggregate is used as a window function. */
  readonly over?: string;
};

export type AggregateFunction = {
  readonly name: string;
  bind(args: readonly Argument[], modifiers: AggregateModifiers): TypedSql | undefined;
};

/** A scalar function of our own, in JavaScript, registered on the DuckDB connection before the first query. */
export type NativeFunction = {
  readonly name: string;
  /** DuckDB type names. */
  readonly parameters: readonly string[];
  readonly returns: string;
  /** false: NULL in any argument gives NULL without a call. */
  readonly handlesNulls: boolean;
  call(...values: readonly unknown[]): unknown;
};
