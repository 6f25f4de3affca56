import type { Call, Expression, FrameBound, Identifier, SortItem, WindowFrame, WindowSpecification } from '../ast.ts';
import { SqlError } from '../error.ts';
import { isOrderable } from '../functions/comparison.ts';
import type { TypedSql } from '../functions/function.ts';
import { aggregateFunction, scalarFunction, windowFunction } from '../functions/registry.ts';
import { typeName } from '../type-name.ts';
import { bindArguments, functionName, isSpecification, noSignature } from './arguments.ts';
import type { Context, Scope } from './context.ts';
import { direction, groupKeySql, sortKeys } from './sort-key.ts';

/** A function OVER a window. */
export function bindWindowCall(call: Call, scope: Scope, context: Context): TypedSql {
  const name = functionName(call);
  if (scope.plain) {
    throw new SqlError(
      'EXPRESSION_NOT_SCALAR',
      `${scope.plain} cannot contain aggregations, window functions or grouping operations: [${name}]`,
      call.at,
    );
  }
  if (call.filter) throw new SqlError('NOT_SUPPORTED', 'FILTER is not yet supported for window functions', call.at);
  if (call.distinct)
    throw new SqlError('NOT_SUPPORTED', 'DISTINCT in window function parameters not yet supported', call.at);
  if (call.orderBy.length > 0)
    throw new SqlError('NOT_SUPPORTED', 'Window function with ORDER BY is not supported', call.at);
  const over = call.over && windowSql(specificationOf(call.over, scope), scope, context);
  const args = bindArguments(call.args, scope, context);
  const modifiers = {
    distinct: false,
    ...(over !== undefined && { over }),
    ...(call.nulls === 'ignore' && { ignoreNulls: true }),
  };
  const found = windowFunction(name) ?? aggregateFunction(name);
  if (!found) throw notWindow(name, call);
  return found.bind(args, modifiers) ?? noSignature(name, args, call);
}

function notWindow(name: string, call: Call): SqlError {
  return scalarFunction(name)
    ? new SqlError('FUNCTION_NOT_WINDOW', `Cannot use non-window function ${name} with an OVER clause`, call.at)
    : new SqlError('FUNCTION_NOT_FOUND', `Function '${name}' not registered`, call.at);
}

function specificationOf(over: Identifier | WindowSpecification, scope: Scope): WindowSpecification {
  if (!isSpecification(over)) return named(over, scope);
  if (!over.base) return over;
  const base = specificationOf(named(over.base, scope), scope);
  return {
    partitionBy: base.partitionBy,
    orderBy: over.orderBy.length > 0 ? over.orderBy : base.orderBy,
    ...(over.frame && { frame: over.frame }),
  };
}

function named(name: Identifier, scope: Scope): WindowSpecification {
  const found = scope.windows.get(name.value.toLowerCase());
  if (!found) throw new SqlError('INVALID_WINDOW_REFERENCE', `Cannot resolve WINDOW name ${name.value}`, name.at);
  return found.base ? specificationOf(found, scope) : found;
}

function windowSql(window: WindowSpecification, scope: Scope, context: Context): string {
  const partition = window.partitionBy.map((value) => partitionKey(context.expression(value, scope)));
  const order = window.orderBy.map((item) => ({ item, value: context.expression(item.value, scope) }));
  const frame =
    window.frame &&
    frameSql(window.frame, window.orderBy, order[0]?.value, (value) => context.expression(value, scope));
  const bounded = window.frame?.unit === 'RANGE' && isBounded(window.frame);
  return [
    partition.length > 0 ? `PARTITION BY ${partition.join(', ')}` : '',
    order.length > 0 ? `ORDER BY ${bounded ? boundedKey(order) : sortKeys(order)}` : '',
    frame ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Trino sorts by it, and only finds out when the statement runs. */
function partitionKey(value: TypedSql): string {
  if (!isOrderable(value.type))
    throw new SqlError('GENERIC_INTERNAL_ERROR', `${typeName(value.type)} is not orderable`);
  return groupKeySql(value);
}

function isBounded(frame: WindowFrame): boolean {
  return [frame.start, ...(frame.end ? [frame.end] : [])].some((bound) => 'value' in bound);
}

/** The one key that a frame's distance is counted in. */
function boundedKey(order: readonly { readonly item: SortItem; readonly value: TypedSql }[]): string {
  return order.map(({ item, value }) => `${groupKeySql(value)} ${direction(item)}`).join(', ');
}

type Bind = (expression: Expression) => TypedSql;

function frameSql(frame: WindowFrame, orderBy: readonly SortItem[], key: TypedSql | undefined, bind: Bind): string {
  if (frame.unit === 'RANGE' && isBounded(frame) && orderBy.length !== 1) {
    throw new SqlError(
      'INVALID_ORDER_BY',
      'Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in ORDER BY',
    );
  }
  if (frame.unit === 'GROUPS' && orderBy.length === 0) {
    throw new SqlError('MISSING_ORDER_BY', 'Window frame of type GROUPS PRECEDING or FOLLOWING requires ORDER BY');
  }
  const start = boundSql(frame.start, frame, key, bind);
  const end = frame.end ? boundSql(frame.end, frame, key, bind) : 'CURRENT ROW';
  return `${frame.unit} BETWEEN ${start} AND ${end}`;
}

function boundSql(bound: FrameBound, frame: WindowFrame, key: TypedSql | undefined, bind: Bind): string {
  if (!('value' in bound)) return bound.kind.toUpperCase();
  return `${distance(bind(bound.value), frame, key)} ${bound.kind.toUpperCase()}`;
}

function distance(value: TypedSql, frame: WindowFrame, key: TypedSql | undefined): string {
  const interval = value.type.kind === 'interval day to second' || value.type.kind === 'interval year to month';
  if (frame.unit !== 'RANGE') {
    if (value.type.kind === 'integer' || value.type.kind === 'bigint') return value.sql;
    throw new SqlError(
      'TYPE_MISMATCH',
      `Window frame ${frame.unit} value type must be exact numeric type with scale 0`,
    );
  }
  if (!interval) return value.sql;
  if (key?.type.kind !== 'date' && key?.type.kind !== 'timestamp' && key?.type.kind !== 'timestamptz') {
    throw new SqlError('TYPE_MISMATCH', 'Window frame RANGE value type not compatible with the sort item type');
  }
  return value.type.kind === 'interval day to second' ? `to_milliseconds(${value.sql})` : `to_months(${value.sql})`;
}
