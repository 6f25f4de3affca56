import type { Implementations } from './implementation.ts';
import { applied } from './lambda.ts';
import type { Call } from './resolve.ts';

/** Arrays and maps with lambdas. */
export const lambdaFunctions: Implementations = {
  transform: ([a = '', lambda = '']) => `list_transform(${a}, ${lambda})`,
  filter: ([a = '', lambda = '']) => `list_filter(${a}, ${lambda})`,
  any_match: ([a = '', lambda = '']) => anyOf(`list_transform(${a}, ${lambda})`),
  all_match: ([a = '', lambda = '']) => `trino_all(list_transform(${a}, ${lambda}))`,
  none_match: ([a = '', lambda = '']) => `(NOT ${anyOf(`list_transform(${a}, ${lambda})`)})`,
  zip_with: ([a = '', b = ''], call) => {
    const body = applied(call, 2, ['struct_extract(zipped, 1)', 'struct_extract(zipped, 2)']);
    return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL ELSE list_transform(list_zip(${a}, ${b}), lambda zipped: ${body}) END`;
  },
  reduce,
  map_filter: ([m = ''], call) => {
    const body = applied(call, 1, [key, value]);
    return `map_from_entries(list_filter(map_entries(${m}), lambda entry: ${body}))`;
  },
  transform_keys: ([m = ''], call) => {
    const body = applied(call, 1, [key, value]);
    return `map_from_entries(list_transform(map_entries(${m}), lambda entry: {'key': ${body}, 'value': ${value}}))`;
  },
  transform_values: ([m = ''], call) => {
    const body = applied(call, 1, [key, value]);
    return `map_from_entries(list_transform(map_entries(${m}), lambda entry: {'key': ${key}, 'value': ${body}}))`;
  },
  map_zip_with: ([a = '', b = ''], call) => {
    const body = applied(call, 2, ['either', `map_extract_value(${a}, either)`, `map_extract_value(${b}, either)`]);
    const keys = `list_concat(map_keys(${a}), list_filter(map_keys(${b}), lambda other: NOT map_contains(${a}, other)))`;
    return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL ELSE map_from_entries(list_transform(${keys}, lambda either: {'key': either, 'value': ${body}})) END`;
  },
};

const key = `struct_extract(entry, 'key')`;
const value = `struct_extract(entry, 'value')`;

function anyOf(list: string): string {
  return `trino_any(${list})`;
}

/** State and element travel in one list of structs, as DuckDB's list_reduce keeps one type. */
function reduce([a = '', start = '']: readonly string[], call: Call): string {
  const step = applied(call, 2, [`struct_extract(state, 's')`, `struct_extract(item, 'e')`]);
  const list = `list_transform(${a}, lambda element: {'s': ${start}, 'e': element})`;
  const first = `{'s': ${start}, 'e': NULL}`;
  const folded = `list_reduce(list_concat([${first}], ${list}), lambda state, item: {'s': ${step}, 'e': struct_extract(item, 'e')})`;
  const result = applied(call, 3, [`struct_extract(final, 's')`]);
  return `CASE WHEN ${a} IS NOT NULL THEN list_extract(list_transform([${folded}], lambda final: ${result}), 1) END`;
}
