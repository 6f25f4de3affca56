import type { LakeEvent } from '@tributary/shared/events.ts';
import type { Report } from './report.ts';

const mostColumns = 100;

/** What a report tells the lake; nothing of a table that is as its files are. Files whose objects are gone stay by design, night after night. */
export function driftOf(report: Report, database: string): readonly LakeEvent[] {
  const { table, from, missed, drift, retyped, left } = report;
  const partitionsMended = report.partitions_added + report.partitions_removed;
  if (missed + partitionsMended + drift.length === 0) return [];
  const columns = drift.slice(0, mostColumns);
  const detail = { version: '1', database, table, from, missed, partitionsMended, columns, retyped } as const;
  return [{ type: 'Table Drift', detail: { ...detail, ...(left !== undefined && { left }) } }];
}
