import { describe, expect, test } from 'vitest';
import { gist, parse, traffic, whole } from './wild-for-tests.ts';

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
