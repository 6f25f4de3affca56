import { notCovered } from '../../../kernel/error.ts';
import { compare, evaluate } from './evaluate.ts';
import type { Row, Value } from './event-fields.ts';
import { numberOf, textOf } from './functions.ts';
import type { Expression, Named } from './syntax.ts';

type Maybe = Value | undefined;
type Call = Expression & { readonly kind: 'call' };
type Measure = (values: readonly Value[], group: Group) => Maybe;

/** The rows of a group, the oldest first, and a measure's call. */
type Group = { readonly rows: readonly Row[]; readonly of: Call };

const numbers = (values: readonly Value[]): number[] => values.map(numberOf).filter((value) => !Number.isNaN(value));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const ofNumbers =
  (of: (values: readonly number[]) => number): Measure =>
  (values) => {
    const all = numbers(values);
    return all.length === 0 ? undefined : of(all);
  };

function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return values.length < 2 ? 0 : Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

const measures: Readonly<Record<string, Measure>> = {
  count: (values, { rows, of }) => (isOfAll(of) ? rows.length : values.length),
  count_distinct: (values) => new Set(values.map(textOf)).size,
  sum: ofNumbers(sum),
  avg: ofNumbers((values) => sum(values) / values.length),
  min: ofNumbers((values) => values.reduce((least, value) => Math.min(least, value))),
  max: ofNumbers((values) => values.reduce((most, value) => Math.max(most, value))),
  stddev: ofNumbers(deviation),
  pct: (values, { of, rows }) => percentile(numbers(values), numberOf(argument(of, 1, rows[0]))),
  percentile: (values, { of, rows }) => percentile(numbers(values), numberOf(argument(of, 1, rows[0]))),
  median: (values) => percentile(numbers(values), 50),
  earliest: (values) => values[0],
  latest: (values) => values.at(-1),
  sortsfirst: (values) => values.toSorted(compare)[0],
  sortslast: (values) => values.toSorted(compare).at(-1),
};

/** Whether a function, by its name in lower case, is one of `stats`. */
export function isMeasure(name: string): boolean {
  return Object.hasOwn(measures, name);
}

const isOfAll = ({ args }: Call): boolean => args.length === 0 || (args[0]?.kind === 'field' && args[0].name === '*');

function argument({ args }: Call, at: number, row: Row | undefined): Maybe {
  const found = args[at];
  return found === undefined ? undefined : evaluate(found, row ?? new Map());
}

/** Between the two nearest values. */
function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (rank - Math.floor(rank));
}

/** One row per group, which has the group's fields and the measures. Without `by` it is one, of no event too. */
export function aggregate(rows: readonly Row[], wanted: readonly Named[], by: readonly Named[]): Row[] {
  const groups = new Map<string, { readonly key: readonly Maybe[]; readonly rows: Row[] }>();
  if (by.length === 0) groups.set('', { key: [], rows: [] });
  for (const row of rows.toSorted(byTime)) {
    const key = by.map(({ expression }) => evaluate(expression, row));
    const text =
      by.length === 0 ? '' : JSON.stringify(key.map((value) => (value === undefined ? null : textOf(value))));
    const group = groups.get(text) ?? { key, rows: [] };
    groups.set(text, group);
    group.rows.push(row);
  }
  return [...groups.values()].map((group) => {
    const keys = by.map(({ name }, at) => [name, group.key[at]] as const);
    const values = wanted.map(({ name, expression }) => [name, measure(expression, group.rows)] as const);
    return new Map(
      [...keys, ...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
  });
}

const byTime = (a: Row, b: Row): number => compare(a.get('@timestamp'), b.get('@timestamp'));

/** Arithmetic over measures is done on what they give. */
function measure(expression: Expression, rows: readonly Row[]): Maybe {
  if (expression.kind === 'binary') {
    const [left, right] = [measure(expression.left, rows), measure(expression.right, rows)];
    if (left === undefined || right === undefined) return undefined;
    return evaluate({ ...expression, left: literal(left), right: literal(right) }, new Map());
  }
  if (expression.kind === 'value') return expression.value;
  if (expression.kind !== 'call') throw notCovered('stats of what is no aggregation');
  const of = measures[expression.name];
  if (of !== undefined) return of(valuesOf(expression, rows), { rows, of: expression });
  const args = expression.args.map((each) => measure(each, rows)).map((value) => literal(value ?? ''));
  return evaluate({ ...expression, args }, new Map());
}

const literal = (value: Value): Expression => ({
  kind: 'value',
  value: value instanceof Date ? value.getTime() : value,
});

function valuesOf({ args: [first] }: Call, rows: readonly Row[]): Value[] {
  if (first === undefined) return [];
  return rows.flatMap((row) => evaluate(first, row) ?? []);
}
