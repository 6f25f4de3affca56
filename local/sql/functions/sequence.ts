import { freshName } from '../casts/nested.ts';
import { raise } from '../runtime-error.ts';
import { duckdbType } from '../type-name.ts';
import { type Implementation, typeOf } from './implementation.ts';
import type { Call } from './resolve.ts';

const mostEntries = 10_000;

const invalid = (message: string) => raise('INVALID_FUNCTION_ARGUMENT', `'${message}'`);

/** Numbers, dates or timestamps from one to another, in Trino's bounds. */
export const sequence: Implementation = ([from = '', to = '', step], call) => {
  const forwards = `CASE WHEN ${to} >= ${from} THEN 1 ELSE -1 END`;
  if (typeOf(call, 0).kind === 'bigint') return numbers(from, to, step ?? forwards);
  return moments(from, to, { step: step ?? `(${forwards}) * 86400000::BIGINT`, call });
};

/** So many times the same. */
export const repeat: Implementation = ([value = '', count = '']) => {
  const refused = (bound: string) => invalid(`count argument of repeat function must be ${bound}`);
  const list = `list_transform(range(${count}), lambda ${freshName(value + count)}: ${value})`;
  return `CASE WHEN ${count} < 0 THEN ${refused('greater than or equal to 0')} WHEN ${count} > ${mostEntries} THEN ${refused(`less than or equal to ${mostEntries}`)} ELSE ${list} END`;
};

function numbers(from: string, to: string, step: string): string {
  const steps = `(CAST(${to} AS HUGEINT) - ${from}) // ${step}`;
  return checked({ from, to, step, steps }, `generate_series(${from}, ${to}, ${step})`);
}

/** `step` is months, or milliseconds. */
function moments(from: string, to: string, { step, call }: { readonly step: string; readonly call: Call }): string {
  const [first, last] = [`CAST(${from} AS TIMESTAMP)`, `CAST(${to} AS TIMESTAMP)`];
  const typed = (series: string) => `CAST(${series} AS ${duckdbType(call.type)})`;
  if (typeOf(call, 2).kind === 'interval year to month') {
    const steps = `date_sub('month', ${first}, ${last}) // ${step}`;
    // Each from the first: a 31st that February made a 28th is a 31st again.
    const k = freshName(from + to + step);
    const months = `list_transform(range(${steps} + 1), lambda ${k}: ${first} + to_months(CAST(${k} * ${step} AS INTEGER)))`;
    return checked({ from, to, step, steps }, typed(months));
  }
  const steps = `(epoch_us(${last}) - epoch_us(${first})) // (${step} * 1000)`;
  const series = typed(`generate_series(${first}, ${last}, to_microseconds(${step} * 1000))`);
  const sql = checked({ from, to, step, steps }, series);
  if (typeOf(call, 0).kind !== 'date') return sql;
  const days = invalid('sequence step must be a day interval if start and end values are dates');
  return `CASE WHEN ${step} % 86400000 <> 0 THEN ${days} ELSE ${sql} END`;
}

type Range = { readonly from: string; readonly to: string; readonly step: string; readonly steps: string };

function checked({ from, to, step, steps }: Range, series: string): string {
  const backwards = `(${from} < ${to} AND ${step} < 0) OR (${from} > ${to} AND ${step} > 0)`;
  const order = `sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start`;
  return `CASE WHEN ${step} = 0 THEN ${invalid('step must not be zero')} WHEN ${backwards} THEN ${invalid(order)} WHEN ${steps} >= ${mostEntries} THEN ${invalid(`result of sequence function must not have more than ${mostEntries} entries`)} ELSE ${series} END`;
}
