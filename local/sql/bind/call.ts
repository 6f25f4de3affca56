import type { Call } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { TypedSql } from '../functions/function.ts';
import { aggregateFunction, scalarFunction, windowFunction } from '../functions/registry.ts';
import { bindArguments, functionName, noSignature } from './arguments.ts';
import type { Context, Scope } from './context.ts';
import { bindCurrent } from './moment.ts';
import { bindSpecialForm } from './special-form.ts';
import { bindWindowCall } from './window.ts';

/** A function's call: special form, aggregate, window function or scalar. Nothing unknown gets through. */
export function bindCall(call: Call, scope: Scope, context: Context): TypedSql {
  const name = functionName(call);
  if (call.over) return bindWindowCall(call, scope, context);
  if (aggregateFunction(name)) return bindAggregateCall(call, scope);
  if (windowFunction(name)) {
    throw new SqlError('MISSING_OVER', `Window function ${name} requires an OVER clause`, call.at);
  }
  refuseModifiers(call, name);
  if (name === 'now' && call.args.length === 0)
    return bindCurrent({ kind: 'current', at: call.at, what: 'timestamp' }, context);
  const form = bindSpecialForm(name, call, (value) => context.expression(value, scope));
  if (form) return form;
  const found = scalarFunction(name);
  if (!found) throw new SqlError('FUNCTION_NOT_FOUND', `Function '${name}' not registered`, call.at);
  const args = bindArguments(call.args, scope, context);
  return found.bind(args) ?? noSignature(name, args, call);
}

function bindAggregateCall(call: Call, scope: Scope): TypedSql {
  if (scope.grouping) return scope.grouping.aggregate(call, scope);
  throw new SqlError(
    'EXPRESSION_NOT_SCALAR',
    `${scope.plain ?? 'This clause'} cannot contain aggregations, window functions or grouping operations: [${functionName(call)}]`,
    call.at,
  );
}

function refuseModifiers(call: Call, name: string): void {
  if (call.filter)
    throw new SqlError('FUNCTION_NOT_AGGREGATE', `Filter is only valid for aggregation functions: ${name}`, call.at);
  if (call.orderBy.length > 0)
    throw new SqlError('FUNCTION_NOT_AGGREGATE', `ORDER BY is only valid for aggregation functions: ${name}`, call.at);
  if (call.distinct)
    throw new SqlError(
      'FUNCTION_NOT_AGGREGATE',
      `DISTINCT is not supported for non-aggregation functions: ${name}`,
      call.at,
    );
  if (call.nulls) throw new SqlError('NULL_TREATMENT_NOT_ALLOWED', 'Cannot specify null treatment clause', call.at);
  if (call.star) throw new SqlError('FUNCTION_NOT_FOUND', `Unexpected parameters (*) for function ${name}`, call.at);
}
