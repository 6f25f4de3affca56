import type { Call, Expression, WindowSpecification } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { Argument, LambdaArgument, TypedSql } from '../functions/function.ts';
import type { TrinoType } from '../type.ts';
import { typeName } from '../type-name.ts';
import type { Context, Scope } from './context.ts';

/** A function's name; only the built-in ones exist. */
export function functionName(call: Call): string {
  const [name, ...rest] = call.name;
  if (!name || rest.length > 0) {
    const full = call.name.map((part) => part.value).join('.');
    throw new SqlError('FUNCTION_NOT_FOUND', `Function '${full}' not registered`, call.at);
  }
  return name.value.toLowerCase();
}

type Lambda = Extract<Expression, { kind: 'lambda' }>;

export function bindArguments(args: readonly Expression[], scope: Scope, context: Context): readonly Argument[] {
  return args.map((arg) => (arg.kind === 'lambda' ? lambda(arg, scope, context) : context.expression(arg, scope)));
}

export function noSignature(name: string, args: readonly Argument[], call: Call): never {
  const types = args.map((arg) => ('lambda' in arg ? 'function' : typeName(arg.type)));
  throw new SqlError('FUNCTION_NOT_FOUND', `Unexpected parameters (${types.join(', ')}) for function ${name}`, call.at);
}

/** The resolution of a call binds a lambda several times, mostly with the same types; without the memory, nested ones 2^depth times. */
function lambda(node: Lambda, scope: Scope, context: Context): LambdaArgument {
  const parameters = node.parameters.map(() => context.fresh('p'));
  const bound = new Map<string, TypedSql>();
  return {
    lambda: true,
    parameters,
    bind(types: readonly TrinoType[]): TypedSql {
      const key = types.map(typeName).join();
      const known = bound.get(key);
      if (known) return known;
      const body = context.expression(node.body, { ...scope, lambdas: withParameters(node, scope, types, parameters) });
      bound.set(key, body);
      return body;
    },
  };
}

function withParameters(
  node: Lambda,
  scope: Scope,
  types: readonly TrinoType[],
  sql: readonly string[],
): ReadonlyMap<string, TypedSql> {
  const lambdas = new Map(scope.lambdas);
  for (const [index, parameter] of node.parameters.entries()) {
    const type = types[index];
    if (!type) throw new SqlError('FUNCTION_NOT_FOUND', 'Unexpected number of lambda parameters', node.at);
    lambdas.set(parameter.value.toLowerCase(), { type, sql: sql[index] ?? '' });
  }
  return lambdas;
}

export function isSpecification(over: NonNullable<Call['over']>): over is WindowSpecification {
  return 'partitionBy' in over;
}
