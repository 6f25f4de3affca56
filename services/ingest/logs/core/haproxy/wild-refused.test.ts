import { describe, expect, test } from 'vitest';
import { gist, parse, traffic, whole } from './wild-for-tests.ts';

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
