import { freshName } from '../casts/nested.ts';
import { textSql } from '../casts/to-text.ts';
import { raise } from '../runtime-error.ts';
import { comparable } from './comparison.ts';
import { type Implementation, type Implementations, typeOf } from './implementation.ts';
import { isFloating } from './number-type.ts';
import type { Call } from './resolve.ts';
import { repeat, sequence } from './sequence.ts';

/** Arrays, without lambdas. */
export const arrayFunctions: Implementations = {
  array_distinct: ([a = '']) => `trino_distinct(${a})`,
  array_union: ([a = '', b = '']) => `trino_distinct(trino_list_concat(${a}, ${b}))`,
  array_except: ([a = '', b = '']) =>
    `CASE WHEN ${b} IS NOT NULL THEN trino_distinct(list_filter(${a}, lambda x: NOT trino_has(${b}, x))) END`,
  array_intersect: ([a = '', b = '']) =>
    `CASE WHEN ${b} IS NOT NULL THEN trino_distinct(list_filter(${a}, lambda x: trino_has(${b}, x))) END`,
  arrays_overlap: ([a = '', b = '']) => `trino_overlap(${a}, ${b})`,
  array_join: joined,
  array_max: extreme('list_max'),
  array_min: extreme('list_min'),
  array_position: ([a = '', x = '']) =>
    `CASE WHEN ${a} IS NOT NULL AND ${x} IS NOT NULL THEN CAST(coalesce(list_position(${a}, ${x}), 0) AS BIGINT) END`,
  array_remove: ([a = '', x = '']) => {
    const name = freshName(a + x);
    return `CASE WHEN ${x} IS NOT NULL THEN list_filter(${a}, lambda ${name}: ${name} IS DISTINCT FROM ${x}) END`;
  },
  array_sort: sorted,
  array_histogram: ([a = '']) => `trino_histogram(${a})`,
  cardinality: ([a = ''], call) => `CAST(${typeOf(call, 0).kind === 'map' ? 'cardinality' : 'len'}(${a}) AS BIGINT)`,
  combinations: ([a = '', n = '']) => {
    const name = freshName(a + n);
    return `list_transform(trino_combinations(CAST(len(${a}) AS BIGINT), ${n}), lambda ${name}: list_select(${a}, ${name}))`;
  },
  ngrams: ([a = '', n = '']) => {
    const name = freshName(a + n);
    return `list_transform(trino_ngrams(CAST(len(${a}) AS BIGINT), ${n}), lambda ${name}: list_select(${a}, ${name}))`;
  },
  contains: ([a = '', x = '']) =>
    `CASE WHEN list_contains(${a}, ${x}) THEN true WHEN ${x} IS NULL OR trino_any_null(${a}) THEN NULL ELSE false END`,
  contains_sequence: ([a = '', b = '']) => {
    const name = freshName(a + b);
    return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL ELSE len(${b}) = 0 OR len(list_filter(range(1, len(${a}) - len(${b}) + 2), lambda ${name}: ${a}[${name}:${name} + len(${b}) - 1] = ${b})) > 0 END`;
  },
  element_at: elementAt,
  flatten: ([a = '']) => `flatten(${a})`,
  repeat,
  sequence,
  slice: ([a = '', start = '', length = '']) => `trino_slice(${a}, ${start}, ${length})`,
  trim_array: ([a = '', n = '']) => {
    const message = raise(
      'INVALID_FUNCTION_ARGUMENT',
      `concat('size must not exceed array cardinality ', len(${a}), ': ', ${n})`,
    );
    return `CASE WHEN ${n} > len(${a}) THEN ${message} ELSE ${a}[1:len(${a}) - ${n}] END`;
  },
  zip,
  shuffle: ([a = '']) =>
    `list_transform(list_sort(list_transform(${a}, lambda x: {'r': random(), 'x': x})), lambda y: y.x)`,
  greatest: furthest('greatest'),
  least: furthest('least'),
};

function joined([a = '', delimiter = '', nulls]: readonly string[], call: Call): string {
  const type = typeOf(call, 0);
  const element = type.kind === 'array' ? type.element : type;
  const name = freshName(a + delimiter + (nulls ?? ''));
  const plain = textSql(name, element) ?? name;
  const texts = `list_transform(${a}, lambda ${name}: ${nulls === undefined ? plain : `coalesce(${plain}, ${nulls})`})`;
  return `trino_join(${texts}, ${delimiter})`;
}

/** NULL where an element is; NaN only where there is nothing else. */
function extreme(name: string): Implementation {
  return ([a = ''], call) => {
    const best = isFloating(call.type)
      ? `coalesce(${name}(list_filter(${a}, lambda x: NOT isnan(x))), ${name}(${a}))`
      : `${name}(${a})`;
    return `CASE WHEN NOT trino_any_null(${a}) THEN ${best} END`;
  };
}

/** greatest and least: NULL where an argument is; NaN only where there is nothing else. */
function furthest(name: string): Implementation {
  return (args, call) => {
    const missing = args.map((arg) => `${arg} IS NULL`).join(' OR ');
    const list = `list_filter([${args.join(', ')}], lambda x: NOT isnan(x))`;
    const best = isFloating(call.type)
      ? `coalesce(list_${name === 'greatest' ? 'max' : 'min'}(${list}), ${args[0]})`
      : `${name}(${args.join(', ')})`;
    return `CASE WHEN ${missing} THEN NULL ELSE ${best} END`;
  };
}

/** Ascending, NULLs last; or by a comparator, by insertion. */
function sorted([a = '']: readonly string[], call: Call): string {
  const lambda = call.args[1]?.lambda;
  if (!lambda) {
    const type = typeOf(call, 0);
    const element = type.kind === 'array' ? type.element : type;
    if (comparable('x', element) === 'x') return `list_sort(${a}, 'ASC', 'NULLS LAST')`;
    const pairs = `list_transform(${a}, lambda x: {'k': ${comparable('x', element)}, 'v': x})`;
    return `list_transform(list_sort(${pairs}, 'ASC', 'NULLS LAST'), lambda y: struct_extract(y, 'v'))`;
  }
  const [x = '', y = ''] = lambda.parameters;
  const order = `list_extract(list_transform([list_extract(one, 1)], lambda "${y}": ${lambda.body}), 1)`;
  const part = (test: string) => `list_filter(done, lambda "${x}": ${order} ${test})`;
  const step = `list_concat(list_concat(${part('<= 0')}, one), ${part('> 0')})`;
  return `CASE WHEN len(${a}) = 0 THEN ${a} ELSE list_reduce(list_transform(${a}, lambda single: [single]), lambda done, one: ${step}) END`;
}

/** From the end where the index is negative; what is not there is NULL. */
function elementAt([base = '', index = '']: readonly string[], call: Call): string {
  if (typeOf(call, 0).kind === 'map') return `map_extract_value(${base}, ${index})`;
  const zero = raise('INVALID_FUNCTION_ARGUMENT', "'SQL array indices start at 1'");
  return `CASE WHEN ${index} = 0 THEN ${zero} ELSE list_extract(${base}, ${index}) END`;
}

function zip(args: readonly string[]): string {
  const fields = args.map((_, index) => `'field${index}': struct_extract(z, ${index + 1})`);
  const missing = args.map((arg) => `${arg} IS NULL`).join(' OR ');
  return `CASE WHEN ${missing} THEN NULL ELSE list_transform(list_zip(${args.join(', ')}), lambda z: {${fields.join(', ')}}) END`;
}
