import { createTableSql, type Keep } from '@tributary/shared/iceberg-table.ts';
import { bareIdentifier, date, identifier, text } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import { compactTableOf, dayColumns, eventColumns, rawTableOf } from './event-table.ts';

export type CompactionPlace = { readonly databases: Databases; readonly lakeBucket: string; readonly keep: Keep };

/** Makes the table of an event type where there is none. A day that is made again leaves one file of deletes behind, which OPTIMIZE is to take. */
export function createCompactSql(eventType: string, { databases, lakeBucket, keep }: CompactionPlace): string {
  const table = compactTableOf(eventType);
  return createTableSql({
    database: databases.lake,
    table,
    columns: eventColumns,
    partitionedBy: dayColumns,
    location: `s3://${lakeBucket}/iceberg/${table}/`,
    keep,
    properties: { optimize_rewrite_delete_file_threshold: 1 },
  });
}

/**
 * The MERGE that makes days of an event type's table what lies in the raw database now, in one commit: all rows of these days go, and all that
 * are there come. A row of the source per day, which matches the rows that go, stands for each; it is not inserted itself. Rows have no key: raw
 * has an event as often as it was delivered, and so has this table.
 */
export function replaceEventDaysSql(eventType: string, days: readonly string[], databases: Databases): string {
  const columns = Object.keys(eventColumns).map(identifier);
  const raw = `${identifier(databases.raw)}.${identifier(rawTableOf(eventType))}`;
  const markers = days.map((day) => `(${partsOf(day).map(text).join(', ')})`).join(', ');
  const parts = dayColumns.map(identifier);
  const marker = columns.map((column) =>
    parts.some((part) => part === column) ? `m.${column}` : 'CAST(NULL AS varchar)',
  );
  return `MERGE INTO ${identifier(databases.lake)}.${identifier(compactTableOf(eventType))} AS t
USING (
SELECT false AS goes, ${columns.map((column) => `CAST(${column} AS varchar) AS ${column}`).join(', ')}
FROM ${raw}
WHERE ${inDays(days)}
UNION ALL
SELECT true, ${marker.join(', ')}
FROM (VALUES ${markers}) AS m(${parts.join(', ')})
) AS s
ON s.goes AND ${parts.map((part) => `t.${part} = s.${part}`).join(' AND ')} AND ${inDays(days, 't.')}
WHEN MATCHED
  THEN DELETE
WHEN NOT MATCHED AND NOT s.goes
  THEN INSERT (${columns.join(', ')}) VALUES (${columns.map((column) => `s.${column}`).join(', ')})`;
}

/** The days that there are of an event type, the newest first. */
export function listDaysSql(eventType: string, databases: Databases): string {
  const partitions = `"${bareIdentifier(rawTableOf(eventType))}$partitions"`;
  const columns = dayColumns.map(identifier).join(', ');
  return `SELECT DISTINCT ${text(eventType)} AS event_type, ${columns} FROM ${identifier(databases.raw)}.${partitions} ORDER BY ${dayColumns.map((column) => `${identifier(column)} DESC`).join(', ')}`;
}

export function optimizeDaySql(eventType: string, day: string, { lake }: Databases): string {
  return `OPTIMIZE ${bareIdentifier(lake)}.${bareIdentifier(compactTableOf(eventType))} REWRITE DATA USING BIN_PACK WHERE ${inDays([day])}`;
}

/** Literal years, months and days, by which the folders of raw and the partitions of the table are pruned. */
function inDays(days: readonly string[], alias = ''): string {
  return `(${days
    .map(
      (day) =>
        `(${partsOf(day)
          .map((part, at) => `${alias}"${dayColumns[at]}" = ${text(part)}`)
          .join(' AND ')})`,
    )
    .join(' OR ')})`;
}

function partsOf(day: string): readonly string[] {
  date(day);
  return day.split('-');
}
