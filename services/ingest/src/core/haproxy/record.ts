import type { ParquetRow } from '@tributary/shared/parquet-write.ts';
import type { RejectReason } from './outcome.ts';
import type { ParsedLine } from './parse-line.ts';

/** Where a line came from: its record's identity, when CloudWatch received it (epoch ms), and the object it lay in. */
export type Provenance = {
  readonly record_id: string | null;
  readonly received_at: number | null;
  readonly source_key: string | null;
};

export type HaproxyRecord =
  | { readonly table: 'haproxy_requests' | 'haproxy_events'; readonly at: number | null; readonly row: ParquetRow }
  | { readonly table: 'rejected'; readonly reason: RejectReason; readonly detail: string };

/** The table row of a parsed line. `at` (epoch ms) is when it happened, or when it was received if the line does not say. */
export function recordOf({ outcome, syslog, headerDate }: ParsedLine, provenance: Provenance): HaproxyRecord {
  if (outcome.kind === 'rejected') return { table: 'rejected', reason: outcome.reason, detail: outcome.detail };
  const origin = {
    ...provenance,
    syslog_host: syslog.host,
    process_name: syslog.process,
    process_id: syslog.processId,
  };
  if (outcome.kind === 'event') {
    const at = headerDate ?? provenance.received_at;
    return { table: 'haproxy_events', at, row: { ...origin, event_date: headerDate, ...outcome.row } };
  }
  const at = outcome.row.request_date ?? provenance.received_at;
  return { table: 'haproxy_requests', at, row: { ...origin, ...outcome.row } };
}
