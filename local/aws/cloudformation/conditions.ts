import { resolve, type Scope } from './intrinsics.ts';
import { isJsonObject, type Json, sameJson } from './json.ts';
import type { Template } from './template.ts';
import { templateError } from './validation-error.ts';

/** The value of each of a template's conditions, by name, worked out when it is first asked for. */
export function evaluateConditions(
  conditions: Template['conditions'],
  scope: Pick<Scope, 'parameters' | 'mappings'>,
): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const open: string[] = [];

  const condition = (name: string): boolean => {
    const value = known.get(name);
    if (value !== undefined) return value;
    const definition = conditions[name];
    if (definition === undefined) throw templateError(`unresolved condition dependency ${name}`);
    if (open.includes(name))
      throw templateError(`Circular dependency between conditions: [${[...open, name].join(', ')}]`);
    open.push(name);
    const result = evaluate(definition, full);
    open.pop();
    known.set(name, result);
    return result;
  };

  const full: Scope = {
    ...scope,
    condition,
    resource: () => undefined,
    importValue: () => {
      throw templateError('Fn::ImportValue cannot be used in a condition');
    },
  };
  return condition;
}

function evaluate(value: Json, scope: Scope): boolean {
  const [[name, argument] = ['', null]] = isJsonObject(value) ? Object.entries(value) : [];
  const run = logic[name];
  if (!run)
    throw templateError(
      `a condition is Fn::And, Fn::Or, Fn::Not, Fn::Equals or Condition, not ${JSON.stringify(value)}`,
    );
  return run(argument, scope);
}

const logic: Readonly<Record<string, (argument: Json, scope: Scope) => boolean>> = {
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::Not': (argument, scope) => !evaluate(items('Fn::Not', argument, 1, 1)[0] ?? null, scope),
  'Fn::And': (argument, scope) => items('Fn::And', argument, 2, 10).every((item) => evaluate(item, scope)),
  'Fn::Or': (argument, scope) => items('Fn::Or', argument, 2, 10).some((item) => evaluate(item, scope)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = items('Fn::Equals', argument, 2, 2).map((item) => comparable(resolve(item, scope)));
    return sameJson(left, right);
  },
};

/** Parameters are text: `1` and `"1"` are equal, as are `true` and `"true"`. */
function comparable(value: Json | undefined): Json | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function items(name: string, argument: Json, least: number, most: number): readonly Json[] {
  if (Array.isArray(argument) && argument.length >= least && argument.length <= most) return argument;
  throw templateError(`${name} takes from ${least} to ${most} values, not ${JSON.stringify(argument)}`);
}
