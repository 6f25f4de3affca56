import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ColumnType, MapEntries, ParquetRow } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createParseLine } from './parse-line.ts';
import { recordOf } from './record.ts';
import { emptyRequest, type RequestFields } from './row.ts';
import { readSettings } from './settings.ts';
import { stateLetters } from './state.ts';
import { eventColumns, requestColumns } from './tables.ts';

const settings = readSettings({
  logFormat: '%ci %[src] <%hr> %{+Q}r %CC %ST',
  frontends: { www: { request: ['a', 'b'], response: ['c'] } },
});
const parseLine = createParseLine(settings);
const receivedAt = Date.UTC(2026, 10, 20, 14);
const sample = gunzipSync(readFileSync(new URL('../../../../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)))
  .toString('latin1')
  .split('\n')
  .slice(0, 500);

describe('parsing', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...sample),
      fc.nat(1100),
      fc.nat(40),
      fc.oneof(fc.string(), fc.stringMatching(/^[{}"|/ #-]*$/)),
    )
    .map(([line, from, length, text]) => line.slice(0, from) + text + line.slice(from + length));

  test('never throws, and keeps to the three outcomes', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string(), fc.string({ unit: 'binary' }), fc.json()), (line) => {
        expect(['request', 'event', 'rejected']).toContain(parseLine(line, receivedAt).outcome.kind);
      }),
      { numRuns: 3000 },
    );
  });

  test('no number is larger than its column, whatever stands in the line', () => {
    const digits = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }).map(String);
    const line = fc.oneof(
      fc.constantFrom(...sample),
      fc.constantFrom(
        '{"ci":"1.2.3.4","cp":5,"ST":200,"TR":1,"Tw":2,"B":12345,"rc":1}',
        '1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "GET / HTTP/1.1" 200 5 "" "" 80 12 "www" "b" "s" 1 2 3 4 5 ---- 1 2 3 4 5 6 7 "-" "-"',
        'Nov 20 13:50:15 lb1 haproxy[1]: Server b/s is DOWN, reason: Layer4 timeout, check duration: 12ms. 1 active and 2 backup servers left. 3 sessions active, 4 requeued, 5 remaining in queue.',
      ),
    );
    const spoilt = fc.tuple(line, fc.nat(40), digits).map(([text, at, number]) => {
      const numbers = [...text.matchAll(/\d+/g)];
      const found = numbers[at % Math.max(1, numbers.length)];
      if (found === undefined) return text;
      return text.slice(0, found.index) + number + text.slice(found.index + found[0].length);
    });
    fc.assert(
      fc.property(spoilt, (text) => {
        const record = recordOf(parseLine(text, receivedAt), { record_id: null, received_at: null, source_key: null });
        if (record.table === 'rejected') return;
        expect(numbersOf(record.row).filter(({ type, value }) => !fits(type, value))).toEqual([]);
        expect(record.at ?? 0).toBeLessThan(Date.UTC(10_000, 0));
      }),
      { numRuns: 2000 },
    );
  });

  const date = '[20/Nov/2026:13:50:17.908]';
  const head = `1.2.3.4:5 ${date} www b/s 0/1/2/3/4 200 5`;
  const counters = '---- 1/2/3/4/0 6/7';
  test.each([
    ['spaces', (n: number) => ' '.repeat(n)],
    ['quotes', (n: number) => `${head} - - ${counters} {a} ${'"'.repeat(n)}`],
    ['blocks', (n: number) => `${head} - - ${counters} ${'{a} '.repeat(n / 4)}`],
    ['block ends', (n: number) => `${head} - - ${counters} {${'} x'.repeat(n / 3)}`],
    ['cookies', (n: number) => `${head} ${'a '.repeat(n / 2)}`],
    ['almost counters', (n: number) => `${head} ${'---- 1/2/3/4 '.repeat(n / 13)}`],
    ['slashes', (n: number) => `1.2.3.4:5 ${date} www b/s ${'1/'.repeat(n / 2)}`],
    ['escapes', (n: number) => `${head} - - ${counters} "GET /${'#C3'.repeat(n / 3)} HTTP/1.1"`],
    ['structured data', (n: number) => `<1>1 - - h - - ${'[a b="\\]"]'.repeat(n / 10)}`],
    ['clf', (n: number) => `1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "${'" "'.repeat(n / 3)}`],
    ['json', (n: number) => `{"ci":"1","ST":2,${'"a":"\\\\",'.repeat(n / 9)}`],
    ['notices', (n: number) => `Server a/${'is DOWN, reason: 1 '.repeat(n / 19)}`],
    ['custom', (n: number) => `1 2 <${'{} '.repeat(n / 3)}> "${'x HTTP/'.repeat(n / 7)}`],
  ])('takes time linear in a line of %s', (_, make) => {
    const time = (line: string) => {
      const start = performance.now();
      parseLine(line, receivedAt);
      return performance.now() - start;
    };
    time(make(20_000));
    const best = Math.min(...[1, 2, 3].map(() => time(make(400_000))));
    expect(best).toBeLessThan(2000);
  });
});

const token = fc.stringMatching(/^[a-z0-9_.<>-]{1,12}$/).filter((text) => text !== '-');
const number = fc.integer({ min: -1, max: 2_000_000_000 });
const header = fc.string({ maxLength: 20 }).filter((text) => text !== '');
const uri = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replaceAll('?', ''));
const count = fc.nat(100_000);
const headers = (...keys: readonly string[]) => fc.tuple(...keys.map(() => header)).map((values) => ({ keys, values }));

const requests: fc.Arbitrary<RequestFields> = fc
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

function httplog(row: RequestFields): string {
  const millisecond = String((row.request_date ?? 0) % 1000).padStart(3, '0');
  const cookies = `${row.captured_request_cookie ?? '-'} ${row.captured_response_cookie ?? '-'}`;
  const captured = `{${blockOf(row.request_headers)}} {${blockOf(row.response_headers)}}`;
  return (
    `${row.client_ip ?? '-'}:${row.client_port ?? '-'} [${dateOf(row.request_date)}.${millisecond}] www${row.tls ? '~' : ''} ` +
    `${row.backend_name}/${row.server_name} ${timers(row, '/')} ${row.status_code} ${row.bytes_read} ${cookies} ` +
    `${row.termination_state} ${numbers(row, '/')} ${row.srv_queue}/${row.backend_queue} ${captured} "${requestLine(row)}"`
  );
}

function clf(row: RequestFields): string {
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

describe('what HAProxy would write of a row is read as that row', () => {
  test('as httplog', () => {
    fc.assert(
      fc.property(requests, (row) => {
        expect(parseLine(httplog(row), receivedAt).outcome).toEqual({ kind: 'request', row });
      }),
      { numRuns: 500 },
    );
  });

  test('as httplog clf', () => {
    fc.assert(
      fc.property(requests, (row) => {
        expect(parseLine(clf(row), receivedAt).outcome).toEqual({
          kind: 'request',
          row: { ...row, format: 'http_clf' },
        });
      }),
      { numRuns: 500 },
    );
  });
});

function numbersOf(row: ParquetRow) {
  return [...requestColumns, ...eventColumns].flatMap(({ name, type }) => {
    const value = row[name];
    return typeof value === 'number' ? [{ name, type, value }] : [];
  });
}

function fits(type: ColumnType, value: number): boolean {
  return Number.isSafeInteger(value) && (type !== 'INT32' || Math.abs(value) < 2 ** 31);
}
