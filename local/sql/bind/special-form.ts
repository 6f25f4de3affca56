import type { Call, Expression } from '../ast.ts';
import { coerce } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { bindComparison } from '../functions/operators.ts';
import { typeName } from '../type-name.ts';
import { condition, unify } from './condition.ts';

type Bind = (expression: Expression) => TypedSql;

/** What looks like a function but binds in its own way: IF, COALESCE, NULLIF, TRY, typeof. */
export function bindSpecialForm(name: string, call: Call, bind: Bind): TypedSql | undefined {
  switch (name) {
    case 'if':
      return bindIf(call, bind);
    case 'coalesce':
      return bindCoalesce(call, bind);
    case 'nullif':
      return bindNullIf(call, bind);
    case 'try':
      return bindTry(call, bind);
    case 'typeof':
      return bindTypeOf(call, bind);
    default:
      return undefined;
  }
}

function bindIf(call: Call, bind: Bind): TypedSql {
  const [test, yes, no] = call.args;
  if (!test || !yes || call.args.length > 3) {
    throw new SqlError('SYNTAX_ERROR', "Invalid number of arguments for 'if' function", call.at);
  }
  const tested = condition(bind(test), 'IF condition', test.at);
  const missing: TypedSql = { type: { kind: 'unknown' }, sql: 'CAST(NULL AS INTEGER)', literal: null };
  const { type, values } = unify([bind(yes), no ? bind(no) : missing], 'Result types for IF', call.at);
  return { type, sql: `(CASE WHEN ${tested.sql} THEN ${values[0]?.sql} ELSE ${values[1]?.sql} END)` };
}

function bindCoalesce(call: Call, bind: Bind): TypedSql {
  if (call.args.length < 2) {
    throw new SqlError('SYNTAX_ERROR', "The 'coalesce' function must have at least two arguments", call.at);
  }
  const { type, values } = unify(call.args.map(bind), 'All COALESCE operands', call.at);
  return { type, sql: `coalesce(${values.map((value) => value.sql).join(', ')})` };
}

function bindNullIf(call: Call, bind: Bind): TypedSql {
  const [first, second] = call.args;
  if (!first || !second || call.args.length !== 2) {
    throw new SqlError('SYNTAX_ERROR', "Invalid number of arguments for 'nullif' function", call.at);
  }
  const value = bind(first);
  const other = bind(second);
  return {
    type: value.type,
    sql: `(CASE WHEN ${bindComparison('=', value, other).sql} THEN NULL ELSE ${value.sql} END)`,
  };
}

function bindTry(call: Call, bind: Bind): TypedSql {
  const [value] = call.args;
  if (!value || call.args.length !== 1) {
    throw new SqlError('SYNTAX_ERROR', "The 'try' function must have exactly one argument", call.at);
  }
  const bound = bind(value);
  const within = beyondTry.find(([pattern]) => pattern.test(bound.sql))?.[1];
  if (within) throw new SqlError('NOT_SUPPORTED', `TRY over ${within} is not supported by the local cloud`, call.at);
  return { type: bound.type, sql: `TRY(${bound.sql})` };
}

/** What DuckDB's TRY does not take, and whose error it gives NULL for while Trino's lets it through. */
const beyondTry: readonly (readonly [RegExp, string])[] = [
  [/\bSELECT\b|\bOVER \(/, 'a subquery or window function'],
  [/\b(random|uuid)\(/, 'random(), uuid() or shuffle()'],
  [/PATH_EVALUATION_ERROR/, 'a JSON function that says ERROR ON ERROR or ERROR ON EMPTY'],
];

function bindTypeOf(call: Call, bind: Bind): TypedSql {
  const [value] = call.args;
  if (!value || call.args.length !== 1) {
    throw new SqlError('FUNCTION_NOT_FOUND', 'Unexpected parameters for function typeof', call.at);
  }
  const name: TypedSql = { type: { kind: 'varchar' }, sql: `'${typeName(bind(value).type).replaceAll("'", "''")}'` };
  return coerce(name, { kind: 'varchar' }) ?? name;
}
