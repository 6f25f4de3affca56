import { columnsOf } from './columns.ts';
import type { OriginOf } from './origin.ts';
import type { SeenTable } from './read-tables.ts';

/** One line of JSON for a table. */
export function jsonOfTable(seen: SeenTable, originOf: OriginOf, isWhole: boolean): string {
  return `${JSON.stringify(objectOfTable(seen, originOf, isWhole))}\n`;
}

/** What is told of a table; `isWhole` with its columns and the last report of reconcile. Times are ISO 8601, null is what nobody knows. */
export function objectOfTable(seen: SeenTable, originOf: OriginOf, isWhole: boolean) {
  const { table, holdings, partitions, writtenAt, report = null } = seen;
  const { rows = null, bytes = null, objects = null, rescued = null, at } = holdings;
  const { count, isCut, first = null, last = null } = partitions;
  return {
    table: table.name,
    kind: table.kind,
    from: originOf(table),
    location: table.location,
    rows,
    bytes,
    objects,
    rescued,
    countedAt: iso(at),
    partitions: table.partitionKeys.length === 0 ? null : { count, isCut, first, last },
    writtenAt: iso(writtenAt),
    ...(isWhole ? { columns: columnsOf(table), report } : {}),
  };
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
