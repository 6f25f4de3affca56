import { expect, test } from 'vitest';
import { deployEnvironment } from './deploy-environment.ts';

const place = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', scratch: '/tmp/s', cacheDir: '/c' };

test('no proxy, profile or session of the caller reaches serverless', () => {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY', 'proxy'];
  const leading = [...proxies, ...proxies.map((name) => name.toLowerCase()), 'AWS_PROFILE', 'AWS_SESSION_TOKEN'];
  const caller = Object.fromEntries(leading.map((name) => [name, 'http://proxy.example:3128']));
  const given = deployEnvironment({ ...caller, PATH: '/bin' }, place);
  expect(Object.values(given)).not.toContain('http://proxy.example:3128');
  expect(given).toMatchObject({ PATH: '/bin', AWS_ENDPOINT_URL: place.endpoint, AWS_ACCESS_KEY_ID: 'test' });
});

test('serverless has a home that can be written, whatever the caller has', () => {
  for (const caller of [{}, { HOME: '/nonexistent' }, { HOME: '/home/me', XDG_CACHE_HOME: '/home/me/.cache' }]) {
    const given = deployEnvironment(caller, place);
    expect(given).toMatchObject({ HOME: '/tmp/s', SLS_SCHEMA_CACHE_BASE_DIR: '/c' });
    expect(given.XDG_CACHE_HOME).toBeUndefined();
  }
});
