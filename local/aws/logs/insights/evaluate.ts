import type { Row, Value } from './event-fields.ts';
import { applyFunction, floorTime, numberOf, textOf } from './functions.ts';
import type { Expression } from './syntax.ts';

type Maybe = Value | undefined;

const literals: Readonly<Record<string, number>> = { true: 1, false: 0 };

/** What an expression gives for a row; undefined where a field that it needs is not there. */
export function evaluate(expression: Expression, row: Row): Maybe {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'field') return row.get(expression.name) ?? literals[expression.name];
  if (expression.kind === 'not') return isTrue(evaluate(expression.of, row)) ? 0 : 1;
  if (expression.kind === 'binary') return binary(expression, row);
  if (expression.kind === 'call') return call(expression, row);
  return tested(expression, evaluate(expression.of, row), row);
}

type Test = Expression & { readonly kind: 'matches' | 'in' };

/** What is not there matches nothing, and is in no list. */
function tested(test: Test, value: Maybe, row: Row): number {
  const holds = value !== undefined && passes(test, value, row);
  return holds === test.negated ? 0 : 1;
}

function passes(test: Test, value: Value, row: Row): boolean {
  if (test.kind === 'matches') return test.pattern.test(textOf(value));
  return test.list.some((each) => compare(value, evaluate(each, row)) === 0);
}

export function isTrue(value: Maybe): boolean {
  return value !== undefined && value !== 0 && value !== '' && value !== '0';
}

/** Without a second argument, bin() is of the event's time. */
function call({ name, args }: Expression & { readonly kind: 'call' }, row: Row): Maybe {
  const values = args.map((each) => evaluate(each, row));
  return name === 'bin' ? floorTime(values[1] ?? row.get('@timestamp'), values[0]) : applyFunction(name, values);
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function binary({ operator, left, right }: Expression & { readonly kind: 'binary' }, row: Row): Maybe {
  const first = evaluate(left, row);
  if (operator === 'and') return isTrue(first) ? truth(right, row) : 0;
  if (operator === 'or') return isTrue(first) ? 1 : truth(right, row);
  const second = evaluate(right, row);
  const holds = comparisons[operator];
  if (holds !== undefined) return compared(first, second, holds, operator);
  const result = arithmetic[operator]?.(numberOf(first), numberOf(second)) ?? Number.NaN;
  return Number.isFinite(result) ? result : undefined;
}

const truth = (expression: Expression, row: Row): number => (isTrue(evaluate(expression, row)) ? 1 : 0);

/** A field that is not there equals nothing. */
function compared(a: Maybe, b: Maybe, holds: (order: number) => boolean, operator: string): number {
  if (a === undefined || b === undefined) return operator === '!=' && a !== b ? 1 : 0;
  return holds(compare(a, b)) ? 1 : 0;
}

/** By number where both are numbers, else by text; what is not there comes first. */
export function compare(a: Maybe, b: Maybe): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [left, right] = [numberOf(a), numberOf(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  const [first, second] = [textOf(a), textOf(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}
