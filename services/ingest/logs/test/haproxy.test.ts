import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../../../../test/harness/servers.ts';
import { createParseLine } from '../core/haproxy/parse-line.ts';
import type { RequestFields } from '../core/haproxy/row.ts';
import { readSettings } from '../core/haproxy/settings.ts';
import { type Frontends, type Haproxy, startHaproxy } from './haproxy.ts';
import {
  expected,
  expectedTcp,
  gauges,
  httpStructuredData,
  structuredData,
  tcpStructuredData,
} from './structured-data.ts';

const customFormat =
  '%b/%s <%ci> %cp [%tr] %ft %[src] %TR %Tw %Tc %Tr %Ta %ST %B %CC %CS %tsc %ac %fc %bc %sc %rc %sq %bq %hr %hs %{+Q}r';
const jsonFormat =
  '{"ci":"%ci","cp":%cp,"request_date":"%tr","frontend_name":"%ft","b":"%b","s":"%s","TR":%TR,"Tw":%Tw,"Tc":%Tc,"Tr":%Tr,"Ta":%Ta,' +
  '"status_code":%ST,"B":%B,"tsc":"%tsc","ac":%ac,"fc":%fc,"bc":%bc,"sc":%sc,"rc":%rc,"sq":%sq,"bq":%bq,"hr":"%hr","hs":"%hs","r":%{+Q}r}';
const captures = [
  'capture request header host len 64',
  'capture request header user-agent len 128',
  'capture response header content-type len 64',
  'capture cookie SRV len 32',
];
const quoted = (text: string) => `"${text.replace(/(["\\])/g, '\\$1')}"`;
const http = (...log: readonly string[]) => [
  ...log,
  `log-format-sd ${quoted(httpStructuredData)}`,
  'http-request deny if { path_beg /denied }',
  'use_backend empty if { path_beg /nowhere }',
  'default_backend web',
];

const frontends = (pem: string): Frontends => ({
  web: { lines: http('option httplog', ...captures) },
  plain: { lines: http('option httplog') },
  clf: { lines: http('option httplog clf', ...captures) },
  secure: { bind: `ssl crt ${pem}`, lines: http('option httpslog', ...captures) },
  asap: { lines: http('option httplog', 'option logasap', ...captures) },
  custom: { lines: http(...captures, `log-format ${quoted(customFormat)}`) },
  json: { lines: http('capture request header host len 64', `log-format ${quoted(jsonFormat)}`) },
  tcp: {
    lines: ['mode tcp', 'option tcplog', `log-format-sd ${quoted(tcpStructuredData)}`, 'default_backend raw'],
  },
  bare: { lines: ['default_backend web'] },
});

const both = { request: ['Host', 'User-Agent'], response: ['Content-Type'] };
const settings = readSettings({
  frontends: {
    web: both,
    clf: both,
    secure: both,
    asap: both,
    json: { request: ['host'] },
    custom: { ...both, logFormat: customFormat },
  },
});
const parseLine = createParseLine(settings);

const headers = (agent: string) =>
  `Host: a.example\r\nUser-Agent: ${agent}\r\nCookie: SRV=x|y{z}"q\r\nConnection: close\r\n\r\n`;

const requests: readonly (Buffer | string)[] = [
  ...[
    'GET / ',
    'GET /a?b=c?d ',
    'DELETE /missing/x#1?%00 ',
    'OPTIONS * ',
    'GET http://b.example/p?q ',
    'CONNECT h:443 ',
  ].map((line) => `${line}HTTP/1.1\r\n${headers('plain/1.0')}`),
  `GET /denied HTTP/1.1\r\n${headers('a|b{c}d} {e} "f" \\ #7C #')}`,
  `GET /nowhere HTTP/1.0\r\n${headers('} "GET / HTTP/1.1"')}`,
  Buffer.from(`GET /\xfc\xe9?\xc3\xa9 HTTP/1.1\r\n${headers('\xc3\xbcn\xefcode\ttab')}`, 'latin1'),
  `GET /${'x'.repeat(2000)}?y HTTP/1.1\r\n${headers('long')}`,
  `GET /"quoted"\\{braces}|pipes?"${'q'.repeat(50)}" HTTP/1.1\r\n${headers('')}`,
  'GET /old\r\n\r\n',
  'GET /no-host HTTP/1.1\r\nConnection: close\r\n\r\n',
  '\r\n\r\nGET /late HTTP/1.0\r\n\r\n',
  'garbage\r\n\r\n',
  'GET / HTTP/1.1\r\nbad header\r\n\r\n',
  `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  Buffer.from([0, 1, 2, 0xff, 10, 13, 10]),
  Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0]),
];

const openssl = { name: 'openssl', check: ['openssl', 'version'] } as const;
const haproxyProgram = { name: 'haproxy', check: ['haproxy', '-v'] } as const;

describeWith([haproxyProgram, openssl], 'against a running HAProxy', () => {
  let haproxy: Haproxy;
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-'));

  beforeAll(async () => {
    const [key, certificate, pem] = ['key', 'crt', 'pem'].map((name) => join(folder, name));
    const made = `req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 2 -keyout ${key} -out ${certificate}`;
    spawnSync(openssl.check[0], made.split(' '), { stdio: 'ignore' });
    writeFileSync(pem ?? '', readFileSync(key ?? '', 'utf8') + readFileSync(certificate ?? '', 'utf8'));
    haproxy = await startHaproxy(haproxyProgram.check[0], folder, frontends(pem ?? ''));
    for (const name of Object.keys(frontends(''))) {
      const tls = name === 'secure';
      const sent = requests.map((bytes) => haproxy.send(name, bytes, { tls }));
      const hungUp = requests.map((bytes) => haproxy.send(name, bytes.slice(0, 9), { tls, hangUp: true }));
      await Promise.all([...sent, ...hungUp]);
    }
    await Promise.all([haproxy.send('secure', 'no TLS\r\n'), haproxy.send('secure', '', { hangUp: true })]);
    await haproxy.stop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('parses every line that it wrote', () => {
    const rejected = haproxy.lines.filter((line) => parseLine(line, Date.now()).outcome.kind === 'rejected');
    expect(rejected).toEqual([]);
  });

  test('every field equals what HAProxy wrote as structured data', () => {
    const compared: Record<string, number> = {};
    for (const line of haproxy.lines) {
      const data = structuredData(line);
      const { outcome } = parseLine(line, Date.now());
      if (data === undefined || outcome.kind !== 'request') continue;
      expect(outcome.row, line).toMatchObject(wanted(data, outcome.row, line));
      expect(Math.abs((outcome.row.request_date ?? 0) - Date.now()), line).toBeLessThan(60_000);
      const key = `${outcome.row.frontend_name} ${outcome.row.format}`;
      compared[key] = (compared[key] ?? 0) + 1;
    }
    const formats = [
      'web http',
      'plain http',
      'clf http_clf',
      'secure https',
      'asap http',
      'custom http',
      'json http',
      'tcp tcp',
    ];
    expect(Object.keys(compared)).toEqual(expect.arrayContaining(formats));
    for (const format of formats) expect(compared[format], format).toBeGreaterThan(requests.length - 5);
  });

  test('reads what has no structured data: Connect from, failed handshakes, its own notices', () => {
    const outcomes = haproxy.lines.map((line) => parseLine(line, Date.now()).outcome);
    const formats = new Set(
      outcomes.map((outcome) => (outcome.kind === 'request' ? outcome.row.format : outcome.kind)),
    );
    expect([...formats]).toEqual(expect.arrayContaining(['connect', 'error', 'event']));
    const failed = outcomes.find((outcome) => outcome.kind === 'request' && outcome.row.format === 'error');
    expect(failed).toMatchObject({
      row: {
        frontend_name: 'secure',
        response_headers: { keys: [':bind', ':error'], values: [expect.any(String), expect.any(String)] },
      },
    });
  });
});

/** What the structured data of the line says of the columns that the frontend's format has. */
function wanted(data: ReadonlyMap<string, string>, row: RequestFields, line: string): Partial<RequestFields> {
  if (row.format === 'tcp') return expectedTcp(data);
  const all = expected(data, settings);
  if (row.frontend_name === 'json') {
    const { captured_request_cookie, captured_response_cookie, ...rest } = all;
    return rest;
  }
  if (row.frontend_name !== 'custom') return { ...all, ...gauges(line) };
  return {
    ...all,
    request_headers: {
      keys: [...(all.request_headers?.keys ?? []), '%[src]'],
      values: [...(all.request_headers?.values ?? []), data.get('ci') ?? ''],
    },
  };
}
