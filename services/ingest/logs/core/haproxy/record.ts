import type { ParquetRow, ParquetValue } from '@tributary/shared/parquet-write.ts';
import type { RejectReason } from './outcome.ts';
import type { ParsedLine } from './parse-line.ts';
import type { RequestFields } from './row.ts';
import type { requestColumns } from './tables.ts';

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
    record_id: provenance.record_id,
    received_at: provenance.received_at,
    source_key: provenance.source_key,
    syslog_host: syslog.host,
    process_name: syslog.process,
    process_id: syslog.processId,
  };
  if (outcome.kind === 'event') {
    const at = headerDate ?? provenance.received_at;
    return { table: 'haproxy_events', at, row: { ...origin, event_date: headerDate, ...outcome.row } };
  }
  const at = outcome.row.request_date ?? provenance.received_at;
  return { table: 'haproxy_requests', at, row: requestRow(origin, outcome.row) };
}

type Origin = Provenance & {
  readonly syslog_host: string | null;
  readonly process_name: string | null;
  readonly process_id: number | null;
};

type RequestRow = Readonly<Record<(typeof requestColumns)[number]['name'], ParquetValue>>;

/** Written out: two spreads into one object of this many keys take V8 longer than all the parsing. */
function requestRow(origin: Origin, fields: RequestFields): RequestRow {
  return {
    record_id: origin.record_id,
    request_date: fields.request_date,
    received_at: origin.received_at,
    format: fields.format,
    syslog_host: origin.syslog_host,
    process_name: origin.process_name,
    process_id: origin.process_id,
    client_ip: fields.client_ip,
    client_port: fields.client_port,
    frontend_name: fields.frontend_name,
    tls: fields.tls,
    backend_name: fields.backend_name,
    server_name: fields.server_name,
    time_request_ms: fields.time_request_ms,
    time_queue_ms: fields.time_queue_ms,
    time_connect_ms: fields.time_connect_ms,
    time_response_ms: fields.time_response_ms,
    time_active_ms: fields.time_active_ms,
    status_code: fields.status_code,
    bytes_read: fields.bytes_read,
    captured_request_cookie: fields.captured_request_cookie,
    captured_response_cookie: fields.captured_response_cookie,
    termination_state: fields.termination_state,
    actconn: fields.actconn,
    feconn: fields.feconn,
    beconn: fields.beconn,
    srv_conn: fields.srv_conn,
    retries: fields.retries,
    redispatched: fields.redispatched,
    srv_queue: fields.srv_queue,
    backend_queue: fields.backend_queue,
    request_headers: fields.request_headers,
    response_headers: fields.response_headers,
    method: fields.method,
    path: fields.path,
    query: fields.query,
    http_version: fields.http_version,
    sni: fields.sni,
    tls_version: fields.tls_version,
    tls_cipher: fields.tls_cipher,
    truncated: fields.truncated,
    source_key: origin.source_key,
  };
}
