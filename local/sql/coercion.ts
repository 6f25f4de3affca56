import { castSql } from './casts/cast.ts';
import { SqlError } from './error.ts';
import type { TypedSql } from './functions/function.ts';
import { canCoerce } from './super-type.ts';
import type { TrinoType } from './type.ts';
import { sameType, typeName } from './type-name.ts';

export { canCoerce, commonSuperType } from './super-type.ts';

/** `expr` as `to`, by an implicit cast; undefined where Trino has none. */
export function coerce(expr: TypedSql, to: TrinoType): TypedSql | undefined {
  if (sameType(expr.type, to)) return expr;
  if (!canCoerce(expr.type, to)) return undefined;
  const sql = castSql(expr, to);
  return sql === undefined ? undefined : retyped(expr, to, sql);
}

/** CAST and TRY_CAST. Throws TYPE_MISMATCH where Trino has no such cast. */
export function cast(expr: TypedSql, to: TrinoType, options: { readonly try: boolean }): TypedSql {
  const sql = castSql(expr, to);
  if (sql === undefined) throw new SqlError('TYPE_MISMATCH', `Cannot cast ${typeName(expr.type)} to ${typeName(to)}`);
  if (!options.try || sql === expr.sql) return retyped(expr, to, sql);
  return { type: to, sql: `TRY(${sql})` };
}

/** A literal stays one where the cast keeps its value as it is. */
function retyped(expr: TypedSql, to: TrinoType, sql: string): TypedSql {
  const kept = expr.literal === null || sql === expr.sql || (isWhole(expr.type) && isWhole(to));
  return kept && expr.literal !== undefined ? { type: to, sql, literal: expr.literal } : { type: to, sql };
}

function isWhole(type: TrinoType): boolean {
  return type.kind === 'tinyint' || type.kind === 'smallint' || type.kind === 'integer' || type.kind === 'bigint';
}
