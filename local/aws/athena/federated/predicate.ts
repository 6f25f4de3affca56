import type { Constraint } from '../../../sql/plan.ts';

/** How a server writes names, and the place of a bound value. */
export type SqlDialect = { readonly name: (text: string) => string; readonly placeholder: (index: number) => string };

/**
 * The part of a scan's constraints that a server can check just as Trino does, as a WHERE clause over bound values: comparisons of
 * numbers and dates, and equality of text where its collation tells no less apart than Trino. The plan still filters.
 */
export function whereClause(
  constraints: readonly Constraint[],
  dialect: SqlDialect,
): { readonly sql: string; readonly values: readonly string[] } {
  const values: string[] = [];
  const conditions = constraints.filter(pushable).map((constraint) => {
    const column = dialect.name(constraint.column);
    if (constraint.operator === 'is null' || constraint.operator === 'is not null')
      return `${column} ${constraint.operator.toUpperCase()}`;
    const places = constraint.values.map((value) => {
      values.push(value);
      return dialect.placeholder(values.length);
    });
    return constraint.operator === 'in'
      ? `${column} IN (${places.join(', ')})`
      : `${column} ${constraint.operator} ${places[0]}`;
  });
  return { sql: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '', values };
}

const exact = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'date', 'timestamp']);

function pushable({ column, type, operator, values }: Constraint): boolean {
  if (column.startsWith('$')) return false;
  if (operator === 'is null' || operator === 'is not null') return true;
  if (values.length === 0) return false;
  if (exact.has(type.kind)) return true;
  return type.kind === 'varchar' && (operator === '=' || operator === 'in');
}
