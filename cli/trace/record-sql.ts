import { identifier, text, timestamp } from '@tributary/shared/sql.ts';

/** Where a record id is looked for. `path` and `source` are columns, or none. */
export type RecordPlace = {
  readonly database: string;
  readonly table: string;
  readonly id: string;
  /** Says which raw object a row came from. */
  readonly source: string | undefined;
  readonly bound:
    | { readonly by: 'folders' }
    | { readonly by: 'column'; readonly column: string }
    | { readonly by: 'nothing' };
};

const dayMs = 86_400_000;

/** One statement over all places; reads the days from `from` to `to` alone (epoch ms), the columns of ids and sources alone where files are columnar. */
export function recordSql(
  places: readonly RecordPlace[],
  id: string,
  range: { readonly from: number; readonly to: number },
): string {
  return places
    .map(({ database, table, id: column, source, bound }) => {
      const isIceberg = bound.by === 'column';
      const columns = [
        `${text(table)} AS table_name`,
        source === undefined ? 'CAST(NULL AS varchar) AS source_key' : `${identifier(source)} AS source_key`,
        isIceberg ? 'CAST(NULL AS varchar) AS path' : '"$path" AS path',
      ];
      const where = [`${identifier(column)} = ${text(id)}`, ...boundOf(bound, range)];
      return `SELECT ${columns.join(', ')} FROM ${identifier(database)}.${identifier(table)} WHERE ${where.join(' AND ')}`;
    })
    .join('\nUNION ALL\n');
}

function boundOf(
  bound: RecordPlace['bound'],
  { from, to }: { readonly from: number; readonly to: number },
): readonly string[] {
  if (bound.by === 'nothing') return [];
  if (bound.by === 'column')
    return [`${identifier(bound.column)} >= ${timestamp(new Date(Math.floor(from / dayMs) * dayMs))}`];
  const days = Array.from({ length: Math.floor(to / dayMs) - Math.floor(from / dayMs) + 1 }, (_, at) =>
    new Date(from + at * dayMs).toISOString().slice(0, 10),
  );
  const months = new Map<string, string[]>();
  for (const day of days) months.set(day.slice(0, 7), [...(months.get(day.slice(0, 7)) ?? []), day.slice(8)]);
  const each = [...months].map(([month, of]) => {
    const [year = '', number = ''] = month.split('-');
    return `(year = ${text(year)} AND month = ${text(number)} AND day IN (${of.map(text).join(', ')}))`;
  });
  return [`(${each.join(' OR ')})`];
}
