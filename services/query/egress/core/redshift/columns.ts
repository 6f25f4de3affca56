import { identifier } from '@tributary/shared/sql.ts';
import { redshiftType } from '../column-types.ts';
import type { RedshiftDestination } from '../egress.ts';

type Format = RedshiftDestination['format'];

/** A column on its way: in the stage as the files have it, in the table as what it is. */
export type ColumnForm = {
  readonly name: string;
  /** Of the table, where it is new. */
  readonly type: string;
  readonly stageType: string;
  /** The stage's value (alias `s`) as the table has it. */
  readonly value: string;
  /** That both have the same, NULL like any other value; never NULL itself. Undefined where Redshift has no sure equality. */
  readonly same?: string;
};

/** The forms of a copy's columns, those of `table` (its quoted name) beside those of the stage. */
export function formsOf(
  columns: Readonly<Record<string, string>>,
  table: string,
  format: Format,
): readonly ColumnForm[] {
  return Object.entries(columns).map(([name, type]) => {
    const [there, here] = [`${table}.${identifier(name)}`, `s.${identifier(name)}`];
    const own = redshiftType(type) ?? 'SUPER';
    if (own === 'SUPER') return { name, type: own, stageType: 'VARCHAR(65535)', value: `JSON_PARSE(${here})` };
    const isText = own === 'TIMESTAMP' && format === 'parquet';
    const value = isText ? `CAST(${here} AS TIMESTAMP)` : here;
    const same = type === 'string' ? sameText(there, here) : sameValue(there, value, type);
    return { name, type: own, stageType: isText ? 'VARCHAR(32)' : own, value, same };
  });
}

// IS NOT DISTINCT FROM is none of Redshift's, and OR keeps it from joining by hash: two equalities do not.
function sameValue(there: string, here: string, type: string): string {
  const neutral = neutrals.get(type) ?? '0';
  return `COALESCE(${there}, ${neutral}) = COALESCE(${here}, ${neutral}) AND ${isNull(there)} = ${isNull(here)}`;
}

const neutrals: ReadonlyMap<string, string> = new Map([
  ['boolean', 'false'],
  ['date', "DATE '1970-01-01'"],
  ['timestamp', "TIMESTAMP '1970-01-01 00:00:00'"],
]);

function isNull(value: string): string {
  return `CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END`;
}

/** Texts that differ in blanks at their end are equal to Redshift, their lengths are not; NULL has none. */
function sameText(there: string, here: string): string {
  return `COALESCE(${there}, '') = COALESCE(${here}, '') AND COALESCE(LENGTH(${there}), -1) = COALESCE(LENGTH(${here}), -1)`;
}
