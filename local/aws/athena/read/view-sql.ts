import type { Column } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { duckdbType, quoted, text } from '../../../sql/type-name.ts';

/** Columns that every Hive table has beside its own. */
export const hiddenColumns: Readonly<Record<string, TrinoType>> = {
  $path: { kind: 'varchar' },
  $file_size: { kind: 'bigint' },
  $file_modified_time: { kind: 'timestamptz', precision: 3 },
};

/** A relation of no rows. */
export function emptyRelation(id: string, columns: readonly Column[]): string {
  const items = columns.map(({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${quoted(name)}`);
  return `CREATE TEMP VIEW ${quoted(id)} AS SELECT ${items.length > 0 ? items.join(', ') : '1 AS "$none"'} WHERE false`;
}

/** A DuckDB list of strings. */
export const textList = (values: readonly string[]) => `[${values.map(text).join(', ')}]`;

/** SQL that reads the text of a partition's value as its column's type. */
export function partitionValue(value: string | null, type: TrinoType): string {
  return value === null ? `CAST(NULL AS ${duckdbType(type)})` : `CAST(${text(value)} AS ${duckdbType(type)})`;
}
