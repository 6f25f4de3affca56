import type { TrinoType } from '../../../sql/type.ts';
import { typeName } from '../../../sql/type-name.ts';
import type { StoredColumn } from '../store.ts';

export type Row = readonly (string | null)[];

/** What a statement gives: a table of rows, lines of text, or a number of changed rows and the files that hold them. */
export type Outcome =
  | { readonly kind: 'rows'; readonly columns: readonly StoredColumn[]; readonly rows: AsyncIterable<readonly Row[]> }
  | { readonly kind: 'text'; readonly columns: readonly StoredColumn[]; readonly lines: readonly string[] }
  | { readonly kind: 'update'; readonly count: number; readonly files?: readonly string[] };

export const nothing: Outcome = { kind: 'text', columns: [], lines: [] };

/** A column of text, as SHOW and DESCRIBE name theirs. */
export const textColumn = (name: string): StoredColumn => ({ name, type: 'string', precision: 0, scale: 0 });

const precisions: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  real: 17,
  double: 17,
  varbinary: 1_073_741_824,
  timestamp: 3,
  timestamptz: 3,
};

/** A column as ResultSetMetadata describes it: Athena gives a type's base name, its precision and scale. */
export function resultColumn(name: string, type: TrinoType): StoredColumn {
  const base = typeName(type).replace(/\([\s\S]*\)/, '');
  if (type.kind === 'decimal') return { name, type: base, precision: type.precision, scale: type.scale };
  if (type.kind === 'varchar' || type.kind === 'char')
    return { name, type: base, precision: type.length ?? 2_147_483_647, scale: 0 };
  return { name, type: base, precision: precisions[type.kind] ?? 0, scale: 0 };
}
