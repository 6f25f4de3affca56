import { describe, expect, test } from 'vitest';
import { at, date, mayBe, parse, rest, rowOf } from './formats-for-tests.ts';

describe('traffic', () => {
  test.each([
    [
      'HTTP with -1 everywhere',
      `1.2.3.4:5 ${date} www www/<NOSRV> -1/-1/-1/-1/0 -1 0 - - CR-- 1/2/3/4/0 0/0 "<BADREQ>"`,
      { status_code: -1, method: null, path: null, time_request_ms: -1, server_name: '<NOSRV>', truncated: false },
    ],
    [
      'logasap',
      `1.2.3.4:5 ${date} www b/s 0/1/2/3/+4 200 +55 - - ---- 1/2/3/4/+3 6/7 "GET / HTTP/1.1"`,
      { time_active_ms: 4, bytes_read: 55, retries: 3, redispatched: true },
    ],
    ['IPv6', `2001:db8::1:443 ${date} ${rest} "GET / HTTP/1.1"`, { client_ip: '2001:db8::1', client_port: 443 }],
    ['a bracketed IPv6', `[::1]:443 ${date} ${rest} "GET / HTTP/1.1"`, { client_ip: '::1', client_port: 443 }],
    ['a unix socket', `unix:3 ${date} ${rest} "GET / HTTP/1.1"`, { client_ip: 'unix', client_port: 3 }],
    ['a missing client', `-:- ${date} ${rest} "GET / HTTP/1.1"`, { client_ip: null, client_port: null }],
    [
      'HTTP/0.9',
      `1.2.3.4:5 ${date} ${rest} "GET /x"`,
      { method: 'GET', path: '/x', http_version: null, truncated: false },
    ],
    ['CONNECT', `1.2.3.4:5 ${date} ${rest} "CONNECT h:443 HTTP/1.1"`, { method: 'CONNECT', path: 'h:443' }],
    ['OPTIONS *', `1.2.3.4:5 ${date} ${rest} "OPTIONS * HTTP/1.1"`, { path: '*', query: null }],
    [
      'an absolute URI',
      `1.2.3.4:5 ${date} ${rest} "GET http://h/p?q?r HTTP/2.0"`,
      { path: 'http://h/p', query: 'q?r', http_version: 'HTTP/2.0' },
    ],
    [
      'escapes decoded once',
      `1.2.3.4:5 ${date} ${rest} {h#7C|a#2323\\#011} "GET /#C3#A9#FF HTTP/1.1"`,
      { request_headers: { host: 'h|', 'user-agent': 'a#23\\\t' }, path: '/Ã©ÿ' },
    ],
    [
      'braces and quotes that are not encoded',
      `1.2.3.4:5 ${date} ${rest} {h|a} "b} c} "GET / HTTP/1.1"`,
      { request_headers: { host: 'h', 'user-agent': 'a} "b} c' }, path: '/' },
    ],
    [
      'cookies with spaces',
      `1.2.3.4:5 ${date} www b/s 0/1/2/3/4 200 55 S=a S=b; path=/ --NI 1/2/3/4/0 6/7 "GET / HTTP/1.1"`,
      {
        captured_request_cookie: 'S=a',
        captured_response_cookie: 'S=b; path=/',
        termination_state: '--NI',
        actconn: 1,
      },
    ],
    [
      'httpslog',
      `1.2.3.4:5 ${date} www~ b/s 0/1/2/3/4 200 55 - - ---- 1/2/3/4/0 6/7 "GET / HTTP/1.1" 0/0/0/0/0 -/TLSv1.3/TLS_AES`,
      { format: 'https', tls: true, frontend_name: 'www', sni: null, tls_version: 'TLSv1.3', tls_cipher: 'TLS_AES' },
    ],
    [
      'tcplog',
      `1.2.3.4:5 ${date} t b/s 1/2/+3 +4 -- 5/6/7/8/0 9/10`,
      { format: 'tcp', time_queue_ms: 1, time_active_ms: 3, bytes_read: 4, backend_queue: 10 },
    ],
    [
      'tcplog clf',
      '::1 - - [20/Nov/2026:15:50:17 +0200] "TCP " 000 245 "" "" 3 908 "t" "b" "s" 1 2 3 4 555 ---- 1 2 3 4 0 6 7 "" "" ',
      {
        format: 'tcp_clf',
        client_ip: '::1',
        client_port: 3,
        request_date: at,
        status_code: null,
        time_active_ms: 4,
        backend_queue: 7,
      },
    ],
    [
      'httplog clf',
      '1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "GET /x?y HTTP/1.1" 200 245 "" "" 3 908 "www~" "b" "s" 1 2 3 4 5 ---- 1 2 3 4 +0 6 7 "C" "" "h" ""',
      {
        format: 'http_clf',
        request_date: at,
        tls: true,
        captured_request_cookie: 'C',
        request_headers: { host: 'h' },
        redispatched: true,
        truncated: false,
      },
    ],
    [
      'Connect from',
      'Nov 20 13:50:17 lb haproxy[1]: Connect from ::1:5 to ::1:80 (fe/HTTP)',
      { format: 'connect', client_ip: '::1', client_port: 5, frontend_name: 'fe', request_date: at - 908 },
    ],
    [
      'a connection error',
      `1.2.3.4:5 ${date} www/my bind: Timeout during SSL handshake`,
      {
        format: 'error',
        frontend_name: 'www',
        response_headers: { ':bind': 'my bind', ':error': 'Timeout during SSL handshake' },
      },
    ],
    [
      'JSON',
      '{"client_ip":"::1","request_date":"20/Nov/2026:13:50:17.908","time_to_receive":3,"ST":200,"request_line":"GET /?a HTTP/1.1","request_headers":"{h|u}","frontend_name":"www","team":"x"}',
      {
        format: 'http',
        client_ip: '::1',
        request_date: at,
        time_request_ms: 3,
        status_code: 200,
        query: 'a',
        request_headers: { host: 'h', 'user-agent': 'u', team: 'x' },
      },
    ],
    [
      'JSON with the names of the example for HAProxy 3',
      '{"client_ip":"10.0.0.7","client_port":37445,"request_date":"20/Nov/2026:13:50:17.908","frontend_name":"www~","backend_name":"b","server_name":"s","time_to_receive":1,"time_waiting":2,"time_to_connect":3,"time_server_response":4,"time_active":5,"status_code":200,"bytes_read":6,"request_cookies":"C=a","response_cookies":null,"termination_state":"----","process_active_connections":7,"frontend_active_connections":8,"backend_active_connections":9,"server_active_connections":10,"retries":1,"server_queue":11,"backend_queue":12,"request_headers":"{h|}","response_headers":"{text/html}","request_line":"GET /p HTTP/1.1"}',
      {
        ...{ request_date: at, format: 'http', client_ip: '10.0.0.7', client_port: 37445, frontend_name: 'www' },
        ...{ tls: true, backend_name: 'b', server_name: 's', time_request_ms: 1, time_queue_ms: 2, time_connect_ms: 3 },
        ...{ time_response_ms: 4, time_active_ms: 5, status_code: 200, bytes_read: 6, captured_request_cookie: 'C=a' },
        ...{
          captured_response_cookie: null,
          termination_state: '----',
          actconn: 7,
          feconn: 8,
          beconn: 9,
          srv_conn: 10,
        },
        ...{ retries: 1, srv_queue: 11, backend_queue: 12, request_headers: { host: 'h' }, method: 'GET', path: '/p' },
        response_headers: { capture_1: 'text/html' },
      },
    ],
    [
      'TCP clf: the handshake before the queue, the bytes uploaded after the whole time',
      '10.0.0.7 - - [20/Nov/2026:13:50:17 +0000] "TCP " 000 245 "" "" 37445 908 "t~" "b" "s" 11 22 33 44 55 CD-- 1 2 3 4 +5 6 7 "" "" ',
      {
        ...{ format: 'tcp_clf', request_date: at, client_port: 37445, frontend_name: 't', tls: true, bytes_read: 245 },
        ...{
          time_queue_ms: 22,
          time_connect_ms: 33,
          time_active_ms: 44,
          termination_state: 'CD--',
          redispatched: true,
        },
        ...{ retries: 5, srv_queue: 6, backend_queue: 7, captured_request_cookie: null, truncated: false },
      },
    ],
  ])('reads %s', (_, line, expected) => {
    expect(rowOf(line)).toMatchObject(expected);
  });

  test.each([
    'not HAProxy',
    'list [1',
    '{"level":"info","message":"x"}',
    `1.2.3.4:5 [20/Foo/2026:13:50:17.908] ${rest}`,
    `1.2.3.4:5 ${date} www b/s 0/1/2/3 200`,
    `1.2.3.4:5 ${date} www b/s 0/x/2/3/4 200 5`,
  ])('rejects %s', (line) => {
    expect(parse(line).kind).toBe('rejected');
  });

  test('reads a block of any number of headers, and of a header captured twice the last value', () => {
    const values = Array.from({ length: 70 }, (_, index) => (index % 2 === 0 ? `v${index}` : ''));
    const many = rowOf(`1.2.3.4:5 ${date} ${rest} {${values.join('|')}} "GET / HTTP/1.1"`);
    const names = ['host', 'user-agent', ...values.map((_, index) => `capture_${index + 1}`).slice(2)];
    const sent = names.flatMap((name, index) => (values[index] === '' ? [] : [[name, values[index]]]));
    expect(many).toMatchObject({ request_headers: Object.fromEntries(sent) });
    const twice = { frontends: { www: { request: ['a', 'b', 'a'] } } };
    expect(rowOf(`1.2.3.4:5 ${date} ${rest} {1|2|3#7C} "GET / HTTP/1.1"`, twice)).toMatchObject({
      request_headers: { a: '3|', b: '2' },
    });
  });

  test('keeps what is no escape, what is no UTF-8, and a letter outside of Latin-1', () => {
    expect(rowOf(`1.2.3.4:5 ${date} ${rest} {#C3#BC#E2#82#AC#|#C3#28} "GET /\u0120#C2#A0 HTTP/1.1"`)).toMatchObject({
      request_headers: { host: 'ü€#', 'user-agent': 'Ã(' },
      path: '/\u0120\u00a0',
    });
  });

  const captures = { frontends: { www: { request: ['Host', 'User-Agent'], response: ['Content-Type'] } } };
  const whole = [
    `1.2.3.4:5 ${date} www b/s 0/1/2/3/4 200 55 C=a C=b ---- 1/2/3/4/0 6/7 {h#7C|u#20a} {t} "GET /p#7C?q HTTP/1.1"`,
    '1.2.3.4 - - [20/Nov/2026:13:50:17 +0000] "GET /x?y HTTP/1.1" 200 245 "" "" 3 908 "www" "b" "s" 1 2 3 4 5 ---- 1 2 3 4 0 6 7 "C" "D" "h" "u" "t"',
  ];

  test.each(whole)('keeps what precedes the cut, wherever it is in %s', (line) => {
    const uncut = new Map(Object.entries(rowOf(line, captures)));
    for (let length = 13; length < line.length; length += 1) {
      const row = Object.entries(rowOf(line.slice(0, length), captures));
      const wrong = row.filter(([field, value]) => !mayBe(value, uncut.get(field), field));
      expect(wrong, line.slice(0, length)).toEqual([]);
    }
  });
});
