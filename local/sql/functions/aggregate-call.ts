import type { AggregateModifiers } from './function.ts';

/** DuckDB SQL of one aggregate: DISTINCT, ORDER BY, FILTER and OVER in their places. */
export function aggregateCall(
  name: string,
  args: readonly string[],
  modifiers: AggregateModifiers,
  condition?: string,
): string {
  const distinct = modifiers.distinct ? 'DISTINCT ' : '';
  const order = modifiers.orderBy === undefined ? '' : ` ORDER BY ${modifiers.orderBy}`;
  const conditions = [modifiers.filter, condition].filter((part) => part !== undefined).map((part) => `(${part})`);
  const filter = conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`;
  const over = modifiers.over === undefined ? '' : ` OVER (${modifiers.over})`;
  return `${name}(${distinct}${args.join(', ')}${order})${filter}${over}`;
}
