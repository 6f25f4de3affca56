import type { Column } from '@aws-sdk/client-glue';
import { invalidInput } from '../error.ts';
import type { Comparison, Filter, Predicate } from './parse.ts';

export const nullPartition = '__HIVE_DEFAULT_PARTITION__';

export type Match = (values: readonly string[]) => boolean;

/** Makes a filter's test of a partition's values, comparing each by its key's type. */
export function matcher(filter: Filter, keys: readonly Column[]): Match {
  if (filter.kind === 'and' || filter.kind === 'or') {
    const left = matcher(filter.left, keys);
    const right = matcher(filter.right, keys);
    return filter.kind === 'and' ? (v) => left(v) && right(v) : (v) => left(v) || right(v);
  }
  if (filter.kind === 'not') {
    const inner = matcher(filter.filter, keys);
    return (values) => !inner(values);
  }
  return columnMatcher(filter, keys);
}

function columnMatcher(filter: Predicate, keys: readonly Column[]): Match {
  const at = keys.findIndex((key) => key.Name?.toLowerCase() === filter.column);
  if (at < 0) throw invalidInput(`Unknown partition key '${filter.column}' in the expression`);
  const test = valueTest(filter, keys[at]?.Type ?? 'string');
  const isNull = filter.kind === 'null';
  return (values) => {
    const value = values[at] ?? nullPartition;
    return value === nullPartition ? isNull : !isNull && test(value);
  };
}

function valueTest(filter: Predicate, type: string): (value: string) => boolean {
  const order = orderOf(type);
  switch (filter.kind) {
    case 'null':
      return () => false;
    case 'compare':
      return (value) => holds[filter.operator](order(value, filter.value));
    case 'in':
      return (value) => filter.values.some((wanted) => order(value, wanted) === 0);
    case 'between':
      return (value) => order(value, filter.low) >= 0 && order(value, filter.high) <= 0;
    case 'like':
      return likeTest(filter.pattern);
  }
}

const holds: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

type Order = (a: string, b: string) => number;

function orderOf(type: string): Order {
  const name = type.toLowerCase().replace(/\(.*/, '');
  if (['tinyint', 'smallint', 'int', 'integer', 'bigint', 'long'].includes(name))
    return (a, b) => sign(whole(a), whole(b));
  if (['decimal', 'double', 'float'].includes(name)) return (a, b) => sign(Number(a), Number(b));
  return (a, b) => sign(a, b);
}

const sign = <T extends string | number | bigint>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

function whole(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw invalidInput(`'${text}' is not an integer, as its partition key is`);
  return BigInt(text);
}

function likeTest(pattern: string): (value: string) => boolean {
  const source = [...pattern].map((char) => (char === '%' ? '.*' : char === '_' ? '.' : literal(char))).join('');
  const regex = new RegExp(`^${source}$`, 's');
  return (value) => regex.test(value);
}

const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
