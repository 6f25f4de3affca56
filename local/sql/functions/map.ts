import { raise } from '../runtime-error.ts';
import type { TypedSql } from './function.ts';
import type { Implementations } from './implementation.ts';

/** Maps, without lambdas. */
export const mapFunctions: Implementations = {
  map,
  map_keys: ([m = '']) => `map_keys(${m})`,
  map_values: ([m = '']) => `map_values(${m})`,
  map_entries: ([m = '']) =>
    `list_transform(map_entries(${m}), lambda e: {'field0': struct_extract(e, 'key'), 'field1': struct_extract(e, 'value')})`,
  map_from_entries: ([entries = ''], call) =>
    `map_from_entries(list_transform(${entries}, lambda e: ${pair(call.args[0])}))`,
  multimap_from_entries: ([entries = ''], call) =>
    `trino_multimap(list_transform(${entries}, lambda e: ${pair(call.args[0])}))`,
  map_concat: (args) => {
    const missing = args.map((arg) => `${arg} IS NULL`).join(' OR ');
    return `CASE WHEN ${missing} THEN NULL ELSE ${args.length === 1 ? args[0] : `map_concat(${args.join(', ')})`} END`;
  },
};

function map(args: readonly string[]): string | TypedSql {
  const [keys = '', values = ''] = args;
  if (args.length === 0)
    return {
      type: { kind: 'map', key: { kind: 'unknown' }, value: { kind: 'unknown' } },
      sql: 'CAST(MAP {} AS MAP(INTEGER, INTEGER))',
    };
  const uneven = raise('INVALID_FUNCTION_ARGUMENT', "'Key and value arrays must be the same length'");
  const duplicate = raise('INVALID_FUNCTION_ARGUMENT', "'Duplicate map keys are not allowed'");
  const noKey = raise('INVALID_FUNCTION_ARGUMENT', "'map key cannot be null'");
  return `CASE WHEN ${keys} IS NULL OR ${values} IS NULL THEN NULL WHEN len(${keys}) <> len(${values}) THEN ${uneven} WHEN trino_any_null(${keys}) THEN ${noKey} WHEN NOT list_unique(${keys}) = len(${keys}) THEN ${duplicate} ELSE map(${keys}, ${values}) END`;
}

/** An entry row as DuckDB's map functions take it. */
function pair(entries: TypedSql | undefined): string {
  const type = entries?.type;
  const row = type?.kind === 'array' && type.element.kind === 'row' ? type.element : undefined;
  const [first, second] = [row?.fields[0]?.name ?? 'field0', row?.fields[1]?.name ?? 'field1'];
  return `{'key': struct_extract(e, '${first}'), 'value': struct_extract(e, '${second}')}`;
}
