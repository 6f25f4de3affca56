import type { SortItem } from '../ast.ts';
import { SqlError } from '../error.ts';
import { comparable, isOrderable } from '../functions/comparison.ts';
import type { TypedSql } from '../functions/function.ts';
import { typeName } from '../type-name.ts';

/** ORDER BY's content: Trino puts NULLs last in both directions unless told. */
export function sortKeys(keys: readonly { readonly item: SortItem; readonly value: TypedSql }[]): string {
  return keys.map(({ item, value }) => sortKey(item, value)).join(', ');
}

export function sortKey(item: SortItem, value: TypedSql): string {
  if (!isOrderable(value.type)) {
    throw new SqlError(
      'TYPE_MISMATCH',
      `Type ${typeName(value.type)} is not orderable, and therefore cannot be used in ORDER BY`,
      item.at,
    );
  }
  if (item.descending && (value.type.kind === 'double' || value.type.kind === 'real'))
    return descendingNumber(item, value.sql);
  return `${comparable(value.sql, value.type)} ${direction(item)}`;
}

/** NaN is the last of the numbers in both directions; DuckDB holds it for the greatest. */
function descendingNumber(item: SortItem, sql: string): string {
  return `(${sql} IS NULL) ${item.nulls === 'first' ? 'DESC' : 'ASC'}, isnan(${sql}) ASC, ${sql} DESC`;
}

export function direction(item: SortItem): string {
  return `${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nulls === 'first' ? 'FIRST' : 'LAST'}`;
}

/** What PARTITION BY and GROUP BY tell apart: the instant of a time with zone, not its zone. */
export function groupKeySql(value: TypedSql): string {
  return comparable(value.sql, value.type);
}
