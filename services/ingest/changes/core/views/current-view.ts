import { identifier } from '@tributary/shared/sql.ts';
import type { Column, Source, Table } from '../declaration/changes.ts';
import { trinoTypeOf } from '../declaration/column-type.ts';
import { changesTable, effectsSql, keyNames, orderOf } from './effects.ts';

/** What a table holds now: of each key the last that happened to it since the last load began, unless that removed it. */
export function currentSelect(lake: string, source: Source, table: Table): string {
  const changes = changesTable(lake, table);
  const newest = `(SELECT * FROM ${changes} WHERE "generation" = (SELECT max("generation") FROM ${changes}))`;
  return `SELECT ${currentColumns(table)}
FROM (
SELECT *, row_number() OVER (PARTITION BY ${keyNames(table)} ORDER BY ${orderOf(source, 'DESC')}) AS __place
FROM (
${effectsSql(source, table, newest)}
) AS effects
) AS ordered
WHERE __place = 1 AND NOT __removed AND "op" <> 'D'`;
}

/** The columns that the table has, with the types that it has. */
function currentColumns({ columns }: Table): string {
  return columns
    .filter(({ dropped }) => !dropped)
    .map(typed)
    .join(', ');
}

/** Times of microseconds are text in `_changes`. */
export function typed(column: Column): string {
  const name = identifier(column.as);
  const value = typedValue(column);
  return value === name ? name : `${value} AS ${name}`;
}

export function typedValue({ as, type }: Pick<Column, 'as' | 'type'>): string {
  const name = identifier(as);
  return type.kind === 'timestamp(6)' ? `CAST(${name} AS ${trinoTypeOf(type)})` : name;
}
