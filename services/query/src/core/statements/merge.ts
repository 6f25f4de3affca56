import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';
import type { Writing } from './replace.ts';
import { sameSql } from './same.ts';

/**
 * The MERGE that inserts rows whose key is new and updates those that are another, one commit; none is deleted. The SELECT gives each key once. Where the
 * key has the partition column, no other partition of the table is read; else all of it is, as a row may lie anywhere.
 */
export function mergeSql(dataset: Dataset, { target, rows, scope }: Writing): string {
  const { key, columns, partition } = dataset;
  const names = Object.keys(columns);
  const others = names.filter((name) => !key.includes(name)).map(identifier);
  const isBounded = partition !== undefined && key.includes(partition.column);
  const list = names.map(identifier).join(', ');
  return `MERGE INTO ${target} AS t
USING (
${rows}
) AS s
ON ${sameSql(dataset, key, { left: 't', right: 's' })}${isBounded ? ` AND ${scope('t')}` : ''}
${updateOf(others)}WHEN NOT MATCHED
  THEN INSERT (${list}) VALUES (${names.map((name) => `s.${identifier(name)}`).join(', ')})`;
}

function updateOf(columns: readonly string[]): string {
  if (columns.length === 0) return '';
  const differs = columns.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ');
  return `WHEN MATCHED AND (${differs})
  THEN UPDATE SET ${columns.map((column) => `${column} = s.${column}`).join(', ')}
`;
}
