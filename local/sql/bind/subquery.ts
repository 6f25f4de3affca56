import type { Expression, Position, Query, Relation } from '../ast.ts';
import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { bindComparison } from '../functions/operators.ts';
import type { TrinoType } from '../type.ts';
import { rowConstructor } from './constructor.ts';
import type { BoundQuery, Context, Scope } from './context.ts';
import { reference } from './context.ts';

const BOOLEAN: TrinoType = { kind: 'boolean' };

export function bindScalarQuery(
  node: Extract<Expression, { kind: 'subquery' }>,
  scope: Scope,
  context: Context,
): TypedSql {
  const query = inner(node.query, scope, context);
  const value = oneColumn(query, node.at);
  const alias = context.fresh('q');
  const [column] = query.columns;
  if (query.columns.length === 1 && column) return { type: column.type, sql: `(${render(query)})` };
  return { type: value(alias).type, sql: `(SELECT ${value(alias).sql} FROM (${render(query)}) AS "${alias}")` };
}

export function bindExists(node: Extract<Expression, { kind: 'exists' }>, scope: Scope, context: Context): TypedSql {
  return { type: BOOLEAN, sql: `EXISTS (${render(inner(node.query, scope, context))})` };
}

/** IN (query), with Trino's equality and its NULLs. */
export function bindInQuery(node: Extract<Expression, { kind: 'in query' }>, scope: Scope, context: Context): TypedSql {
  const query = inner(node.query, scope, context);
  const any = quantified('=', 'ANY', context.expression(node.value, scope), query, node.at, context);
  return { type: BOOLEAN, sql: node.negated ? `(NOT ${any})` : any };
}

export function bindQuantified(
  node: Extract<Expression, { kind: 'quantified' }>,
  scope: Scope,
  context: Context,
): TypedSql {
  const query = inner(node.query, scope, context);
  const left = context.expression(node.left, scope);
  return { type: BOOLEAN, sql: quantified(node.operator, node.quantifier, left, query, node.at, context) };
}

function quantified(
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=',
  quantifier: 'ALL' | 'ANY',
  left: TypedSql,
  query: BoundQuery,
  at: Position,
  context: Context,
): string {
  const alias = context.fresh('q');
  const right = oneColumn(query, at)(alias);
  const test = bindComparison(operator, left, right).sql;
  const plain = simpleIn(operator, quantifier, left, right);
  if (plain)
    return `(${plain} IN (SELECT ${reference(alias, query.columns[0]?.id ?? '')} FROM (${render(query)}) AS "${alias}"))`;
  const tests = context.fresh('q');
  const unknown = `WHEN count(*) FILTER (WHERE "t" IS NULL) > 0 THEN NULL`;
  const decision =
    quantifier === 'ANY'
      ? `CASE WHEN coalesce(bool_or("t"), FALSE) THEN TRUE ${unknown} ELSE FALSE END`
      : `CASE WHEN NOT coalesce(bool_and("t"), TRUE) THEN FALSE ${unknown} ELSE TRUE END`;
  return `(SELECT ${decision} FROM (SELECT ${test} AS "t" FROM (${render(query)}) AS "${alias}") AS "${tests}")`;
}

/** `left` for DuckDB's own IN, where it compares as Trino does: the same type, and neither floating point nor nested. */
function simpleIn(operator: string, quantifier: string, left: TypedSql, right: TypedSql): string | undefined {
  if (operator !== '=' || quantifier !== 'ANY') return undefined;
  const plain = ['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'varchar', 'date', 'decimal', 'timestamp'];
  if (!plain.includes(left.type.kind) || !plain.includes(right.type.kind)) return undefined;
  return coerce(left, right.type)?.sql;
}

function inner(query: Query, scope: Scope, context: Context): BoundQuery {
  const unnested = query.body.kind === 'select' ? query.body.from.flatMap(unnestValues) : [];
  if (refersOut(unnested, scope, context)) {
    throw new SqlError('NOT_SUPPORTED', 'Given correlated subquery is not supported', query.at);
  }
  return context.query(query, scope.env, scope);
}

function unnestValues(relation: Relation): readonly Expression[] {
  if (relation.kind === 'aliased') return unnestValues(relation.relation);
  return relation.kind === 'unnest' ? relation.values : [];
}

function refersOut(values: readonly Expression[], scope: Scope, context: Context): boolean {
  return values.some((value) => /"[qtu]\d+"\."/.test(context.expression(value, scope).sql));
}

/** The one value that each row of the subquery gives: its column, or a row of its columns. */
function oneColumn(query: BoundQuery, at: Position): (alias: string) => TypedSql {
  if (query.columns.length === 0) throw new SqlError('TYPE_MISMATCH', 'Subquery has no columns', at);
  return (alias) => {
    const columns = query.columns.map((column) => ({ type: column.type, sql: reference(alias, column.id) }));
    const [only] = columns;
    return columns.length === 1 && only ? only : rowConstructor(columns);
  };
}

function render(query: BoundQuery): string {
  return query.render(() => true);
}
