import type { MapEntries } from '@tributary/shared/parquet-write.ts';

export type TrafficFormat = 'http' | 'https' | 'http_clf' | 'tcp' | 'tcp_clf' | 'connect' | 'error';

/** What one traffic line says, by HAProxy's manual (log formats, 8.2). Absent is null; -1 stays -1; times are epoch milliseconds in UTC. */
export type RequestFields = {
  request_date: number | null;
  /** Null when the line ends before it tells. */
  format: TrafficFormat | null;
  client_ip: string | null;
  client_port: number | null;
  frontend_name: string | null;
  tls: boolean | null;
  backend_name: string | null;
  server_name: string | null;
  time_request_ms: number | null;
  time_queue_ms: number | null;
  time_connect_ms: number | null;
  time_response_ms: number | null;
  time_active_ms: number | null;
  status_code: number | null;
  bytes_read: number | null;
  captured_request_cookie: string | null;
  captured_response_cookie: string | null;
  termination_state: string | null;
  actconn: number | null;
  feconn: number | null;
  beconn: number | null;
  srv_conn: number | null;
  retries: number | null;
  redispatched: boolean | null;
  srv_queue: number | null;
  backend_queue: number | null;
  request_headers: MapEntries | null;
  response_headers: MapEntries | null;
  method: string | null;
  path: string | null;
  query: string | null;
  http_version: string | null;
  sni: string | null;
  tls_version: string | null;
  tls_cipher: string | null;
  truncated: boolean;
};

export type EventType =
  | 'server_up'
  | 'server_down'
  | 'server_maint'
  | 'server_drain'
  | 'server_weight'
  | 'server_state'
  | 'backend_down'
  | 'proxy_started'
  | 'proxy_stopped'
  | 'proxy_state'
  | 'health_check'
  | 'reload'
  | 'worker'
  | 'process';

/** What one of HAProxy's own notices says: which server, backend or proxy changed, to what, and why. */
export type EventFields = {
  event_type: EventType;
  proxy_name: string | null;
  server_name: string | null;
  state: string | null;
  reason: string | null;
  check_duration_ms: number | null;
  active_servers: number | null;
  backup_servers: number | null;
  sessions_active: number | null;
  sessions_requeued: number | null;
  sessions_queued: number | null;
  message: string;
};

/** An empty row of a format, to be filled from left to right; a line that is cut leaves the rest null. */
export function emptyRequest(format: TrafficFormat | null): RequestFields {
  return {
    request_date: null,
    format,
    client_ip: null,
    client_port: null,
    frontend_name: null,
    tls: null,
    backend_name: null,
    server_name: null,
    time_request_ms: null,
    time_queue_ms: null,
    time_connect_ms: null,
    time_response_ms: null,
    time_active_ms: null,
    status_code: null,
    bytes_read: null,
    captured_request_cookie: null,
    captured_response_cookie: null,
    termination_state: null,
    actconn: null,
    feconn: null,
    beconn: null,
    srv_conn: null,
    retries: null,
    redispatched: null,
    srv_queue: null,
    backend_queue: null,
    request_headers: null,
    response_headers: null,
    method: null,
    path: null,
    query: null,
    http_version: null,
    sni: null,
    tls_version: null,
    tls_cipher: null,
    truncated: false,
  };
}
