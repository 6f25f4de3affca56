import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { lake } from './lake.ts';

const columns =
  'record_id request_date received_at format syslog_host process_name process_id client_ip client_port frontend_name tls backend_name server_name time_request_ms time_queue_ms time_connect_ms time_response_ms time_active_ms status_code bytes_read captured_request_cookie captured_response_cookie termination_state actconn feconn beconn srv_conn retries redispatched srv_queue backend_queue request_headers response_headers method path query http_version sni tls_version tls_cipher truncated source_key'.split(
    ' ',
  );

const request =
  'Nov 20 13:50:17 lb1 haproxy[8174]: 10.0.0.7:37445 [20/Nov/2026:13:50:17.854] www~ api/api-2 0/-1/3/4/+7 200 512 - - ---- 1/2/3/4/+1 0/0 {shop.example|curl/8#7C1|} {text/html|} "GET /a?b=1?2 HTTP/1.1"';

const json = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));

describe('lake parse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-parse-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('prints a request as one line of JSON, its keys in the order of the table', async () => {
    const { code, stdout, stderr } = await lake(['parse'], { input: `${request}\r\n` });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [row = {}] = json(stdout);
    expect(Object.keys(row)).toEqual(columns);
    expect(row).toMatchObject({
      record_id: null,
      request_date: '2026-11-20T13:50:17.854Z',
      format: 'http',
      syslog_host: 'lb1',
      frontend_name: 'www',
      tls: true,
      time_queue_ms: -1,
      retries: 1,
      redispatched: true,
      captured_request_cookie: null,
      request_headers: { host: 'shop.example', 'user-agent': 'curl/8|1' },
      path: '/a',
      query: 'b=1?2',
      sni: null,
      truncated: false,
    });
  });

  test('tells rejects and notices on standard error, with line numbers, and ends 0', async () => {
    const input = `${request}\n\nnot a log line\nNov 20 13:50:15 lb1 haproxy[1]: Proxy www started.\n${request}`;
    const { code, stdout, stderr } = await lake(['parse'], { input });
    expect(code).toBe(0);
    expect(json(stdout)).toHaveLength(2);
    const told = json(stderr);
    expect(told).toMatchObject([
      { line: 2, rejected: 'empty', detail: expect.any(String) },
      { line: 3, rejected: expect.any(String), detail: expect.any(String), text: 'not a log line' },
      { line: 4, notice: { message: 'Proxy www started.' } },
    ]);
  });

  test('reads an object as Firehose writes it, member by member', async () => {
    const envelope = (messages: readonly string[]) => ({
      messageType: 'DATA_MESSAGE',
      owner: '1',
      logGroup: 'g',
      logStream: 's',
      logEvents: messages.map((message, at) => ({ id: `${at}`, timestamp: 1_795_182_617_000, message })),
    });
    const members = [[request, 'nothing'], [request]].map((messages) => gzipSync(JSON.stringify(envelope(messages))));
    const input = Buffer.concat(
      [members[0] ?? '', Buffer.from('\0noise'), members[1] ?? ''].map((each) => Buffer.from(each)),
    );
    const { code, stdout, stderr } = await lake(['parse'], { input });
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject([{ path: '/a', received_at: '2026-11-20T13:50:17.000Z' }, { path: '/a' }]);
    const [offset = 0] = members.map(({ length }) => length + 1);
    expect(json(stderr)).toMatchObject([
      { event: 2, rejected: 'unknown_format', text: 'nothing' },
      { offset, end: offset + 5, rejected: 'damaged', detail: 'no gzip header' },
    ]);
  });

  test('every line of the sample is a request, a notice or a reject', async () => {
    const input = gunzipSync(readFileSync(new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)));
    const { code, stdout, stderr } = await lake(['parse'], { input });
    expect(code).toBe(0);
    expect(json(stdout).length + json(stderr).length).toBe(input.toString('latin1').trimEnd().split('\n').length);
  });

  test('reads the captures and the time zone from --config', async () => {
    const config = join(folder, 'other.yml');
    writeFileSync(config, 'timeZone: Europe/Paris\nfrontends:\n  www:\n    request: [a, b, c]\n    response: [d, e]\n');
    const { stdout } = await lake(['parse', '--config', config], { input: request });
    expect(json(stdout)[0]).toMatchObject({
      request_date: '2026-11-20T12:50:17.854Z',
      request_headers: { a: 'shop.example', b: 'curl/8|1' },
      response_headers: { d: 'text/html' },
    });
  });

  test('ends 2 for a configuration or an input that cannot be read', async () => {
    const missing = await lake(['parse', '--config', join(folder, 'none.yml')], { input: '' });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/^lake parse: .*none\.yml: ENOENT/) });
    writeFileSync(join(folder, 'wrong.yml'), 'frontend: {}\n');
    const wrong = await lake(['parse', '--config', join(folder, 'wrong.yml')], { input: '' });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/wrong\.yml.*frontend/s) });
    expect(await lake(['parse', '--nope'], { input: '' })).toMatchObject({ code: 2 });
    const bin = fileURLToPath(new URL('../../cli/bin/lake.mjs', import.meta.url));
    const directory = openSync(folder, 'r');
    const given = spawnSync(process.execPath, [bin, 'parse'], { stdio: [directory, 'pipe', 'pipe'], encoding: 'utf8' });
    closeSync(directory);
    expect(given).toMatchObject({ status: 2, stderr: expect.stringContaining('standard input is a folder') });
  });
});
