import type { ParquetRow } from '@tributary/shared/parquet-write.ts';
import type { RejectReason } from './outcome.ts';
import type { ParsedLine } from './parse-line.ts';
import type { Origin } from './row.ts';

/** What only the object that a line lay in can tell. */
export type Provenance = Readonly<Pick<Origin, 'record_id' | 'received_at' | 'source_key'>>;

export type HaproxyRecord =
  | { readonly table: 'haproxy_requests' | 'haproxy_events'; readonly at: number | null; readonly row: ParquetRow }
  | { readonly table: 'rejected'; readonly reason: RejectReason; readonly detail: string };

/** The table row of a parsed line. `at` (epoch ms) is when it happened, or when it was received if the line does not say. */
export function recordOf({ outcome, syslog, headerDate }: ParsedLine, provenance: Provenance): HaproxyRecord {
  if (outcome.kind === 'rejected') return { table: 'rejected', reason: outcome.reason, detail: outcome.detail };
  if (outcome.kind === 'event') {
    const origin = {
      ...provenance,
      syslog_host: syslog.host,
      process_name: syslog.process,
      process_id: syslog.processId,
    };
    const at = headerDate ?? provenance.received_at;
    return { table: 'haproxy_events', at, row: { ...origin, event_date: headerDate, ...outcome.row } };
  }
  const { row } = outcome;
  // Into the row itself: another object of so many keys would take longer than all the parsing.
  row.record_id = provenance.record_id;
  row.received_at = provenance.received_at;
  row.source_key = provenance.source_key;
  row.syslog_host = syslog.host;
  row.process_name = syslog.process;
  row.process_id = syslog.processId;
  return { table: 'haproxy_requests', at: row.request_date ?? provenance.received_at, row };
}
