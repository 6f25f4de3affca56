import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';

type Sides = { readonly left: string; readonly right: string };

/** That two rows have the same values in some columns, null being a value like any other. As equalities, by which Trino joins without comparing all with all. */
export function sameSql(
  { columns }: Pick<Dataset, 'columns'>,
  names: readonly string[],
  { left, right }: Sides,
): string {
  const comparable = (alias: string, name: string) =>
    `coalesce('=' || ${textSql(`${alias}.${identifier(name)}`, columns[name])}, '')`;
  return names.map((name) => `${comparable(left, name)} = ${comparable(right, name)}`).join(' AND ');
}

/** A map has neither a text nor a place among others: as JSON it has both, with its keys in order. */
export function inOrderSql(value: string, type: string | undefined): string {
  return type?.startsWith('map<') ? `json_format(CAST(${value} AS json))` : value;
}

function textSql(value: string, type: string | undefined): string {
  if (type?.startsWith('map<')) return inOrderSql(value, type);
  // 0 and -0 are one value, and two texts.
  return `CAST(${type === 'double' ? `${value} + 0E0` : value} AS varchar)`;
}
