import { raise } from '../runtime-error.ts';
import { duckdbType } from '../type-name.ts';
import { aggregateCall } from './aggregate-call.ts';
import { isOrderable } from './comparison.ts';
import type { AggregateModifiers } from './function.ts';
import { typeOf } from './implementation.ts';
import { applied } from './lambda.ts';
import { isFloating } from './number-type.ts';
import type { Call } from './resolve.ts';

/** DuckDB SQL of an aggregate's call; undefined where a type is refused. */
export type AggregateImplementation = (
  args: readonly string[],
  call: Call,
  modifiers: AggregateModifiers,
) => string | undefined;

export const aggregates: Readonly<Record<string, AggregateImplementation>> = {
  count: (args, _call, modifiers) => aggregateCall('count', args.length === 0 ? ['*'] : args, modifiers),
  count_if: ([x = ''], _call, modifiers) => aggregateCall('count', [`CASE WHEN ${x} THEN 1 END`], modifiers),
  sum,
  avg: average,
  min: extreme('min'),
  max: extreme('max'),
  min_by: extremeBy('arg_min'),
  max_by: extremeBy('arg_max'),
  bool_and: plain('bool_and'),
  every: plain('bool_and'),
  bool_or: plain('bool_or'),
  arbitrary: plain('any_value'),
  any_value: plain('any_value'),
  array_agg: arrayAgg,
  approx_distinct: ([x = ''], _call, modifiers) => aggregateCall('count', [x], { ...modifiers, distinct: true }),
  approx_percentile: percentile,
  map_agg: ([k = '', v = ''], _call, modifiers) =>
    `trino_first_entries(${aggregateCall('list', [`{'key': ${k}, 'value': ${v}}`], modifiers, `${k} IS NOT NULL`)})`,
  multimap_agg: ([k = '', v = ''], _call, modifiers) =>
    `trino_multimap(${aggregateCall('list', [`{'key': ${k}, 'value': ${v}}`], modifiers, `${k} IS NOT NULL`)})`,
  map_union: ([m = ''], _call, modifiers) =>
    `trino_first_entries(flatten(${aggregateCall('list', [`map_entries(${m})`], modifiers, `${m} IS NOT NULL`)}))`,
  histogram: ([x = ''], call, modifiers) =>
    `CAST(${aggregateCall('histogram', [x], modifiers, `${x} IS NOT NULL`)} AS ${duckdbType(call.type)})`,
  listagg,
  stddev: plain('stddev_samp'),
  stddev_samp: plain('stddev_samp'),
  stddev_pop: plain('stddev_pop'),
  variance: plain('var_samp'),
  var_samp: plain('var_samp'),
  var_pop: plain('var_pop'),
  covar_pop: typed('covar_pop'),
  covar_samp: typed('covar_samp'),
  corr: finite('corr'),
  regr_slope: finite('regr_slope'),
  regr_intercept: finite('regr_intercept'),
  geometric_mean: typed('geomean'),
  kurtosis: plain('kurtosis'),
  skewness: ([x = ''], _call, modifiers) =>
    `trino_skewness(${aggregateCall('list', [`CAST(${x} AS DOUBLE)`], modifiers, `${x} IS NOT NULL`)})`,
  bitwise_and_agg: plain('bit_and'),
  bitwise_or_agg: plain('bit_or'),
  bitwise_xor_agg: plain('bit_xor'),
  reduce_agg: reduce,
};

function plain(name: string): AggregateImplementation {
  return (args, _call, modifiers) => aggregateCall(name, args, modifiers);
}

/** Distinct values can only be ordered by themselves, afterwards. */
function arrayAgg([x = '']: readonly string[], _call: Call, modifiers: AggregateModifiers): string {
  const order = /\b(ASC|DESC) NULLS (FIRST|LAST)$/.exec(modifiers.orderBy ?? '');
  if (!modifiers.distinct || !order) return aggregateCall('list', [x], modifiers);
  const { orderBy: _order, ...unordered } = modifiers;
  return `list_sort(${aggregateCall('list', [x], unordered)}, '${order[1]}', 'NULLS ${order[2]}')`;
}

function typed(name: string): AggregateImplementation {
  return (args, call, modifiers) => `CAST(${aggregateCall(name, args, modifiers)} AS ${duckdbType(call.type)})`;
}

/** NULL where there is no such number. */
function finite(name: string): AggregateImplementation {
  return (args, call, modifiers) => {
    const value = aggregateCall(name, args, modifiers);
    return `CAST(CASE WHEN isfinite(${value}) THEN ${value} END AS ${duckdbType(call.type)})`;
  };
}

function sum([x = '']: readonly string[], call: Call, modifiers: AggregateModifiers): string {
  return `CAST(${aggregateCall('sum', [x], modifiers)} AS ${duckdbType(call.type)})`;
}

/** A decimal's average keeps its scale, rounded half up. */
function average([x = '']: readonly string[], call: Call, modifiers: AggregateModifiers): string {
  if (call.type.kind !== 'decimal') return `CAST(${aggregateCall('avg', [x], modifiers)} AS ${duckdbType(call.type)})`;
  const total = `CAST(${aggregateCall('sum', [x], modifiers)} AS VARCHAR)`;
  const count = `CAST(nullif(${aggregateCall('count', [x], modifiers)}, 0) AS VARCHAR)`;
  return `CAST(trino_decimal_divide(${total}, ${count}, 38, ${call.type.scale}) AS ${duckdbType(call.type)})`;
}

/** NaN counts only where there is nothing else; DuckDB holds it greatest. */
function extreme(name: 'min' | 'max'): AggregateImplementation {
  return ([x = '', n], call, modifiers) => {
    if (!isOrderable(typeOf(call, 0))) return undefined;
    if (n !== undefined) return firstOf(name, x, n, modifiers);
    const best = aggregateCall(name, [x], modifiers);
    if (name === 'min' || !isFloating(typeOf(call, 0))) return best;
    return `coalesce(${aggregateCall(name, [x], modifiers, `NOT isnan(${x})`)}, ${best})`;
  };
}

/** The n least or greatest values, in order. */
function firstOf(name: 'min' | 'max', x: string, n: string, modifiers: AggregateModifiers): string {
  const all = aggregateCall('list', [x], modifiers, `${x} IS NOT NULL`);
  const count = modifiers.over === undefined ? `any_value(${n})` : n;
  return `list_sort(${all}, '${name === 'min' ? 'ASC' : 'DESC'}')[1:${count}]`;
}

function extremeBy(name: 'arg_min' | 'arg_max'): AggregateImplementation {
  return ([x = '', key = '', n], call, modifiers) => {
    if (!isOrderable(typeOf(call, 1))) return undefined;
    const best = aggregateCall(name, [`{'v': ${x}}`, key, ...(n === undefined ? [] : [n])], modifiers);
    return n === undefined
      ? `struct_extract(${best}, 'v')`
      : `list_transform(${best}, lambda b: struct_extract(b, 'v'))`;
  };
}

/** Where Trino's digest is exact, which it is for small groups; (value[, weight], share or array of shares). */
function percentile(args: readonly string[], call: Call, modifiers: AggregateModifiers): string | undefined {
  const [x = '', ...rest] = args;
  const [share = '', weight = '1'] = rest.length === 1 ? rest : [rest[1] ?? '', rest[0] ?? '1'];
  const present = `${x} IS NOT NULL AND ${weight} IS NOT NULL`;
  const pairs = aggregateCall(
    'list',
    [`{'v': CAST(${x} AS DOUBLE), 'w': CAST(${weight} AS DOUBLE)}`],
    modifiers,
    present,
  );
  const sorted = `list_sort(${pairs})`;
  const wanted = modifiers.over === undefined ? `any_value(${share})` : share;
  const value = (of: string) =>
    `CAST(trino_percentile(list_transform(${sorted}, lambda b: b.v), list_transform(${sorted}, lambda b: b.w), ${of}) AS ${duckdbType(call.type.kind === 'array' ? call.type.element : call.type)})`;
  if (call.type.kind !== 'array') return value(wanted);
  return `CASE WHEN ${pairs} IS NOT NULL THEN list_transform(${wanted}, lambda share: ${value('share')}) END`;
}

/** `overflow` is whether too much is an error, then the filler and whether what is left out is counted. */
function listagg(args: readonly string[], call: Call, modifiers: AggregateModifiers): string {
  const [x = '', separator = "''", , filler = "''", counted = 'false'] = args;
  if (args.length === 5 && call.args[2]?.literal === false)
    return `trino_truncate_list(${aggregateCall('list', [x], modifiers, `${x} IS NOT NULL`)}, ${separator}, ${filler}, ${counted})`;
  const joined = aggregateCall('string_agg', [x, separator], modifiers);
  const message = raise(
    'EXCEEDED_FUNCTION_MEMORY_LIMIT',
    "'Concatenated string has the length in bytes larger than the maximum output length 1048576'",
  );
  return `CASE WHEN strlen(${joined}) > 1048576 THEN ${message} ELSE ${joined} END`;
}

/** Rows where the value is NULL do not count; without others the result is NULL. */
function reduce([x = '', start = '']: readonly string[], call: Call, modifiers: AggregateModifiers): string {
  const first = modifiers.over === undefined ? `any_value(${start})` : start;
  const step = applied(call, 2, [`struct_extract(state, 's')`, `struct_extract(item, 'e')`]);
  const values = aggregateCall('list', [x], modifiers, `${x} IS NOT NULL`);
  const list = `list_transform(${values}, lambda element: {'s': ${first}, 'e': element})`;
  const folded = `list_reduce(list_concat([{'s': ${first}, 'e': NULL}], ${list}), lambda state, item: {'s': ${step}, 'e': struct_extract(item, 'e')})`;
  return `CASE WHEN ${values} IS NOT NULL THEN struct_extract(${folded}, 's') END`;
}
