import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deploy } from '@tributary/cli/deploy.ts';
import { localRegion } from '@tributary/cli/target.ts';
import { startCloud } from '@tributary/local/cloud.ts';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';
import { lake } from './lake.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-surroundings-'));
chmodSync(folder, 0o777);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** A proxy that notes who comes, and serves nobody. */
async function startProxy() {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, visits: () => visits, stop: () => server.close() };
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

test('a service is deployed past every proxy, and without a home', async () => {
  const proxy = await startProxy();
  const cloud = await startCloud({ stateDir: join(folder, 'lake'), port: 0 });
  try {
    for (const name of [...proxyNames, 'proxy']) vi.stubEnv(name, proxy.url);
    vi.stubEnv('HOME', '/nonexistent');
    await deploy('catalog', { endpoint: cloud.endpoint, region: localRegion, logDir: join(folder, 'logs') });
    expect(proxy.visits()).toBe(0);
  } finally {
    await cloud.stop();
    proxy.stop();
  }
});

test('lake asks the local cloud past every proxy', async () => {
  const proxy = await startProxy();
  const env = Object.fromEntries([...proxyNames, 'NODE_USE_ENV_PROXY'].map((name) => [name, proxy.url]));
  const asked = await lake(['query', 'SELECT 1'], { env: { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
  proxy.stop();
  expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('no local cloud answers') });
  expect(proxy.visits()).toBe(0);
});

test.each(['ftp://127.0.0.1:21', 'file:///etc/passwd', '127.0.0.1:4566', 'http:', 'http://', 'nonsense'])(
  'AWS_ENDPOINT_URL=%s is refused, whichever lake is asked',
  async (endpoint) => {
    const env = { AWS_ENDPOINT_URL: endpoint };
    for (const args of [
      ['query', 'SELECT 1'],
      ['query', '--stage', 'dev', 'SELECT 1'],
      ['replay', 'failed'],
    ]) {
      const { code, stderr } = await lake(args, { env });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`AWS_ENDPOINT_URL is no address`) });
    }
  },
);

test('LAKE_PORT is checked by the commands that ask there', async () => {
  const refused = await lake(['query', 'SELECT 1'], { env: { AWS_ENDPOINT_URL: '', LAKE_PORT: '80.5' } });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('LAKE_PORT is a number') });
});

const bin = fileURLToPath(new URL('../../cli/bin/lake.mjs', import.meta.url));
const canChangeUser = process.getuid?.() === 0;
const bareUser = ['--reuid=42424', '--regid=42424', '--clear-groups'];

describe.runIf(canChangeUser)('by a user without a name and a home', () => {
  describeWith([{ name: 'setpriv', check: ['setpriv', ...bareUser, 'true'] }], 'in a container', () => {
    /** As `docker run --user 42424` starts it. */
    const bare = (args: readonly string[], input = '') =>
      run('setpriv', [...bareUser, 'env', '-u', 'HOME', process.execPath, bin, ...args], {
        cwd: folder,
        input,
        env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_EC2_METADATA_DISABLED: 'true' },
      });

    test('commands work, or say in a line what is missing', async () => {
      const asked = await bare(['query', 'SELECT 1']);
      expect(asked).toMatchObject({ code: 1, stderr: expect.stringContaining('no local cloud answers') });
      const parsed = await bare(['parse'], 'no line of HAProxy\n');
      expect(parsed).toMatchObject({ code: 0, stderr: expect.stringContaining('unknown_format') });
      const unknown = await bare(['query', '--stage', 'dev', '--profile', 'nobody', 'SELECT 1']);
      expect(unknown).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('no credentials of the profile nobody'),
      });
      for (const { stderr } of [asked, parsed, unknown]) expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });

    test('lake up names the folder that cannot be written, before anything starts', async () => {
      const project = await bare(['up', '--port', '0', '--state', join(folder, 'own')]);
      expect(project).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be written \(EACCES\).*copy/) });
      const state = await bare(['up', '--port', '0', '--state', '/proc/lake']);
      expect(state).toMatchObject({ code: 2, stderr: expect.stringContaining('--state DIR') });
    });
  });
});
