import { identifier } from '@tributary/shared/sql.ts';

/** More of them nobody reads through. */
export const mostValues = 1_000;

/** The SELECT of the values that a parameter's column has, in their order. */
export function valuesSql(
  { dataset, column }: { readonly dataset: string; readonly column: string },
  database: string,
): string {
  const own = identifier(column);
  return `SELECT DISTINCT ${own}\nFROM ${identifier(database)}.${identifier(dataset)}\nWHERE ${own} IS NOT NULL\nORDER BY 1\nLIMIT ${mostValues}`;
}
