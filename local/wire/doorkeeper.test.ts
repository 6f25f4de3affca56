import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../kernel/caller.ts';
import { turnAway } from './doorkeeper.ts';
import { type Backend, handle } from './handle.ts';
import { HostsError, readHosts } from './hosts.ts';
import { type Listener, listen } from './listen.ts';

const visit = (headers: Readonly<Record<string, string>>, target = '/', method = 'GET') =>
  turnAway({ method, target, headers }, ['lake.test']);

describe('who may come in', () => {
  const own = [
    '127.0.0.1:4566',
    '127.0.0.1',
    'localhost:9',
    'LOCALHOST:4566',
    '[::1]:4566',
    'bucket.localhost:4566',
    'a.b-c.s3.localhost',
    'lake.test:80',
  ];
  test.each(own)('asks %s', (host) => expect(visit({ host })).toBeUndefined());

  const strange = [
    'evil.example:4566',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example#localhost',
    'user@localhost',
    'xlocalhost',
    '.localhost',
    '127.0.0.2',
    '0.0.0.0:4566',
    '[::]',
    'other.test',
    'x.lake.test',
    '',
    'localhost:4566:1',
    'localhost:',
    '127.0.0.1/localhost',
  ];
  test.each(strange)('does not ask “%s”', (host) => expect(visit({ host })).toContain('LAKE_HOSTS='));

  test('names a host, in either protocol, and only its own', () => {
    expect(visit({})).toContain('names no host');
    expect(visit({ ':authority': '127.0.0.1:1' })).toBeUndefined();
    expect(visit({ ':authority': 'evil.example' })).toContain('evil.example');
    expect(visit({ ':authority': '127.0.0.1', host: 'evil.example' })).toContain('evil.example');
  });

  test('is no page of another origin', () => {
    const host = 'localhost:4566';
    for (const origin of ['http://localhost:4566']) expect(visit({ host, origin })).toBeUndefined();
    for (const origin of [
      'https://evil.example',
      'http://localhost:3000',
      'http://127.0.0.1:4566',
      'https://localhost:4566',
      'http://evil.localhost:4566',
      'http://localhost',
      'null',
      '',
      'file://',
      'chrome-extension://abc',
    ])
      expect(visit({ host, origin })).toContain('web pages');
    expect(visit({ host: 'lake.test', origin: 'http://lake.test' })).toBeUndefined();
  });

  test('was typed, or is of the same origin, where a browser says so', () => {
    const at = (site: string) => visit({ host: 'localhost:4566', 'sec-fetch-site': site });
    for (const site of ['none', 'same-origin']) expect(at(site)).toBeUndefined();
    for (const site of ['cross-site', 'same-site', 'whatever']) expect(at(site)).toContain(site);
  });

  test('asks for a path, in HTTP, and gives no order in a link', () => {
    const host = '127.0.0.1:4566';
    const order =
      '/?Action=DeleteStack&StackName=s&X-Amz-Credential=test/20260101/eu-west-1/cloudformation/aws4_request';
    expect(visit({ host }, order)).toContain('link');
    expect(visit({ host }, order, 'POST')).toBeUndefined();
    expect(visit({ host }, '/bucket/key?X-Amz-Credential=test/20260101/eu-west-1/s3/aws4_request')).toBeUndefined();
    expect(visit({ host }, 'http://evil.example/')).toContain('no proxy');
    expect(visit({ host }, '127.0.0.1:4566', 'CONNECT')).toContain('no proxy');
    expect(visit({ host }, '*', 'OPTIONS')).toBeUndefined();
    expect(visit({ host, upgrade: 'websocket' })).toContain('websocket');
    expect(visit({ host, upgrade: 'h2c' })).toBeUndefined();
  });
});

test('LAKE_HOSTS is names, and anything else stops the start', () => {
  expect(readHosts('')).toEqual([]);
  expect(readHosts(' Lake.test, host.docker.internal,10.0.0.7,[fd00::1],a_b ')).toEqual([
    'lake.test',
    'host.docker.internal',
    '10.0.0.7',
    '[fd00::1]',
    'a_b',
  ]);
  for (const wrong of ['*', '*.test', 'http://lake.test', 'lake.test:4566', 'lake.test/x', 'a b', '-a', 'lake..test'])
    expect(() => readHosts(`ok.test,${wrong}`), wrong).toThrow(HostsError);
});

describe('a request that is turned away', () => {
  let listener: Listener;
  const reached: string[] = [];
  const backend: Backend = {
    callerOf: () => admin,
    call: async () => {
      reached.push('call');
      return {};
    },
    other: async (path) => {
      reached.push(path);
      return { status: 200, headers: {}, body: 'in' };
    },
  };
  beforeAll(async () => {
    listener = await listen(0, (request, response) => void handle(backend, request, response));
  });
  afterAll(() => listener.close());

  /** Sends these lines, and no body, whatever length they promise. */
  const raw = (...lines: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(listener.port, '127.0.0.1');
      let text = '';
      const done = () => {
        socket.destroy();
        resolve(text);
      };
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (/\r\n\r\n/.test(text)) setTimeout(done, 20);
      });
      socket.on('close', done);
      socket.on('error', reject);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });

  test('is answered before its body is there, in its own protocol, and reaches nothing', async () => {
    const evil = 'Host: evil.example';
    expect(await raw('POST /_lake/faults HTTP/1.1', evil, 'Content-Length: 1000000')).toMatch(
      /^HTTP\/1.1 403 [\s\S]*text\/plain[\s\S]*LAKE_HOSTS=evil\.example/,
    );
    expect(await raw('POST / HTTP/1.1', evil, 'X-Amz-Target: AWSGlue.GetTable')).toMatch(/"__type":"AccessDenied"/);
    expect(
      await raw('POST / HTTP/1.1', evil, 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 9'),
    ).toMatch(/<ErrorResponse><Error><Type>Sender<\/Type><Code>AccessDenied/);
    const s3 = '/b/k?X-Amz-Credential=test%2F20260101%2Feu-west-1%2Fs3%2Faws4_request';
    expect(await raw(`GET ${s3} HTTP/1.1`, evil)).toMatch(/<Error><Code>AccessDenied/);
    expect(await raw('OPTIONS /api/queues HTTP/1.1', 'Host: localhost', 'Origin: null')).toMatch(/ 403 /);
    expect(await raw('GET / HTTP/1.1')).toMatch(/ 403 [\s\S]*names no host/);
    expect(await raw('CONNECT 127.0.0.1:1 HTTP/1.1', 'Host: 127.0.0.1')).not.toMatch(/ 200 /);
    const socket = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
    expect(await raw('GET / HTTP/1.1', 'Host: localhost', 'Sec-WebSocket-Version: 13', ...socket)).toMatch(/ 403 /);
    expect(reached).toEqual([]);
    expect(await raw('GET /_lake/health HTTP/1.1', 'Host: localhost')).toMatch(/ 200 /);
    expect(reached.splice(0)).toEqual(['/_lake/health']);
  });

  test('is turned away over HTTP/2 too; no answer allows another origin', async () => {
    const session = connectHttp2(`http://127.0.0.1:${listener.port}`);
    const ask = (headers: Readonly<Record<string, string>>) =>
      new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
        const stream = session.request({ ':path': '/_lake/health', ...headers });
        stream.on('response', resolve);
        stream.on('error', reject);
        stream.resume();
      });
    const refused = await ask({ ':authority': 'evil.example' });
    expect(refused[':status']).toBe(403);
    expect((await ask({ origin: 'http://evil.example' }))[':status']).toBe(403);
    expect(reached).toEqual([]);
    const welcome = await ask({});
    expect(welcome[':status']).toBe(200);
    for (const answer of [refused, welcome])
      expect(Object.keys(answer).filter((name) => name.startsWith('access-control'))).toEqual([]);
    session.close();
  });
});
