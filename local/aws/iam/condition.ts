import { AwsError } from '../../kernel/error.ts';
import { isInRange } from './ip-range.ts';
import { compilePattern, compileWithVariables, hasVariables, substituteVariables } from './pattern.ts';
import type { Condition } from './policy-document.ts';

/** The condition keys of a request, in lower case, each with its values. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

type Compare = (actual: string, expected: string) => boolean;
type Operator = { readonly compare: Compare; readonly negated: boolean };

const like: Compare = (actual, expected) => compilePattern(expected)(actual);
const ordered =
  (read: (text: string) => number, holds: (a: number, b: number) => boolean): Compare =>
  (actual, expected) =>
    holds(read(actual), read(expected));
const date = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const comparisons: readonly (readonly [string, (a: number, b: number) => boolean])[] = [
  ['Equals', (a, b) => a === b],
  ['LessThan', (a, b) => a < b],
  ['LessThanEquals', (a, b) => a <= b],
  ['GreaterThan', (a, b) => a > b],
  ['GreaterThanEquals', (a, b) => a >= b],
];

const positive: readonly (readonly [string, Compare])[] = [
  ['StringEquals', (actual, expected) => actual === expected],
  ['StringEqualsIgnoreCase', (actual, expected) => actual.toLowerCase() === expected.toLowerCase()],
  ['StringLike', like],
  ['ArnEquals', like],
  ['ArnLike', like],
  ['Bool', (actual, expected) => actual.toLowerCase() === expected.toLowerCase()],
  ['BinaryEquals', (actual, expected) => actual === expected],
  ['IpAddress', isInRange],
  ...comparisons.map(([name, holds]) => [`Numeric${name}`, ordered(Number, holds)] as const),
  ...comparisons.map(([name, holds]) => [`Date${name}`, ordered(date, holds)] as const),
];

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

const compares = new Map(positive);

/** Whether a condition holds in this request; an operator that IAM does not have is MalformedPolicyDocument. */
export function conditionHolds(condition: Condition, context: ConditionContext): boolean {
  const { quantifier, name, ifExists } = readOperator(condition.operator);
  const actual = context.get(condition.key);
  if (name === 'Null') return condition.values.some((value) => (value === 'true') === (actual === undefined));
  const operator = operatorOf(name, condition.operator);
  if (actual === undefined) return whenAbsent(quantifier, ifExists, operator.negated);
  const one = (value: string) => matches(operator, value, condition.values, context);
  if (quantifier === 'ForAllValues') return actual.every(one);
  return operator.negated && quantifier === '' ? actual.every(one) : actual.some(one);
}

function whenAbsent(quantifier: string, ifExists: boolean, negated: boolean): boolean {
  if (quantifier === 'ForAnyValue') return false;
  return ifExists || negated || quantifier === 'ForAllValues';
}

/** Fails on an operator that IAM does not have, so that a policy is refused when it is written, not when it is used. */
export function checkOperator(text: string): void {
  const { name } = readOperator(text);
  if (name !== 'Null') operatorOf(name, text);
}

function readOperator(text: string): { quantifier: string; name: string; ifExists: boolean } {
  const [, quantifier = '', name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  return { quantifier, name, ifExists: ifExists !== undefined };
}

function operatorOf(name: string, text: string): Operator {
  const negates = negations[name];
  const compare = compares.get(negates ?? name);
  if (compare === undefined)
    throw new AwsError('MalformedPolicyDocument', `Syntax errors in policy: invalid condition operator ${text}`);
  return { compare, negated: negates !== undefined };
}

function matches(operator: Operator, actual: string, expected: readonly string[], context: ConditionContext): boolean {
  const any = expected.some((value) =>
    hasVariables(value) ? matchesVariable(operator, actual, value, context) : operator.compare(actual, value),
  );
  return operator.negated ? !any : any;
}

function matchesVariable(operator: Operator, actual: string, expected: string, context: ConditionContext): boolean {
  const read = (key: string) => context.get(key)?.[0];
  if (operator.compare === like) return compileWithVariables(expected, read)(actual);
  const value = substituteVariables(expected, read);
  return value !== undefined && operator.compare(actual, value);
}
