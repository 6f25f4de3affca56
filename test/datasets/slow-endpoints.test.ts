import { expect, test } from 'vitest';
import { createDatasetLake } from './dataset-lake.ts';

const columns = {
  request_date: 'timestamp',
  backend_name: 'string',
  path: 'string',
  status_code: 'int',
  time_active_ms: 'int',
};

const request = (path: string | null, time_active_ms = 10, status_code = 200, backend_name: string | null = 'api') => ({
  ...{ request_date: '2026-11-20 13:00:00.0', backend_name, path, status_code, time_active_ms },
});

async function endpoints(requests: readonly object[]) {
  const lake = await createDatasetLake();
  await lake.json('lake.haproxy_requests', columns);
  await lake.land('lake.haproxy_requests', '2026-11-20T13', requests);
  await lake.land('lake.haproxy_requests', '2026-11-21T13', [
    { ...request('/next'), request_date: '2026-11-21 13:00:00.0' },
  ]);
  await lake.compute('slow_endpoints', ['2026-11-20']);
  return lake;
}

const patterns: readonly (readonly [path: string | null, pattern: string])[] = [
  ['/projects/123', '/projects/:id'],
  ['/projects/123/tasks/4.json', '/projects/:id/tasks/:id.json'],
  ['/1/2/3', '/:id/:id/:id'],
  ['/api/v1/tasks', '/api/v1/tasks'],
  ['/assets/app.7.js', '/assets/app.:id.js'],
  ['/report-2026-11-20', '/report-:id-:id-:id'],
  ['/u/0b5c4f7e-1d2a-4c3b-9e8f-001122334455/edit', '/u/:uuid/edit'],
  ['/blob/0123456789abcdef0123456789abcdef', '/blob/:hex'],
  ['/v2/cafe', '/v2/cafe'],
  ['/', '/'],
  [`/${'long/'.repeat(100)}`, `/${'long/'.repeat(39)}long`],
  [null, '(none)'],
];

test('numbers, UUIDs and long hexadecimal of a path are what its pattern leaves open', async () => {
  const lake = await endpoints(patterns.map(([path], index) => request(path, 10, 200, `b-${index + 100}`)));
  const rows = await lake.query('SELECT path_pattern FROM lake.slow_endpoints ORDER BY backend_name');
  expect(rows.map(({ path_pattern }) => path_pattern)).toEqual(patterns.map(([, pattern]) => pattern));
});

test('an endpoint of a backend has its requests, errors, and how slow most and the worst were', async () => {
  const times = Array.from({ length: 101 }, (_, index) => request(`/tasks/${index}`, index + 1));
  const lake = await endpoints([
    ...times,
    request('/tasks/7', -1, 503),
    request('/tasks/7', 5_000, 500, 'desk'),
    request('/gone', -1, 499, null),
  ]);
  expect(await lake.query('SELECT * FROM lake.slow_endpoints ORDER BY backend_name, path_pattern')).toEqual([
    {
      ...{ day: '2026-11-20', backend_name: '(none)', path_pattern: '/gone', requests: '1', errors_5xx: '0' },
      ...{ p50_active_ms: null, p95_active_ms: null, worst_active_ms: null },
    },
    {
      ...{ day: '2026-11-20', backend_name: 'api', path_pattern: '/tasks/:id', requests: '102', errors_5xx: '1' },
      ...{ p50_active_ms: '51', p95_active_ms: '96', worst_active_ms: '101' },
    },
    {
      ...{ day: '2026-11-20', backend_name: 'desk', path_pattern: '/tasks/:id', requests: '1', errors_5xx: '1' },
      ...{ p50_active_ms: '5000', p95_active_ms: '5000', worst_active_ms: '5000' },
    },
  ]);
});
