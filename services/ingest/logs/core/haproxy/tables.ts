import type { Column } from '@tributary/shared/parquet-write.ts';

type Declared = Column & {
  /** For people: COLUMNS.md is made of it. */
  readonly about: string;
  /** A number or text of each line that most lines are (`usual/`). */
  readonly usual?: true;
};

/** The columns of `haproxy_requests`, in order: table, rows, batches and documentation follow from here. Dates are UTC. */
export const requestColumns = [
  {
    name: 'record_id',
    type: 'STRING',
    about: 'of the log event: the same in whatever it is delivered; of a bare line, of its object and place',
  },
  {
    name: 'request_date',
    type: 'TIMESTAMP_MILLIS',
    about: 'when the request (tcp: the connection) was accepted; the header’s date for `connect`',
  },
  {
    name: 'received_at',
    type: 'TIMESTAMP_MILLIS',
    about: 'when CloudWatch Logs received the line; null of bare lines',
  },
  {
    name: 'format',
    type: 'STRING',
    about:
      '`http`, `https`, `http_clf`, `tcp`, `tcp_clf`, `connect`, `error`; null where the line is cut before it tells',
  },
  { name: 'syslog_host', type: 'STRING', about: 'host by the syslog header' },
  { name: 'process_name', type: 'STRING', about: 'tag of the syslog header' },
  { name: 'process_id', type: 'INT32', about: 'process id of the tag' },
  { name: 'client_ip', type: 'STRING', usual: true, about: '`%ci`; `unix` of a unix socket' },
  { name: 'client_port', type: 'INT32', usual: true, about: '`%cp`' },
  { name: 'frontend_name', type: 'STRING', usual: true, about: '`%f`' },
  { name: 'tls', type: 'BOOLEAN', about: 'the client came over TLS: `~` after the frontend' },
  { name: 'backend_name', type: 'STRING', usual: true, about: '`%b`' },
  { name: 'server_name', type: 'STRING', usual: true, about: '`%s`; `<NOSRV>`, `<STATS>` and the like as they stand' },
  {
    name: 'time_request_ms',
    type: 'INT32',
    usual: true,
    about: '`%TR`: until the whole request was there; -1: it never was',
  },
  { name: 'time_queue_ms', type: 'INT32', usual: true, about: '`%Tw`: waiting in queues' },
  { name: 'time_connect_ms', type: 'INT32', usual: true, about: '`%Tc`: until the server was connected' },
  { name: 'time_response_ms', type: 'INT32', usual: true, about: '`%Tr`: until the server’s response began' },
  { name: 'time_active_ms', type: 'INT32', usual: true, about: '`%Ta`; of tcp and where only that is logged `%Tt`' },
  { name: 'status_code', type: 'INT32', usual: true, about: '`%ST`; -1: no answer was sent' },
  { name: 'bytes_read', type: 'INT64', usual: true, about: '`%B`: bytes sent to the client' },
  { name: 'captured_request_cookie', type: 'STRING', about: '`%CC`' },
  { name: 'captured_response_cookie', type: 'STRING', about: '`%CS`' },
  {
    name: 'termination_state',
    type: 'STRING',
    usual: true,
    about: '`%tsc`, of tcp `%ts`: who ended the session, and when',
  },
  { name: 'actconn', type: 'INT32', usual: true, about: '`%ac`: connections of the process' },
  { name: 'feconn', type: 'INT32', usual: true, about: '`%fc`: of the frontend' },
  { name: 'beconn', type: 'INT32', usual: true, about: '`%bc`: of the backend' },
  { name: 'srv_conn', type: 'INT32', usual: true, about: '`%sc`: of the server' },
  { name: 'retries', type: 'INT32', usual: true, about: '`%rc`' },
  { name: 'redispatched', type: 'BOOLEAN', about: 'a retry went to another server: `+` before the retries' },
  { name: 'srv_queue', type: 'INT32', usual: true, about: '`%sq`' },
  { name: 'backend_queue', type: 'INT32', usual: true, about: '`%bq`' },
  {
    name: 'request_headers',
    type: 'MAP_STRING_STRING',
    about: '`%hr`, by the names in haproxy.yml, else `capture_1`…; what a log-format has besides',
  },
  { name: 'response_headers', type: 'MAP_STRING_STRING', about: '`%hs`; of errors `:error` and `:bind`' },
  { name: 'method', type: 'STRING', usual: true, about: 'of the request line' },
  { name: 'path', type: 'STRING', usual: true, about: 'of the request line, up to `?`; escapes decoded' },
  { name: 'query', type: 'STRING', usual: true, about: 'of the request line, after `?`; escapes decoded' },
  { name: 'http_version', type: 'STRING', usual: true, about: 'of the request line; null in HTTP/0.9' },
  { name: 'sni', type: 'STRING', about: 'name that the client asked for (httpslog)' },
  { name: 'tls_version', type: 'STRING', about: '`%sslv` (httpslog)' },
  { name: 'tls_cipher', type: 'STRING', about: '`%sslc` (httpslog)' },
  {
    name: 'truncated',
    type: 'BOOLEAN',
    about: 'the line, or its request, was cut; the fields before the cut are whole',
  },
  { name: 'source_key', type: 'STRING', about: 'object of the raw bucket that the line lay in' },
] as const satisfies readonly Declared[];

/** The columns of `haproxy_events`, in order. */
export const eventColumns = [
  {
    name: 'record_id',
    type: 'STRING',
    about: 'of the log event: the same in whatever it is delivered; of a bare line, of its object and place',
  },
  { name: 'event_date', type: 'TIMESTAMP_MILLIS', about: 'when it happened, by the syslog header' },
  {
    name: 'received_at',
    type: 'TIMESTAMP_MILLIS',
    about: 'when CloudWatch Logs received the line; null of bare lines',
  },
  { name: 'event_type', type: 'STRING', about: 'what happened, see `EventType`' },
  { name: 'syslog_host', type: 'STRING', about: 'host by the syslog header' },
  { name: 'process_name', type: 'STRING', about: 'tag of the syslog header' },
  { name: 'process_id', type: 'INT32', about: 'process id of the tag' },
  { name: 'proxy_name', type: 'STRING', about: 'backend or frontend' },
  { name: 'server_name', type: 'STRING', about: 'server of the backend' },
  { name: 'state', type: 'STRING', about: 'what it changed to, in HAProxy’s words' },
  { name: 'reason', type: 'STRING', about: 'what HAProxy says after `reason:`' },
  { name: 'check_duration_ms', type: 'INT32', about: 'how long the health check took' },
  { name: 'active_servers', type: 'INT32', about: 'servers that are left' },
  { name: 'backup_servers', type: 'INT32', about: 'backup servers that are left' },
  { name: 'sessions_active', type: 'INT32', about: 'sessions of the server at that moment' },
  { name: 'sessions_requeued', type: 'INT32', about: 'sessions that went to other servers' },
  { name: 'sessions_queued', type: 'INT32', about: 'sessions that wait' },
  { name: 'message', type: 'STRING', about: 'the whole notice' },
  { name: 'source_key', type: 'STRING', about: 'object of the raw bucket that the line lay in' },
] as const satisfies readonly Declared[];
