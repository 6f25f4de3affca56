import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ColumnType, MapEntries, ParquetRow } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { createParseLine } from './parse-line.ts';
import { emptyRequest, type RequestFields } from './row.ts';
import { readSettings } from './settings.ts';
import { stateLetters } from './state.ts';
import { eventColumns, requestColumns } from './tables.ts';

const settings = readSettings({
  logFormat: '%ci %[src] <%hr> %{+Q}r %CC %ST',
  frontends: { www: { request: ['a', 'b'], response: ['c'] } },
});

export const parseLine = createParseLine(settings);

export const receivedAt = Date.UTC(2026, 10, 20, 14);

export const sample = gunzipSync(
  readFileSync(new URL('../../../../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)),
)
  .toString('latin1')
  .split('\n')
  .slice(0, 500);

const token = fc.stringMatching(/^[a-z0-9_.<>-]{1,12}$/).filter((text) => text !== '-');

const number = fc.integer({ min: -1, max: 2_000_000_000 });

const header = fc.string({ maxLength: 20 }).filter((text) => text !== '');

const uri = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replaceAll('?', ''));

const count = fc.nat(100_000);

const headers = (...keys: readonly string[]) => fc.tuple(...keys.map(() => header)).map((values) => ({ keys, values }));

export const requests: fc.Arbitrary<RequestFields> = fc
  .record({
    request_date: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 0, 1) }),
    client_ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant(null), fc.constant('unix')),
    client_port: fc.option(fc.nat(65535)),
    tls: fc.boolean(),
    backend_name: token,
    server_name: token,
    time_request_ms: number,
    time_queue_ms: number,
    time_connect_ms: number,
    time_response_ms: number,
    time_active_ms: number,
    status_code: fc.oneof(fc.constantFrom(-1, 0), fc.integer({ min: 100, max: 599 })),
    bytes_read: fc.maxSafeNat().map((value) => value % 1e15),
    captured_request_cookie: fc.option(token),
    captured_response_cookie: fc.option(token.map((text) => `${text}; path=/`)),
    termination_state: fc
      .tuple(...stateLetters.map((letters) => fc.constantFrom(...letters)))
      .map((each) => each.join('')),
    actconn: count,
    feconn: count,
    beconn: count,
    srv_conn: count,
    retries: count,
    redispatched: fc.boolean(),
    srv_queue: count,
    backend_queue: count,
    request_headers: headers('a', 'b'),
    response_headers: headers('c'),
    method: token,
    path: uri,
    query: fc.option(uri),
    http_version: fc.constantFrom('HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0', null),
  })
  .map((fields) => ({ ...emptyRequest('http'), frontend_name: 'www', ...fields }))
  .filter(({ path, http_version }) => http_version !== null || !path.includes(' HTTP/'));

/** As HAProxy encodes captures and URIs. */
function encoded(text: string | null | undefined): string {
  return [...(text ?? '')].map((each) => (/[!$-z~]/.test(each) && !'"#{|}'.includes(each) ? each : hex(each))).join('');
}

function blockOf(map: MapEntries | null): string {
  return (map?.values ?? []).map(encoded).join('|');
}

function hex(character: string): string {
  return [...Buffer.from(character)].map((byte) => `#${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function dateOf(epoch: number | null): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epoch ?? 0).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time}`;
}

function requestLine(row: RequestFields): string {
  const query = row.query === null ? '' : `?${encoded(row.query)}`;
  return `${row.method} ${encoded(row.path)}${query}${row.http_version === null ? '' : ` ${row.http_version}`}`;
}

function numbers(row: RequestFields, separator: string): string {
  return [row.actconn, row.feconn, row.beconn, row.srv_conn, `${row.redispatched ? '+' : ''}${row.retries}`].join(
    separator,
  );
}

function timers(row: RequestFields, separator: string): string {
  return [row.time_request_ms, row.time_queue_ms, row.time_connect_ms, row.time_response_ms, row.time_active_ms].join(
    separator,
  );
}

export function httplog(row: RequestFields): string {
  const millisecond = String((row.request_date ?? 0) % 1000).padStart(3, '0');
  const cookies = `${row.captured_request_cookie ?? '-'} ${row.captured_response_cookie ?? '-'}`;
  const captured = `{${blockOf(row.request_headers)}} {${blockOf(row.response_headers)}}`;
  return (
    `${row.client_ip ?? '-'}:${row.client_port ?? '-'} [${dateOf(row.request_date)}.${millisecond}] www${row.tls ? '~' : ''} ` +
    `${row.backend_name}/${row.server_name} ${timers(row, '/')} ${row.status_code} ${row.bytes_read} ${cookies} ` +
    `${row.termination_state} ${numbers(row, '/')} ${row.srv_queue}/${row.backend_queue} ${captured} "${requestLine(row)}"`
  );
}

export function clf(row: RequestFields): string {
  const quoted = [...(row.request_headers?.values ?? []), ...(row.response_headers?.values ?? [])].map(
    (text) => `"${encoded(text)}"`,
  );
  return (
    `${row.client_ip ?? '-'} - - [${dateOf(row.request_date)} +0000] "${requestLine(row)}" ${row.status_code} ${row.bytes_read} "" "" ` +
    `${row.client_port ?? '-'} ${(row.request_date ?? 0) % 1000} "www${row.tls ? '~' : ''}" "${row.backend_name}" "${row.server_name}" ` +
    `${timers(row, ' ')} ${row.termination_state} ${numbers(row, ' ')} ${row.srv_queue} ${row.backend_queue} ` +
    `"${row.captured_request_cookie ?? ''}" "${row.captured_response_cookie ?? ''}" ${quoted.join(' ')}`
  );
}

export function numbersOf(row: ParquetRow) {
  return [...requestColumns, ...eventColumns].flatMap(({ name, type }) => {
    const value = row[name];
    return typeof value === 'number' ? [{ name, type, value }] : [];
  });
}

export function fits(type: ColumnType, value: number): boolean {
  return Number.isSafeInteger(value) && (type !== 'INT32' || Math.abs(value) < 2 ** 31);
}
