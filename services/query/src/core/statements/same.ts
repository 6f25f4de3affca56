import { identifier } from '@tributary/shared/sql.ts';
import type { Dataset } from '../dataset.ts';

type Sides = { readonly left: string; readonly right: string };

/** That two rows have the same values in some columns, null being a value like any other. As equalities, by which Trino joins without comparing all with all. */
export function sameSql(
  { columns }: Pick<Dataset, 'columns'>,
  names: readonly string[],
  { left, right }: Sides,
): string {
  const comparable = (alias: string, name: string) => {
    const value = `${alias}.${identifier(name)}`;
    // 0 and -0 are one value, and two texts.
    const text = columns[name] === 'double' ? `${value} + 0E0` : value;
    return `coalesce('=' || CAST(${text} AS varchar), '')`;
  };
  return names.map((name) => `${comparable(left, name)} = ${comparable(right, name)}`).join(' AND ');
}
