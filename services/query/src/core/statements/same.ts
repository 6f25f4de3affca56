import type { IcebergColumns } from '@tributary/shared/iceberg-table.ts';
import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';

/** A map has neither an order, by which Trino sorts the partitions of a window, nor a text: as JSON, whose keys are sorted. */
export function orderable(value: string, type: IcebergColumns[string] | undefined): string {
  return type?.startsWith('map<') ? `json_format(CAST(${value} AS json))` : value;
}

type Sides = { readonly left: string; readonly right: string };

/** That two rows have the same values in some columns, null being a value like any other. As equalities, by which Trino joins without comparing all with all. */
export function sameSql(
  { columns }: Pick<Dataset, 'columns'>,
  names: readonly string[],
  { left, right }: Sides,
): string {
  const comparable = (alias: string, name: string) =>
    `coalesce('=' || ${textOf(`${alias}.${identifier(name)}`, columns[name])}, '')`;
  return names.map((name) => `${comparable(left, name)} = ${comparable(right, name)}`).join(' AND ');
}

// 0 and -0 are one value, and two texts.
function textOf(value: string, type: IcebergColumns[string] | undefined): string {
  return `CAST(${type === 'double' ? `${value} + 0E0` : orderable(value, type)} AS varchar)`;
}
