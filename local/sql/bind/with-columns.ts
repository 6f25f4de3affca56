import type { NamedQuery } from '../ast.ts';
import { SqlError } from '../error.ts';
import type { BoundQuery } from './context.ts';

/** A named query's columns under the names that its column list gives them. */
export function renamed(query: BoundQuery, named: NamedQuery): BoundQuery {
  if (named.columns.length === 0) return query;
  if (named.columns.length !== query.columns.length) {
    throw new SqlError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${named.columns.length} entries but relation has ${query.columns.length} columns`,
      named.name.at,
    );
  }
  return {
    columns: query.columns.map((column, index) => ({ ...column, name: named.columns[index]?.value ?? '' })),
    render: query.render,
  };
}
