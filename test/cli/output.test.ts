import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { startLakeCommand } from './lake.ts';

const bin = fileURLToPath(new URL('../../cli/bin/lake.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tributary-output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request =
  'Nov 20 13:50:17 lb1 haproxy[8174]: 10.0.0.7:37445 [20/Nov/2026:13:50:17.854] www~ api/api-2 0/0/3/4/7 200 512 - - ---- 1/2/3/4/0 0/0 "GET /a HTTP/1.1"\n';
const message = '{"exchange": "shop", "routingKey": "cart.filled", "body": {}}';

/** Calls `lake` with a device that is full for its output (1) or its errors (2). */
function full(args: readonly string[], descriptor: 1 | 2, input = '') {
  const device = openSync('/dev/full', 'w');
  try {
    const stdio = ['pipe', descriptor === 1 ? device : 'pipe', descriptor === 2 ? device : 'pipe'] as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
      stdio: [...stdio],
      input,
      encoding: 'utf8',
      env: { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    return { code: status, stdout: stdout ?? '', stderr: stderr ?? '' };
  } finally {
    closeSync(device);
  }
}

describe.runIf(existsSync('/dev/full'))('output that cannot be written', () => {
  test.each([
    [['help'], ''],
    [['query', '--help'], ''],
    [['completion', 'bash'], ''],
    [['parse'], request.repeat(2000)],
    [['route', '--json'], message],
  ] as const)('lake %j ends 1 and says so in a line', (args, input) => {
    const { code, stderr } = full(args, 1, input);
    expect(code).toBe(1);
    expect(stderr).toMatch(/standard output cannot be written: ENOSPC/);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('Hashes are')),
    ).toHaveLength(1);
  });

  test('nor errors: the process ends with what it would have ended with, or 1', () => {
    expect(full(['bogus'], 2)).toMatchObject({ code: 2, stdout: '' });
    expect(full(['query', 'SELECT 1'], 2)).toMatchObject({ code: 1, stdout: '' });
    expect(full(['parse'], 2, 'no line of HAProxy\n')).toMatchObject({ code: 1 });
  });
});

test('a reader that has seen enough ends it without a word', async () => {
  const script = `set -o pipefail; "$0" "${bin}" parse | head -1`;
  const child = spawn('bash', ['-c', script, process.execPath], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.repeat(20_000));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, stderr: '', lines: 1 });
});

test('input of 40 MB without a line end is one reject with its place, and the rest goes on', async () => {
  const input = `${request}${'x'.repeat(40 * 1_048_576)}\n${request}`;
  const { ended } = startLakeCommand(['parse'], { input });
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  const offset = Buffer.byteLength(request);
  expect(JSON.parse(stderr)).toMatchObject({ line: 2, offset, end: offset + 40 * 1_048_576, rejected: 'damaged' });
});

describe('what cannot be read', () => {
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  const secret = join(folder, 'secret');
  writeFileSync(secret, '');
  chmodSync(secret, 0);
  const isRoot = process.getuid?.() === 0;

  const calls = [
    ['land', join(folder, 'none')],
    ['land', folder],
    ['land', loop],
    ['land', join(secret, 'below')],
    ['parse', '--config', join(folder, 'none')],
    ['parse', '--config', folder],
    ['route', '--routes', join(folder, 'none')],
    ['route', '--routes', folder],
    ...(isRoot ? [] : [['land', secret]]),
  ];

  test.each(calls.map((args) => [args]))('ends 2: lake %j', async (args) => {
    const { code, stderr } = await startLakeCommand(args, { input: '{}' }).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lake \w+: .+\n$/);
  });

  test.each(['parse', 'route'])('ends 2: a folder as the input of lake %s', (command) => {
    const input = openSync(folder, 'r');
    const { status, stderr } = spawnSync(process.execPath, [bin, command], {
      stdio: [input, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    closeSync(input);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('standard input is a folder') });
  });
});
