import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../cloud.ts';
import { admin } from '../kernel/caller.ts';

const megabyte = 1 << 20;
const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('a client that goes away', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'abort-'));
  const logged: string[] = [];
  let running: RunningCloud;
  let port = 0;
  beforeAll(async () => {
    running = await startCloud({ stateDir, port: 0, log: (level, message) => logged.push(`${level} ${message}`) });
    port = Number(new URL(running.endpoint).port);
    await running.cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'bucket' });
    const Body = Buffer.alloc(32 * megabyte);
    await running.cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key: 'large', Body });
  });
  afterAll(async () => {
    await running?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  /** Sends these bytes, waits for some of an answer where there is one, and is gone. */
  const leave = (bytes: readonly (string | Buffer)[], after: (socket: ReturnType<typeof connect>) => void) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        for (const part of bytes) socket.write(part);
        after(socket);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
  const head = (method: string, path: string, service: string, ...more: readonly string[]) =>
    `${[`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: ${scope(service)}`, ...more].join('\r\n')}\r\n\r\n`;
  const soon = (socket: ReturnType<typeof connect>) => void sleep(100).then(() => socket.resetAndDestroy());

  async function keys(): Promise<readonly (string | undefined)[]> {
    await sleep(300);
    const { Contents = [] } = await running.cloud.call(admin, 's3', 'ListObjectsV2', { Bucket: 'bucket' });
    return Contents.map(({ Key }) => Key);
  }
  /** What it left behind, and what was said of it. */
  function left(): readonly string[] {
    const said = logged.splice(0);
    expect(said.filter((line) => !line.startsWith('debug'))).toEqual([]);
    expect(readdirSync(join(stateDir, 's3', 'incoming'))).toEqual([]);
    return said;
  }

  test('in the middle of an upload leaves no object and a line at most', async () => {
    const part = Buffer.alloc(megabyte);
    await leave([head('PUT', '/bucket/sized', 's3', `Content-Length: ${4 * megabyte}`), part], soon);
    await leave([head('PUT', '/bucket/chunked', 's3', 'Transfer-Encoding: chunked'), '100000\r\n', part], soon);
    const aws = ['x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'Content-Encoding: aws-chunked'];
    const sizes = [`x-amz-decoded-content-length: ${2 * megabyte}`, `Content-Length: ${2 * megabyte + 100}`];
    await leave([head('PUT', '/bucket/aws-chunked', 's3', ...aws, ...sizes), '100000\r\n', part], soon);
    expect(await keys()).toEqual(['large']);
    expect(left().length).toBeLessThanOrEqual(3);
  });

  test('in the middle of a document, or before its answer, leaves a line at most', async () => {
    const glue = [
      'X-Amz-Target: AWSGlue.GetDatabases',
      'Content-Type: application/x-amz-json-1.1',
      'Content-Length: 100',
    ];
    await leave([head('POST', '/', 'glue', ...glue), '{"MaxRes'], soon);
    await leave([head('POST', '/', 'cloudformation', 'Content-Length: 100'), 'Action=Desc'], soon);
    await leave([head('POST', '/_lake/faults', 's3', 'Content-Length: 100'), '{'], soon);
    await leave(
      [
        'POST /api/exchanges/%2F/x/publish HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\nContent-Length: 99\r\n\r\n{',
      ],
      soon,
    );
    await leave([head('GET', '/bucket?list-type=2', 's3')], (socket) => socket.resetAndDestroy());
    await leave(['GET / HT'], soon);
    await leave(['no HTTP at all\r\n\r\n'], soon);
    expect(await keys()).toEqual(['large']);
    expect(left().length).toBeLessThanOrEqual(7);
  });

  test('in the middle of a download leaves a line at most, and no file open', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let times = 0; times < 5; times++)
      await leave([head('GET', '/bucket/large', 's3')], (socket) =>
        socket.once('data', () => socket.resetAndDestroy()),
      );
    await sleep(300);
    expect(open()).toBeLessThanOrEqual(before + 2);
    expect(left().length).toBeLessThanOrEqual(5);
  });

  const ways: Readonly<Record<string, (session: ClientHttp2Session, stream: ClientHttp2Stream) => void>> = {
    stream: (_session, stream) => stream.destroy(new Error('gone')),
    session: (session) => session.destroy(undefined, constants.NGHTTP2_NO_ERROR),
    connection: (session) => session.destroy(new Error('gone')),
  };
  test.each(Object.keys(ways))('over HTTP/2 with its %s leaves no object, with or without a length', async (way) => {
    for (const more of [{ 'content-length': 4 * megabyte }, {}]) {
      const session = connectHttp2(running.endpoint);
      session.on('error', () => undefined);
      const put = { ':method': 'PUT', ':path': '/bucket/http2', authorization: scope('s3'), ...more };
      const stream = session.request(put, { endStream: false });
      stream.on('error', () => undefined);
      stream.write(Buffer.alloc(60_000));
      await sleep(200);
      ways[way]?.(session, stream);
      await sleep(100);
      session.destroy();
    }
    expect(await keys()).toEqual(['large']);
    expect(left().length).toBeLessThanOrEqual(2);
  });
});
