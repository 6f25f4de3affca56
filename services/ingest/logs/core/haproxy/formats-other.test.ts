import { describe, expect, test } from 'vitest';
import { at, date, parse, receivedAt, rest, rowOf } from './formats-for-tests.ts';
import { createParseLine } from './parse-line.ts';
import { readSettings } from './settings.ts';

describe('syslog headers', () => {
  test.each([
    ['', { host: null, process: null }],
    ['<134>', { host: null, process: null }],
    [
      '<134>Nov  2 13:50:17 haproxy[8174]: ',
      { host: null, process: 'haproxy', processId: 8174, date: 'Nov  2 13:50:17' },
    ],
    ['Nov 20 13:50:17 lb-1.example haproxy[8174]: ', { host: 'lb-1.example', process: 'haproxy', processId: 8174 }],
    ['2026-11-20T13:50:17.908+01:00 lb haproxy: ', { host: 'lb', process: 'haproxy', processId: null }],
    ['<134>2026-11-20T13:50:17.908000+00:00 ', { host: null, process: null, date: '2026-11-20T13:50:17.908000+00:00' }],
    ['<134>1 2026-11-20T13:50:17Z lb haproxy 8174 - - ', { host: 'lb', process: 'haproxy', processId: 8174 }],
    ['<134>1 - - haproxy - - [a x="\\]\\" ]"][b] ', { host: null, process: 'haproxy', processId: null, date: null }],
    ['<134>haproxy[3]: ', { host: null, process: 'haproxy', processId: 3 }],
  ])('reads the prefix %j', (prefix, expected) => {
    const line = `${prefix}1.2.3.4:5 ${date} ${rest} "GET / HTTP/1.1"`;
    const { syslog, outcome } = createParseLine(readSettings({}))(line, receivedAt);
    expect(syslog).toMatchObject({ ...expected, messageAt: prefix.length });
    expect(outcome).toMatchObject({ kind: 'request', row: { client_ip: '1.2.3.4', path: '/' } });
  });
});

describe('notices', () => {
  test.each([
    [
      'Server a/b is UP, reason: Layer4 check passed, check duration: 1ms. 3 active and 0 backup servers online. 2 sessions requeued, 1 total in queue.',
      {
        event_type: 'server_up',
        state: 'UP',
        reason: 'Layer4 check passed',
        active_servers: 3,
        sessions_requeued: 2,
        sessions_queued: 1,
      },
    ],
    [
      '[WARNING] 323/135017 (8174) : Backup Server a/b is DOWN, reason: Layer4 timeout, check duration: 2001ms. 1 active and 0 backup servers left. 4 sessions active, 0 requeued, 0 remaining in queue.',
      { event_type: 'server_down', check_duration_ms: 2001, sessions_active: 4 },
    ],
    [
      'Server a/b is going DOWN for maintenance. 0 active and 0 backup servers left.',
      { event_type: 'server_maint', proxy_name: 'a', server_name: 'b' },
    ],
    ['Server a/b is UP/READY (leaving maintenance).', { event_type: 'server_up', state: 'UP/READY' }],
    ['Server a/b enters drain state.', { event_type: 'server_drain' }],
    ['Server a/b weight changed from 1 to 2.', { event_type: 'server_weight' }],
    ['backend api has no server available!', { event_type: 'backend_down', proxy_name: 'api' }],
    ['Proxy www started.', { event_type: 'proxy_started', proxy_name: 'www' }],
    ['Proxy www stopped (cumulated conns: FE: 1, BE: 0).', { event_type: 'proxy_stopped', proxy_name: 'www' }],
    ['Stopping frontend GLOBAL in 0 ms.', { event_type: 'proxy_stopped', proxy_name: 'GLOBAL' }],
    [
      'Health check for server a/b failed, reason: Layer4 timeout, check duration: 2ms, status: 0/2 DOWN.',
      { event_type: 'health_check', state: 'failed', reason: 'Layer4 timeout' },
    ],
    ['[NOTICE]   (123) : New worker (124) forked', { event_type: 'worker' }],
    ['[NOTICE]   (123) : Loading success.', { event_type: 'reload' }],
    ['[ALERT]    (123) : something new', { event_type: 'process' }],
  ])('reads %s', (message, row) => {
    expect(parse(message)).toMatchObject({ kind: 'event', row: { ...row, message } });
  });
});

describe('a custom log-format', () => {
  test('is read per frontend or by default, beside the standard formats', () => {
    const document = {
      logFormat: '%ci [%trg] %ms %f "%HM %HU %HV" %ST %{+Q}[req.hdr(Referer)] %ID',
      frontends: { special: { request: ['Host'], logFormat: '%{+Q,+E}o\\ %ft\\ %ci\\ %Ts\\ %hr\\ %r' } },
    };
    expect(
      rowOf('1.2.3.4 [20/Nov/2026:13:50:17 +0000] 908 any "GET /a?b HTTP/1.1" 200 "http://x y" 7F:1', document),
    ).toMatchObject({
      format: 'http',
      request_date: at,
      frontend_name: 'any',
      method: 'GET',
      path: '/a',
      query: 'b',
      http_version: 'HTTP/1.1',
      status_code: 200,
      request_headers: { '%[req.hdr(Referer)]': 'http://x y', '%ID': '7F:1' },
    });
    expect(rowOf('"special~" "1.2.3.4" 1795182617 "{h\\"\\]}" "GET / HTTP/1.1"', document)).toMatchObject({
      frontend_name: 'special',
      tls: true,
      request_date: at - 908,
      request_headers: { host: 'h"]' },
      path: '/',
    });
    expect(rowOf('1.2.3.4 [20/Nov/2026:13:50:17 +0000] 908 any "GET /a', document)).toMatchObject({
      frontend_name: 'any',
      method: 'GET',
      path: null,
      truncated: true,
    });
    expect(rowOf(`1.2.3.4:5 ${date} ${rest} "GET / HTTP/1.1"`, document)).toMatchObject({ format: 'http', path: '/' });
    expect(parse('Proxy www started.', document)).toMatchObject({ kind: 'event' });
  });

  test.each(['%ci%cp', '%nope %ci', 'only text', '%ci %', '%ci %hrl'])(
    'is refused with its place and reason when it is %j',
    (logFormat) => {
      expect(() => readSettings({ logFormat })).toThrow(/haproxy\.yml: .*log-format/s);
    },
  );
});
