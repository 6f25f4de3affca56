import type { MapEntries } from '@tributary/shared/parquet-write.ts';
import { type eventColumns, requestColumns } from './tables.ts';

export type TrafficFormat = 'http' | 'https' | 'http_clf' | 'tcp' | 'tcp_clf' | 'connect' | 'error';

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

type ValueOf<Type> = Type extends 'STRING'
  ? string
  : Type extends 'BOOLEAN'
    ? boolean
    : Type extends 'MAP_STRING_STRING'
      ? MapEntries
      : number;

type RowOf<Columns extends readonly { readonly name: string; readonly type: string }[]> = {
  -readonly [Each in Columns[number] as Each['name']]: ValueOf<Each['type']> | null;
};

/** What one traffic line says, by HAProxy's manual (log formats, 8.2). Absent is null; -1 stays -1; times are epoch milliseconds in UTC. */
export type RequestFields = RowOf<typeof requestColumns> & {
  /** Null when the line ends before it tells. */
  format: TrafficFormat | null;
  truncated: boolean;
};

/** Where a line came from: its record's identity, when CloudWatch received it (epoch ms), the object it lay in, and its syslog header. */
export type Origin = Pick<
  RequestFields,
  'record_id' | 'received_at' | 'source_key' | 'syslog_host' | 'process_name' | 'process_id'
>;

/** What one of HAProxy's own notices says: which server, backend or proxy changed, to what, and why. */
export type EventFields = Omit<RowOf<typeof eventColumns>, keyof Origin | 'event_date'> & {
  event_type: EventType;
  message: string;
};

/** An empty row of a format, to be filled from left to right; a line that is cut leaves the rest null. */
export function emptyRequest(format: TrafficFormat | null): RequestFields {
  return { ...blank, format, truncated: false };
}

const blank = readBlank();

/** Made from JSON: V8 gives such an object all its places at once, and its copies too. */
function readBlank(): RequestFields {
  const absent = Object.fromEntries(requestColumns.map(({ name }) => [name, null]));
  const read: unknown = JSON.parse(JSON.stringify(absent));
  if (!hasAll(read)) throw new Error('not all columns are declared');
  return read;
}

function hasAll(row: unknown): row is RequestFields {
  return typeof row === 'object' && row !== null && requestColumns.every(({ name }) => name in row);
}
