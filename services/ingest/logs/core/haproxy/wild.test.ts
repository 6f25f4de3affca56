import { describe, expect, test } from 'vitest';
import { createParseLine } from './parse-line.ts';
import { readSettings } from './settings.ts';

// What lines have around them, and what becomes of them on their way, as people show them in public.

const receivedAt = Date.UTC(2026, 10, 28, 22, 30);
const traffic =
  '192.0.2.81:51820 [28/Nov/2026:22:21:03.911] www~ app/web2 0/0/1/5/6 200 1433 - - ---- 3/2/1/1/0 0/0 {shop.example|curl/8} "GET /a?b=c HTTP/1.1"';

function parse(line: string, document: object = {}, at = receivedAt) {
  return createParseLine(readSettings(document))(line, at);
}

/** A few columns that show that the line was read from end to end. */
function gist(line: string, document?: object) {
  const { outcome, syslog, headerDate } = parse(line, document);
  if (outcome.kind === 'rejected') return outcome;
  if (outcome.kind === 'event') return { ...outcome.row, syslog, headerDate };
  const { client_ip, status_code, path, http_version, truncated, format } = outcome.row;
  return { client_ip, status_code, path, http_version, truncated, format, syslog };
}

const whole = {
  client_ip: '192.0.2.81',
  status_code: 200,
  path: '/a',
  http_version: 'HTTP/1.1',
  truncated: false,
  format: 'http',
};

describe('a line inside a JSON object is the line', () => {
  const quoted = JSON.stringify(`${traffic}\n`);
  test.each([
    ['Docker', `{"log":${quoted},"stream":"stdout","time":"2026-11-28T22:21:04.1Z"}`],
    ['Fluent Bit', `{"date":1795904464.1,"log":${quoted},"kubernetes":{"pod_name":"haproxy-1"}}`],
    ['another collector', `{"timestamp":"2026-11-28T22:21:04Z","status":"info","message":${quoted}}`],
    ['a syslog header and JSON', `<134>1 2026-11-28T22:21:04Z lb haproxy 1 - - {"log":${quoted}}`],
    ['CRI and JSON', `2026-11-28T22:21:04.1Z stdout F {"log":${quoted}}`],
    ['JSON in JSON', JSON.stringify({ log: JSON.stringify({ message: traffic }) })],
    ['JSON whose first member of such a name is no text', `{"log":{"level":"info"},"message":${quoted}}`],
  ])('%s', (_, line) => {
    expect(gist(line)).toMatchObject(whole);
  });

  test('journald says host, process and time besides', () => {
    const journal = {
      __REALTIME_TIMESTAMP: '1795904464100000',
      _HOSTNAME: 'lb1',
      SYSLOG_IDENTIFIER: 'haproxy',
      _PID: '12',
    };
    expect(gist(JSON.stringify({ ...journal, MESSAGE: traffic }))).toMatchObject({
      ...whole,
      syslog: { host: 'lb1', process: 'haproxy', processId: 12 },
    });
    expect(gist(JSON.stringify({ ...journal, MESSAGE: 'Proxy www started.' }))).toMatchObject({
      event_type: 'proxy_started',
      headerDate: 1_795_904_464_100,
    });
  });

  test('its date without year gives way to the whole one of the object', () => {
    const log = 'Nov 28 22:21:03 lb haproxy[7]: Proxy www started.';
    expect(gist(JSON.stringify({ log, time: '2025-11-28T23:21:03.5Z' }))).toMatchObject({
      headerDate: Date.UTC(2025, 10, 28, 23, 21, 3, 500),
      syslog: { host: 'lb' },
    });
    const whole = log.replace('Nov 28 22:21:03', '2026-01-02T03:04:05Z');
    expect(gist(JSON.stringify({ log: whole, time: '2025-11-28T23:21:03.5Z' }))).toMatchObject({
      headerDate: Date.UTC(2026, 0, 2, 3, 4, 5),
    });
  });

  test.each([
    ['no line of HAProxy’s', '{"log":"connected to 10.0.0.1:80 [ok] in 3 ms"}'],
    ['a line that is cut', `{"log":${quoted.slice(0, -20)}`],
    ['no text', '{"log":{"a":1},"client_ip":"10.0.0.1"}'],
    ['too deep', [1, 2, 3, 4, 5].reduce((text) => JSON.stringify({ log: text }), traffic)],
  ])('but not %s', (_, line) => {
    expect(gist(line)).toMatchObject({ kind: 'rejected' });
  });

  test('a JSON log of HAProxy’s own that has a message besides is read as such', () => {
    const line = '{"client_ip":"192.0.2.1","status_code":"200","message":"hello"}';
    expect(gist(line)).toMatchObject({ client_ip: '192.0.2.1', status_code: 200 });
  });
});

describe('what tools put before a line is no part of it', () => {
  test.each([
    ['a byte order mark', '\ufeff', {}],
    ['a byte order mark and a header', '\ufeffNov 28 22:21:03 lb haproxy[7]: ', { host: 'lb', processId: 7 }],
    ['CRI', '2026-11-28T22:21:04.834965274Z stdout F ', {}],
    ['a day without padding', 'Nov 8 22:21:03 lb haproxy[7]: ', { host: 'lb', process: 'haproxy', processId: 7 }],
    ['a time with microseconds', 'Nov 28 22:21:03.123456 lb haproxy[7]: ', { host: 'lb', processId: 7 }],
    ['a tag with a slash', 'Nov 28 22:21:03 lb edge/haproxy[7]: ', { process: 'edge/haproxy', processId: 7 }],
    ['a tag without a colon', 'Nov 28 22:21:03 lb haproxy[7] ', { host: 'lb', processId: 7 }],
    ['the host twice', '2026-11-28T22:21:03+00:00 lb lb haproxy[7]: ', { host: 'lb', processId: 7 }],
    ['a host without a date', 'lb haproxy[7]: ', { host: 'lb', processId: 7 }],
    ['version 0 of syslog', '<134>0 2026-11-28T22:21:03Z lb haproxy 7 - -  ', { host: 'lb', processId: 7 }],
    ['kubectl', '[pod/edge-1/haproxy] 2026-11-28T22:21:03.1-04:00 ', {}],
    ['docker compose', 'haproxy-1  | ', {}],
    ['socklog', '10.1.4.1: local0.info: Nov 28 22:21:03 haproxy[7]: ', { processId: 7 }],
    [
      'an export of CloudWatch Logs',
      '2026-11-28T22:21:04.300Z Nov 28 22:21:03 lb haproxy[7]: ',
      { host: 'lb', processId: 7 },
    ],
    ['the same of RFC 5424', '2026-11-28T22:21:04.300Z <134>1 2026-11-28T22:21:03Z lb haproxy 7 - - ', { host: 'lb' }],
  ])('%s', (_, prefix, syslog) => {
    expect(gist(`${prefix}${traffic}`)).toMatchObject({ ...whole, syslog });
  });

  test('its whole time dates what has a time without year, or none', () => {
    expect(gist('2026-03-04T05:06:07.5Z stderr F [NOTICE]   (8) : New worker (9) forked')).toMatchObject({
      event_type: 'worker',
      headerDate: Date.UTC(2026, 2, 4, 5, 6, 7, 500),
    });
    expect(gist('2026-03-04T05:06:07.5Z Mar  4 05:06:06 lb haproxy[7]: Proxy www started.')).toMatchObject({
      headerDate: Date.UTC(2026, 2, 4, 5, 6, 7, 500),
    });
  });
});

describe('what a tool has changed in a line is put right', () => {
  test.each([
    ['blanks at its end', `${traffic}  `],
    ['escaped quotes', traffic.replaceAll('"', '\\"')],
    [
      'several blanks between fields',
      traffic.replace(' 200 ', '   200  ').replace('www~ ', 'www~  ').replace('} "', '}  "'),
    ],
    ['blanks before it', `  ${traffic}`],
    ['several blanks before the date', traffic.replace(' [', '  [')],
  ])('%s', (_, line) => {
    expect(gist(line)).toMatchObject(whole);
  });

  test('blanks after what is not in quotes', () => {
    const tcp = '192.0.2.81:5 [28/Nov/2026:22:21:03.911] db db/s1 1/0/9 11462 cD 1/1/0/0/0 0/7 ';
    expect(parse(tcp).outcome).toMatchObject({ row: { backend_queue: 7, truncated: false } });
    expect(parse('Connect from 192.0.2.1:5 to 192.0.2.2:80 (www/HTTP) ').outcome).toMatchObject({
      row: { frontend_name: 'www', truncated: false },
    });
  });

  test('CLF with the backslashes of its format', () => {
    const line =
      '192.0.2.81 - - [28/Nov/2026:22:21:03 +0000] "GET /a HTTP/1.1" 200 93 \\"\\" \\"\\" 1097 \\911 "www" "app" "web2" \\0 0 1 5 6 ---- 1 1 \\0 0 0 0 0 "" "" \\';
    expect(gist(line)).toMatchObject({ ...whole, format: 'http_clf' });
  });

  test('an escaped line that is cut keeps what precedes the cut', () => {
    const cut = traffic.replaceAll('"', '\\"').slice(0, -8);
    expect(gist(cut)).toMatchObject({ client_ip: '192.0.2.81', path: '/a', truncated: true });
  });
});

describe('what cannot be is no traffic', () => {
  test.each([
    ['a client that is none', traffic.replace('192.0.2.81', 'nobody')],
    ['a client that is none in a line that is cut', 'nobody:51820 [28/Nov/20'],
    ['a client that is none in CLF', 'nobody - - [28/Nov/2026:22:21:03 +0000] "GET / HTTP/1.1" 200 93'],
    ['a client that is none in a connection', 'Connect from nobody:5 to 192.0.2.2:80 (www/HTTP)'],
    ['a client in JSON', traffic.replace('192.0.2.81', '{"log":"192.0.2.81')],
    ['a state that is none', traffic.replace('----', '-x--')],
    ['a state of another length', traffic.replace('----', '---')],
    ['a status that is none', traffic.replace(' 200 ', ' 42 ')],
    ['a status too large', traffic.replace(' 200 ', ' 2000 ')],
    ['fields between captures and request that nobody has configured', traffic.replace('} "', '} 12 eu-west "')],
    ['the year 0', traffic.replace('2026', '0000')],
    ['the year 1', traffic.replace('2026', '0001')],
    ['the year 99', traffic.replace('2026', '0099')],
    ['a day that its month lacks', traffic.replace('28/Nov', '31/Nov')],
  ])('%s', (_, line) => {
    expect(gist(line)).toMatchObject({ kind: 'rejected' });
  });

  test('an empty request is a request', () => {
    expect(gist(traffic.replace(/"[^"]*"$/, '""'))).toMatchObject({ status_code: 200, path: null, truncated: false });
  });
});

describe('a date without year', () => {
  const at = (date: string, near: number) => parse(`${date} lb haproxy[7]: Proxy www started.`, {}, near).headerDate;

  test('is of the last year that puts it not after its envelope, but for a day', () => {
    expect(at('Dec 31 23:59:00', Date.UTC(2026, 0, 1, 0, 5))).toBe(Date.UTC(2025, 11, 31, 23, 59));
    expect(at('Jan  1 00:01:00', Date.UTC(2025, 11, 31, 23, 59))).toBe(Date.UTC(2026, 0, 1, 0, 1));
    expect(at('Aug 30 10:00:00', Date.UTC(2026, 1, 10))).toBe(Date.UTC(2025, 7, 30, 10));
    expect(at('Nov 30 10:00:00', Date.UTC(2026, 10, 28))).toBe(Date.UTC(2025, 10, 30, 10));
  });

  test('is none where no such year has the day', () => {
    expect(at('Feb 29 10:00:00', Date.UTC(2024, 2, 1))).toBe(Date.UTC(2024, 1, 29, 10));
    expect(parse('Feb 29 10:00:00 lb haproxy[7]: Proxy www started.', {}, Date.UTC(2026, 10, 1)).outcome).toMatchObject(
      {
        kind: 'rejected',
        reason: 'bad_date',
      },
    );
    expect(gist(`Feb 29 10:00:00 lb haproxy[7]: ${traffic}`)).toMatchObject(whole);
  });

  test('nor is a whole one before there were logs, or of a day that its month lacks', () => {
    for (const date of ['0001-01-01T00:00:00Z', '2026-02-30T00:00:00Z']) {
      expect(parse(`${date} lb haproxy[7]: Proxy www started.`).outcome).toMatchObject({ reason: 'bad_date' });
    }
  });
});

describe('the names of a JSON log', () => {
  test('that differ in case alone are kept apart', () => {
    const line = '{"client_ip":"192.0.2.1","status_code":200,"Trace":"a","trace":"b","STATUS_CODE":"x"}';
    const { outcome } = parse(line);
    expect(outcome.kind === 'request' && outcome.row.request_headers).toEqual({
      keys: ['Trace', 'trace', 'STATUS_CODE'],
      values: ['a', 'b', 'x'],
    });
  });
});

describe('the milliseconds of a connection', () => {
  const row = (logFormat: string, line: string) => {
    const { outcome } = parse(line, { logFormat });
    return outcome.kind === 'request' ? outcome.row.request_date : outcome;
  };

  test('are not added to a date that has its own', () => {
    expect(row('%ci:%cp [%tr] %ms %ft %ST', '192.0.2.1:5 [28/Nov/2026:22:21:03.911] 911 www 200')).toBe(
      Date.UTC(2026, 10, 28, 22, 21, 3, 911),
    );
    const { outcome } = parse('{"client_ip":"192.0.2.1","accept_date":1795904463911,"ms":911,"status_code":200}');
    expect(outcome).toMatchObject({ row: { request_date: 1_795_904_463_911 } });
    expect(row('%ci [%T] %ms %ft %ST', '192.0.2.1 [28/Nov/2026:22:21:03 +0000] 911 www 200')).toBe(
      Date.UTC(2026, 10, 28, 22, 21, 3, 911),
    );
  });
});

describe('lines that are no traffic', () => {
  test.each([
    ['<OCSP-UPDATE> /certs/a.pem 1 "Update successful" 0 1', { event_type: 'process' }],
    ['acme: a.pem: Starting update of the certificate.', { event_type: 'process' }],
    ['SPOE: [agent] <EVENT:on-client-session> sid=1 st=0 0/0/0/0/0 0/0 0/0 0/1', { event_type: 'process' }],
    ['SIGHUP received, dumping servers states for proxy www.', { event_type: 'process' }],
    [
      'SIGHUP: Server app/web1 is UP. Conn: 0 act, 0 pend, 3 tot.',
      { event_type: 'server_up', proxy_name: 'app', server_name: 'web1', state: 'UP' },
    ],
    [
      "[WARNING] 064/175314 (29490) : Server app/web1 ('web1.example.net') is UP/READY (resolves again).",
      { event_type: 'server_up', proxy_name: 'app', server_name: 'web1', state: 'UP/READY' },
    ],
  ])('%s', (line, event) => {
    expect(gist(line)).toMatchObject(event);
  });

  test('connections of clients without an address', () => {
    expect(parse('Connect from unknown source to listener 3 (www/HTTP)').outcome).toMatchObject({
      row: { format: 'connect', client_ip: null, frontend_name: 'www', truncated: false },
    });
    expect(parse('Connect to unix listener 3 (www/TCP)').outcome).toMatchObject({
      row: { format: 'connect', client_ip: 'unix', client_port: 3, frontend_name: 'www' },
    });
  });
});
