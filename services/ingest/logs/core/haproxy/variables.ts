import { readFrontend } from './client.ts';
import { dashAsNull, readInteger, readLong } from './cursor.ts';
import { type DateReader, isoDate } from './dates.ts';
import { decodeEscapes } from './escapes.ts';
import { withHeader } from './headers.ts';
import { readRequestLine, readUri } from './request-line.ts';
import type { RequestFields } from './row.ts';

/** One line being read by names of values: the row to fill, and what fits in it only once all are known. */
export type Filling = {
  readonly row: RequestFields;
  readonly dates: DateReader;
  readonly blocks: { request?: string; response?: string };
  millisecond: number;
  /** The request's date has its milliseconds: what `%ms` says is said already. */
  isExact?: boolean;
};

/** A `%` variable of HAProxy's log-format. `fill` answers false when the text cannot be its value. `least`: its shortest text. */
export type Variable = {
  readonly fill: (filling: Filling, text: string) => boolean;
  readonly level: 'tcp' | 'http' | 'tls';
  readonly least: number;
};

type FieldsOf<Value> = {
  [Key in keyof RequestFields]: [Value | null, RequestFields[Key]] extends [RequestFields[Key], Value | null]
    ? Key
    : never;
}[keyof RequestFields];

function variable(fill: Variable['fill'], level: Variable['level'] = 'tcp', least = 0): Variable {
  return { fill, level, least };
}

function text(field: FieldsOf<string>, level: Variable['level'] = 'tcp'): Variable {
  return variable(({ row }, value) => {
    row[field] = dashAsNull(value);
    return true;
  }, level);
}

function integer(field: FieldsOf<number>, level: Variable['level'] = 'tcp'): Variable {
  const read = field === 'bytes_read' ? readLong : readInteger;
  return variable(({ row }, value) => {
    row[field] = read(value);
    return row[field] !== null || value === '-' || value === '';
  }, level);
}

/** HAProxy's date, CLF's, ISO 8601, or seconds or milliseconds since 1970. The request's date goes before the connection's. */
function date(first: boolean, least: number): Variable {
  return variable(
    (filling, value) => {
      const { dates } = filling;
      const read =
        epochDate(value) ?? dates.accept(value, 0, value.length) ?? dates.clf(value, 0, value.length) ?? isoDate(value);
      if (first || filling.row.request_date === null) {
        filling.row.request_date = read;
        filling.isExact = /\d[.,]\d{3}/.test(value) || /^\d{12,}$/.test(value);
      }
      return read !== null;
    },
    'tcp',
    least,
  );
}

const year10000 = Date.UTC(10_000, 0);

/** Seconds, or milliseconds where these would be thousands of years. */
function epochDate(value: string): number | null {
  const number = readLong(value);
  if (number === null || number < 0 || number >= year10000) return null;
  return number < 1e11 ? number * 1000 : number;
}

/** A variable without a column of its own: kept in the request's map as it is called in the log-format. */
export function opaque(name: string, level: Variable['level'] = 'tcp'): Variable {
  return variable(({ row }, value) => {
    if (dashAsNull(value) !== null) row.request_headers = withHeader(row.request_headers, name, decodeEscapes(value));
    return true;
  }, level);
}

function block(side: 'request' | 'response'): Variable {
  return variable(({ blocks }, value) => {
    if (value.startsWith('{')) blocks[side] = value.slice(1, value.endsWith('}') ? -1 : undefined);
    return true;
  }, 'http');
}

const retries = variable(({ row }, value) => {
  row.retries = readInteger(value);
  row.redispatched = value.startsWith('+');
  return row.retries !== null;
});

const uri = variable(({ row }, value) => {
  readUri(row, { text: value, escaped: true }, { from: 0, to: value.length }, false);
  return true;
}, 'http');

const query = variable(({ row }, value) => {
  row.query = value === '' || value === '-' ? null : decodeEscapes(value.startsWith('?') ? value.slice(1) : value);
  return true;
}, 'http');

const path = variable(({ row }, value) => {
  row.path = decodeEscapes(value);
  return true;
}, 'http');

/** By the names of HAProxy's manual (8.2.6), those of old versions included. */
export const variables: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['B', integer('bytes_read')],
  ['CC', text('captured_request_cookie', 'http')],
  ['CS', text('captured_response_cookie', 'http')],
  ['HM', text('method', 'http')],
  ['HP', path],
  ['HPO', path],
  ['HQ', query],
  ['HU', uri],
  ['HV', text('http_version', 'http')],
  ['ST', integer('status_code', 'http')],
  ['st', integer('status_code', 'http')],
  ['T', date(false, 26)],
  ['Tl', date(false, 26)],
  ['Ts', date(false, 1)],
  ['t', date(false, 20)],
  ['tr', date(true, 20)],
  ['trg', date(true, 26)],
  ['trl', date(true, 26)],
  ['TR', integer('time_request_ms', 'http')],
  ['Tq', integer('time_request_ms', 'http')],
  ['Ta', integer('time_active_ms', 'http')],
  ['Tr', integer('time_response_ms', 'http')],
  ['Tc', integer('time_connect_ms')],
  ['Tw', integer('time_queue_ms')],
  [
    'Tt',
    variable(({ row }, value) => {
      row.time_active_ms ??= readInteger(value);
      return readInteger(value) !== null;
    }),
  ],
  ['ac', integer('actconn')],
  ['b', text('backend_name')],
  ['bc', integer('beconn')],
  ['bq', integer('backend_queue')],
  ['ci', text('client_ip')],
  ['cp', integer('client_port')],
  ['f', text('frontend_name')],
  ['fc', integer('feconn')],
  [
    'ft',
    variable(({ row }, value) => {
      readFrontend(row, value);
      return true;
    }),
  ],
  ['hr', block('request')],
  ['hs', block('response')],
  [
    'ms',
    variable((filling, value) => {
      filling.millisecond = readInteger(value) ?? Number.NaN;
      return filling.millisecond >= 0 && filling.millisecond < 1000;
    }),
  ],
  [
    'r',
    variable(({ row }, value) => {
      readRequestLine(row, { text: value, escaped: true }, { from: 0, to: value.length }, false);
      return true;
    }, 'http'),
  ],
  ['rc', retries],
  ['s', text('server_name')],
  ['sc', integer('srv_conn')],
  ['sq', integer('srv_queue')],
  ['sslc', text('tls_cipher', 'tls')],
  ['sslv', text('tls_version', 'tls')],
  ['ssl_fc_sni', text('sni', 'tls')],
  ['ts', text('termination_state')],
  ['tsc', text('termination_state', 'http')],
  ...['H', 'ID', 'OG', 'Td', 'Th', 'Ti', 'Tu', 'U', 'bi', 'bp', 'fi', 'fp', 'lc', 'pid', 'rt', 'si', 'sp'].map(
    (name) => [name, opaque(`%${name}`)] as const,
  ),
]);
