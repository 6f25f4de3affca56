import { raise } from '../runtime-error.ts';
import type { AggregateModifiers } from './function.ts';
import type { Call } from './resolve.ts';

/** DuckDB SQL of a window function's call; `modifiers.over` is there. */
export type WindowImplementation = (args: readonly string[], call: Call, modifiers: AggregateModifiers) => string;

export const windows: Readonly<Record<string, WindowImplementation>> = {
  row_number: plain('row_number'),
  rank: plain('rank'),
  dense_rank: plain('dense_rank'),
  percent_rank: plain('percent_rank'),
  cume_dist: plain('cume_dist'),
  ntile: ([n = ''], call, modifiers) =>
    call.args[0]?.literal === null || /^CAST\(NULL/.test(n)
      ? 'CAST(NULL AS BIGINT)'
      : windowCall('ntile', [n], modifiers),
  lag: plain('lag'),
  lead: plain('lead'),
  first_value: plain('first_value'),
  last_value: plain('last_value'),
  nth_value: ([x = '', n = ''], _call, modifiers) => {
    const message = raise('INVALID_FUNCTION_ARGUMENT', "'Offset must be at least 1'");
    return `CASE WHEN ${n} < 1 THEN ${message} ELSE ${windowCall('nth_value', [x, n], modifiers)} END`;
  },
};

function plain(name: string): WindowImplementation {
  return (args, _call, modifiers) => windowCall(name, args, modifiers);
}

function windowCall(name: string, args: readonly string[], modifiers: AggregateModifiers): string {
  const nulls = modifiers.ignoreNulls ? ' IGNORE NULLS' : '';
  return `${name}(${args.join(', ')}${nulls}) OVER (${modifiers.over ?? ''})`;
}
