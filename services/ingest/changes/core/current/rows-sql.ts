import { partitionsOf } from '@tributary/shared/partitions.ts';
import { identifier, text } from '@tributary/shared/sql.ts';
import type { Column, Source, Table } from '../declaration/changes.ts';
import { typedValue } from '../views/current-view.ts';
import { changesTable, effectsSql, keyName, keyNames, positionOf } from '../views/effects.ts';
import { keyLiteral } from './key-literal.ts';
import { presentColumns, rowsColumns, rowsTableName, stateColumns } from './rows-table.ts';
import { type KeyRange, objectsOf, rangeOf } from './rows-units.ts';

export type RowsOf = { readonly lake: string; readonly source: Source; readonly table: Table };

const generation = identifier(stateColumns.generation);
const position = identifier(stateColumns.position);

/**
 * The MERGE of new objects of `_changes`: what last happened to each of their keys, where that is later than what the table knows. A removal stays as
 * a row, so that an older change that comes after it finds it. Keys are looked for in the range of those of the objects alone.
 */
export function mergeRowsSql({ lake, source, table }: RowsOf, units: readonly { readonly id: string }[]): string {
  const objects = objectsOf(units);
  const paths = objects.map(({ path }) => text(path)).join(', ');
  const from = `(SELECT * FROM ${changesTable(lake, table)} WHERE ${foldersOf(objects)} AND "$path" IN (${paths}))`;
  const all = Object.keys(rowsColumns(table)).map(identifier);
  const keys = table.key.map(({ as }) => identifier(as));
  const others = all.filter((column) => !keys.includes(column));
  const range = rangeOf(objects);
  const bounds = range === undefined ? '' : ` AND ${within(table, range)}`;
  const isLater = `(s.${generation} > t.${generation} OR (s.${generation} = t.${generation} AND s.${position} >= t.${position}))`;
  return `MERGE INTO ${identifier(lake)}.${identifier(rowsTableName(table))} AS t
USING (
${lastEffects({ lake, source, table }, from)}
) AS s
ON ${keys.map((key) => `t.${key} = s.${key}`).join(' AND ')}${bounds}
WHEN MATCHED AND ${isLater} AND (${differs(others)})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}

function within({ key: [first] }: Table, { from, to }: KeyRange): string {
  if (first === undefined) throw new TypeError('a table without a key has no current rows');
  return `t.${identifier(first.as)} BETWEEN ${keyLiteral(first.type, from)} AND ${keyLiteral(first.type, to)}`;
}

/** The MERGE that makes the table what the whole history says. */
export function rebuildRowsSql({ lake, source, table }: RowsOf): string {
  const target = `${identifier(lake)}.${identifier(rowsTableName(table))}`;
  const all = Object.keys(rowsColumns(table)).map(identifier);
  const keys = table.key.map(({ as }) => identifier(as));
  const others = all.filter((column) => !keys.includes(column));
  const same = (left: string, right: string) => keys.map((key) => `${left}.${key} = ${right}.${key}`).join(' AND ');
  const merged = all.map((column) =>
    keys.includes(column) ? `coalesce(f.${column}, e.${column}) AS ${column}` : `f.${column} AS ${column}`,
  );
  return `MERGE INTO ${target} AS t
USING (
SELECT ${merged.join(', ')}, f.${generation} IS NULL AS __gone
FROM (
${lastEffects({ lake, source, table }, changesTable(lake, table))}
) AS f
FULL JOIN (SELECT ${keys.join(', ')} FROM ${target}) AS e
ON ${same('f', 'e')}
) AS s
ON ${same('t', 's')}
WHEN MATCHED AND s.__gone
  THEN DELETE
WHEN MATCHED AND (${differs(others)})
  THEN UPDATE SET ${others.map((column) => `${column} = s.${column}`).join(', ')}
WHEN NOT MATCHED AND NOT s.__gone
  THEN INSERT (${all.join(', ')}) VALUES (${all.map((column) => `s.${column}`).join(', ')})`;
}

/** The rows of `_current`: those of the newest load and since, that were not removed. */
export function currentOfRows(lake: string, table: Table): string {
  const rows = `${identifier(lake)}.${identifier(rowsTableName(table))}`;
  const columns = presentColumns(table).map(({ as }) => identifier(as));
  return `SELECT ${columns.join(', ')}
FROM ${rows}
WHERE ${generation} = (SELECT max(${generation}) FROM ${rows}) AND ${identifier(stateColumns.op)} <> 'D'`;
}

/** A row per key. Of a key that was removed there are no values. */
function lastEffects({ source, table }: RowsOf, from: string): string {
  const isGone = `(__removed OR "op" = 'D')`;
  const valueIn = (column: Column) => {
    const at = table.key.indexOf(column);
    const name = identifier(column.as);
    return at < 0
      ? `CASE WHEN ${isGone} THEN NULL ELSE ${typedValue(column)} END AS ${name}`
      : `${typedValue({ ...column, as: keyName(at) })} AS ${name}`;
  };
  return `SELECT ${presentColumns(table).map(valueIn).join(', ')}, CASE WHEN __removed THEN 'D' ELSE "op" END AS "op", ${generation}, ${position}
FROM (
SELECT *, row_number() OVER (PARTITION BY ${keyNames(table)} ORDER BY ${generation} DESC, ${position} DESC) AS __place
FROM (
SELECT *, ${positionOf(source)} AS ${position}
FROM (
${effectsSql(source, table, from)}
) AS effects
) AS placed
) AS ordered
WHERE __place = 1`;
}

/** `(("year" = '2026' AND …) OR …)`: which partitions the objects lie in. */
function foldersOf(objects: readonly { readonly path: string }[]): string {
  const folders = objects.map(({ path }) =>
    partitionsOf(path)
      .map(({ name, value }) => `${identifier(name)} = ${text(value)}`)
      .join(' AND '),
  );
  return `(${[...new Set(folders)].map((folder) => `(${folder})`).join(' OR ')})`;
}

function differs(columns: readonly string[]): string {
  return columns.map((column) => `t.${column} IS DISTINCT FROM s.${column}`).join(' OR ');
}
