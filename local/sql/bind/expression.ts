import type { Expression } from '../ast.ts';
import { cast } from '../coercion.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { bindArithmetic, bindComparison, bindNegate, bindSubscript } from '../functions/operators.ts';
import { parseTypeName } from '../parse-type-name.ts';
import { bindCall } from './call.ts';
import { bindBetween, bindCase, bindInList, bindLike, bindLogical, bindNot } from './condition.ts';
import { arrayConstructor, rowConstructor } from './constructor.ts';
import type { Context, Scope } from './context.ts';
import { located } from './context.ts';
import { bindInterval } from './interval.ts';
import { bindJson } from './json.ts';
import { bindNumber, bindTypedLiteral, constant } from './literal.ts';
import { bindAtTimeZone, bindCurrent, bindExtract } from './moment.ts';
import { bindName, rowField } from './resolve.ts';
import { bindExists, bindInQuery, bindQuantified, bindScalarQuery } from './subquery.ts';

/** Gives an expression its Trino type and DuckDB SQL. Throws SqlError with Trino's names and the position. */
export function bindExpression(expression: Expression, scope: Scope, context: Context): TypedSql {
  const key = scope.grouping?.key(expression, scope);
  return key ?? located(expression.at, () => bindKind(expression, scope, context));
}

function bindKind(node: Expression, scope: Scope, context: Context): TypedSql {
  const bind = (value: Expression): TypedSql => context.expression(value, scope);
  switch (node.kind) {
    case 'null':
      return { type: { kind: 'unknown' }, sql: 'CAST(NULL AS INTEGER)', literal: null };
    case 'boolean':
      return { type: { kind: 'boolean' }, sql: node.value ? 'TRUE' : 'FALSE', literal: node.value };
    case 'number':
      return bindNumber(node);
    case 'string':
      return constant({ kind: 'varchar', length: [...node.value].length }, node.value);
    case 'binary':
      return { type: { kind: 'varbinary' }, sql: `unhex('${node.hex}')` };
    case 'typed literal':
      return bindTypedLiteral(node);
    case 'interval':
      return bindInterval(node);
    case 'parameter':
      return bindParameter(node.index, scope, context);
    case 'name':
      return bindName(node.parts, scope, node.at);
    case 'field':
      return rowField(bind(node.base), node.field, [node.field], node.at);
    case 'subscript':
      return bindSubscript(bind(node.base), bind(node.index));
    case 'call':
      return bindCall(node, scope, context);
    case 'row':
      return rowConstructor(node.items.map(bind));
    case 'array':
      return arrayConstructor(node.items.map(bind));
    case 'cast':
      return cast(bind(node.value), parseTypeName(node.type), { try: node.try });
    case 'at time zone':
      return bindAtTimeZone(bind(node.value), bind(node.zone));
    case 'extract':
      return bindExtract(node.field, bind(node.value));
    case 'current':
      return bindCurrent(node, context);
    case 'grouping':
      return bindGrouping(node, scope);
    case 'arithmetic':
      return bindArithmetic(node.operator, bind(node.left), bind(node.right));
    case 'negate':
      return bindNegate(bind(node.value));
    case 'plus':
      return bind(node.value);
    case 'lambda':
      throw new SqlError('TYPE_MISMATCH', 'Lambda expression should always be used inside a function', node.at);
    default:
      return bindCondition(node, scope, context);
  }
}

function bindCondition(
  node: Exclude<Expression, { kind: 'lambda' | 'number' | 'string' | 'name' }>,
  scope: Scope,
  context: Context,
): TypedSql {
  const bind = (value: Expression): TypedSql => context.expression(value, scope);
  switch (node.kind) {
    case 'case':
      return bindCase(node, bind);
    case 'not':
      return bindNot(bind(node.value), node.value.at);
    case 'logical':
      return bindLogical(node.operator, node.terms, bind);
    case 'comparison':
      return bindComparison(node.operator, bind(node.left), bind(node.right));
    case 'between':
      return bindBetween(node, bind);
    case 'in list':
      return bindInList(node, bind);
    case 'like':
      return bindLike(node, bind);
    case 'is null':
      return { type: { kind: 'boolean' }, sql: `(${bind(node.value).sql} IS ${node.negated ? 'NOT ' : ''}NULL)` };
    case 'is distinct':
      return bindComparison(
        node.negated ? 'is not distinct from' : 'is distinct from',
        bind(node.left),
        bind(node.right),
      );
    case 'in query':
      return bindInQuery(node, scope, context);
    case 'quantified':
      return bindQuantified(node, scope, context);
    case 'exists':
      return bindExists(node, scope, context);
    case 'subquery':
      return bindScalarQuery(node, scope, context);
    default:
      return bindJson(node, bind);
  }
}

function bindParameter(index: number, scope: Scope, context: Context): TypedSql {
  const value = context.parameters[index];
  if (!value) throw new SqlError('INVALID_PARAMETER_USAGE', 'Incorrect number of parameters: too few were given');
  return context.expression(value, { ...scope, fields: [] });
}

function bindGrouping(node: Extract<Expression, { kind: 'grouping' }>, scope: Scope): TypedSql {
  if (scope.grouping) return scope.grouping.grouping(node);
  throw new SqlError(
    'MISSING_GROUP_BY',
    'A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause',
  );
}
