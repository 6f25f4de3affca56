import type { FunctionCallContext } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';

const aggregates: ReadonlySet<string> = new Set(
  'count sum min max avg array_agg max_by min_by count_if arbitrary any_value approx_distinct approx_percentile bool_and bool_or every listagg map_agg histogram stddev variance'.split(
    ' ',
  ),
);

/** Functions of other databases that Athena has not, with what does the same. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['ifnull', 'coalesce(a, b)'],
  ['nvl', 'coalesce(a, b)'],
  ['nvl2', 'if(a IS NOT NULL, b, c)'],
  ['isnull', 'a IS NULL, or coalesce(a, b)'],
  ['iff', 'if(condition, a, b)'],
  ['decode', 'CASE a WHEN … THEN … END'],
  ['zeroifnull', 'coalesce(a, 0)'],
  ['safe_cast', 'try_cast(a AS type)'],
  ['safe_divide', 'a / nullif(b, 0)'],
  ['getdate', 'now()'],
  ['sysdate', 'now()'],
  ['dateadd', "date_add('day', n, a)"],
  ['datediff', "date_diff('day', a, b)"],
  ['timestamp_trunc', "date_trunc('hour', a)"],
  ['timestamp_diff', "date_diff('second', a, b)"],
  ['date_part', 'extract(field FROM a)'],
  ['strftime', "date_format(a, '%Y-%m-%d')"],
  ['strptime', "date_parse(a, '%Y-%m-%d')"],
  ['unix_timestamp', 'to_unixtime(a)'],
  ['generate_series', 'UNNEST(sequence(a, b))'],
  ['explode', 'CROSS JOIN UNNEST(a) AS t (x)'],
  ['string_agg', "array_join(array_agg(a), ',')"],
  ['group_concat', "array_join(array_agg(a), ',')"],
  ['collect_list', 'array_agg(a)'],
  ['collect_set', 'array_agg(DISTINCT a)'],
  ['len', 'length(a)'],
  ['instr', 'strpos(a, b)'],
  ['charindex', 'strpos(a, b)'],
  ['regexp_matches', 'regexp_like(a, pattern)'],
  ['regexp_contains', 'regexp_like(a, pattern)'],
  ['arg_max', 'max_by(a, b)'],
  ['arg_min', 'min_by(a, b)'],
  ['countif', 'count_if(condition)'],
  ['median', 'approx_percentile(a, 0.5)'],
  ['percentile_cont', 'approx_percentile(a, 0.5)'],
  ['parse_json', 'json_parse(a)'],
  ['get_json_object', "json_extract_scalar(a, '$.field')"],
  ['json_extract_string', "json_extract_scalar(a, '$.field')"],
  ['struct', 'CAST(ROW(a) AS row(name type))'],
]);

export function functionName(call: FunctionCallContext): string {
  return call.functionName().getText().toLowerCase();
}

/** Whether a call makes one row of many; of those that are seldom used it is not known. */
export function isAggregate(call: FunctionCallContext): boolean {
  return call.over() === null && aggregates.has(functionName(call));
}

/** What Athena has in place of a function that it has not. */
export function insteadOf(name: string): string | undefined {
  return elsewhere.get(name);
}
