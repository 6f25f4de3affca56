import { identifier } from '@tributary/shared/sql.ts';
import type { Source, Table } from '../declaration/changes.ts';
import { beforeColumn } from '../declaration/names.ts';

/** The columns of `_changes`, as names in a statement. */
export function changesTable(lake: string, { name }: Table): string {
  return `${identifier(lake)}.${identifier(`${name}_changes`)}`;
}

/** Whether the source says what the key was before a change. */
function hasBefore({ format }: Source): boolean {
  return format.beforeImage !== undefined;
}

/**
 * What each change did to a key, from the rows of `_changes` that `from` names: a row per change, and one more, `__removed`, of the key that a change
 * took from a row. `__key_1`, … are the key: no column of the lake begins so.
 */
export function effectsSql(source: Source, { key }: Table, from: string): string {
  const names = key.map(({ as }) => identifier(as));
  if (!hasBefore(source))
    return `SELECT c.*, ${names.map((name, at) => `c.${name} AS ${keyName(at)}`).join(', ')}, false AS __removed
FROM ${from} AS c`;
  const before = key.map(({ as }) => identifier(beforeColumn(as)));
  const isMoved = `c."op" = 'U' AND ${before.map((name) => `c.${name} IS NOT NULL`).join(' AND ')} AND (${names
    .map((name, at) => `c.${before[at]} <> c.${name}`)
    .join(' OR ')})`;
  const keys = names.map(
    (name, at) => `CASE WHEN e.__removed THEN c.${before[at]} ELSE c.${name} END AS ${keyName(at)}`,
  );
  return `SELECT c.*, ${keys.join(', ')}, e.__removed
FROM ${from} AS c
CROSS JOIN UNNEST(CASE WHEN ${isMoved} THEN ARRAY[true, false] ELSE ARRAY[false] END) AS e (__removed)`;
}

export function keyName(at: number): string {
  return `__key_${at + 1}`;
}

export function keyNames({ key }: Table): string {
  return key.map((_, at) => keyName(at)).join(', ');
}

/** When a change was committed; where its source does not say, when its file came. */
export const changedAt = 'coalesce("committed_at", "arrived_at")';

/** The order of the effects of a generation as one text, which sorts as they come. */
export function positionOf({ format }: Source): string {
  const parts = [
    `CASE WHEN "is_load" THEN '0' ELSE '1' END`,
    ...(format.sequence === undefined ? [] : [sequence]),
    `date_format(${changedAt}, '%Y%m%d%H%i%s%f')`,
    `' '`,
    fileName,
    `' '`,
    `lpad(CAST("row_number" AS varchar), 12, '0')`,
  ];
  return parts.join(' || ');
}

const sequence = `coalesce("change_seq", rpad(date_format(${changedAt}, '%Y%m%d%H%i%s'), 35, '0'))`;
const fileName = `regexp_extract("source_key", '[^/]*$')`;

/**
 * The order of the effects of a generation, the first first: what was loaded, then changes by their sequence, else by commit time, file and row. The
 * names of DMS's files are times. One without a sequence, from before there was one, is ordered as the first of its second.
 */
export function orderOf({ format }: Source, direction: 'ASC' | 'DESC'): string {
  const after = [changedAt, fileName, '"row_number"'];
  const all = format.sequence === undefined ? after : [sequence, ...after];
  return [`"is_load" ${direction === 'ASC' ? 'DESC' : 'ASC'}`, ...all.map((each) => `${each} ${direction}`)].join(', ');
}
