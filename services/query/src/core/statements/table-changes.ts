import type { Rows } from '@tributary/shared/athena-rows.ts';
import { type IcebergColumns, trinoTypeOf } from '@tributary/shared/iceberg-table.ts';
import type { Step } from '@tributary/shared/jobs/target.ts';
import { ddlIdentifier, identifier, text } from '@tributary/shared/sql.ts';

export type ChangedTable = {
  readonly database: string;
  readonly table: string;
  readonly file: string;
  readonly columns: IcebergColumns;
  /** Gives the table its properties. */
  readonly alter: string;
};

/** Brings a table that is there to what its file says. Its columns are asked for by a SELECT of no row. */
export function changeSteps({ database, table, alter }: ChangedTable): readonly Step[] {
  return [
    { name: 'properties', sql: alter },
    { name: 'columns', sql: `SELECT * FROM ${identifier(database)}.${identifier(table)} LIMIT 0`, expands: true },
  ];
}

/** New columns are added, NULL in the rows there are; columns that the file no longer has stay, NULL in the rows to come; another type is a fault that names its remedy. */
export function changesOf(
  { database, table, file, columns }: ChangedTable,
  { columns: present }: Rows,
): readonly Step[] {
  const types = new Map(present.map(({ name, type }) => [name.toLowerCase(), plain(type)]));
  const other = Object.entries(columns).filter(
    ([name, type]) => types.has(name) && types.get(name) !== plain(trinoTypeOf(type)),
  );
  if (other.length > 0)
    return [
      {
        name: 'columns',
        sql: `SELECT ${text(faultOf({ database, table, file }, other, types))} AS fault`,
        mustBeEmpty: true,
      },
    ];
  const added = Object.entries(columns).filter(([name]) => !types.has(name));
  if (added.length === 0) return [];
  const typed = added.map(([name, type]) => `${ddlIdentifier(name)} ${type}`).join(', ');
  return [
    {
      name: 'add columns',
      sql: `ALTER TABLE ${ddlIdentifier(database)}.${ddlIdentifier(table)} ADD COLUMNS (${typed})`,
    },
  ];
}

function faultOf(
  { database, table, file }: Pick<ChangedTable, 'database' | 'table' | 'file'>,
  other: readonly (readonly [string, string])[],
  types: ReadonlyMap<string, string>,
): string {
  const each = other.map(([name, type]) => `${name} is ${types.get(name)} in the table and ${type} in ${file}`);
  return `${each.join(', ')}. Give the column another name, or DROP TABLE ${database}.${table}, then lake retry ${table}: it is made and filled anew`;
}

/** GetQueryResults tells a timestamp without its precision, and int as integer. */
function plain(type: string): string {
  return type
    .replace(/^timestamp\(\d+\)$/, 'timestamp')
    .replace(/^int$/, 'integer')
    .replace(/\s/g, '');
}
