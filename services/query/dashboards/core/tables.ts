import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { type ColumnType, isColumnType } from '../../src/core/header/columns.ts';
import type { Columns } from '../../src/core/sql/scope.ts';

/** The columns of this service's datasets and views, by name. */
export type Tables = ReadonlyMap<string, Columns>;

/** The type of a column, or what is wrong with asking for it. */
export type Found = { readonly type: ColumnType } | { readonly mistake: string };

/** The type of a table's column; undefined where there is no such table. */
export function findColumn(tables: Tables, table: string, column: string): Found | undefined {
  const columns = tables.get(table);
  if (columns === undefined) return undefined;
  const found = columns.list.find(({ name }) => name === column);
  if (found?.type !== undefined && isColumnType(found.type)) return { type: found.type };
  if (found !== undefined)
    return { mistake: `the type of ${table}.${column} is not known here: say it in \`columns\` of ${table}'s file` };
  const names = columns.list.flatMap(({ name }) => name ?? []);
  const near = nearMiss(column, names);
  return {
    mistake: `${table} has no column ${column}: ${near === undefined ? there(names) : `did you mean ${near}?`}`,
  };
}

/** What is wrong with naming a table. */
export function unknownTable(tables: Tables, table: string): string | undefined {
  if (tables.has(table)) return undefined;
  const near = nearMiss(table, [...tables.keys()]);
  const hint = near === undefined ? there([...tables.keys()].toSorted()) : `did you mean ${near}?`;
  return `no dataset or view is called ${table}: ${hint}`;
}

const mostTold = 20;

function there(names: readonly string[]): string {
  const more = names.length > mostTold ? ` and ${names.length - mostTold} more` : '';
  return names.length === 0 ? 'there are none' : `there are ${names.slice(0, mostTold).join(', ')}${more}`;
}
