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
  return `${sortValue(value)} ${direction(item)}`;
}

/** A constant would be an ordinal to DuckDB. */
function sortValue(value: TypedSql): string {
  return comparable(value.sql, value.type);
}

export function direction(item: SortItem): string {
  return `${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nulls === 'first' ? 'FIRST' : 'LAST'}`;
}

/** What PARTITION BY and GROUP BY tell apart: the instant of a time with zone, not its zone. */
export function groupKeySql(value: TypedSql): string {
  return comparable(value.sql, value.type);
}
