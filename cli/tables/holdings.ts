import type { Report } from '@tributary/catalog/files/reconciling/report.ts';
import type { DescribedTable } from './described-table.ts';

/** What a table holds, where that is known without reading it; `at`: since when it is known (epoch ms). */
export type Holdings = {
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  readonly objects: number | undefined;
  readonly rescued: number | undefined;
  readonly at: number | undefined;
};

/** What reconcile has last said of a table, or the last snapshot of one of Iceberg. */
export function holdingsOf(
  table: DescribedTable,
  report: Report | undefined,
  snapshot: Holdings | undefined,
): Holdings {
  if (snapshot !== undefined) return snapshot;
  const { recordCount, objectCount, sizeKey, 'tributary.files.rescued': rescued } = table.parameters;
  return {
    rows: countIn(recordCount),
    bytes: countIn(sizeKey),
    objects: countIn(objectCount),
    rescued: countIn(rescued),
    at: recordCount === undefined || report === undefined ? undefined : Date.parse(report.at),
  };
}

export function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
