import type { OutputColumn } from './context.ts';
import { groupKeySql } from './sort-key.ts';

/** DISTINCT, with its space; values that are equal without being the same (instants in two zones) are told apart by what is equal. */
export function distinctSql(columns: readonly OutputColumn[]): string {
  const keys = columns.map((column) => groupKeySql({ type: column.type, sql: `"${column.id}"` }));
  return keys.some((key, index) => key !== `"${columns[index]?.id}"`)
    ? `DISTINCT ON (${keys.join(', ')}) `
    : 'DISTINCT ';
}
