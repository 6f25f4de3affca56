import { Readable } from 'node:stream';
import { buildConsole } from '@tributary/console/build.mjs';
import { beforeAll, expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { createConsole } from './answer.ts';
import { NotThereError } from './api.ts';

const told: string[] = [];
const console = createConsole({
  target: () => ({ stage: 'local', client: { region: 'eu-west-1' } }),
  log: (message) => told.push(message),
  answers: {
    echo: async ({ path, query, body }) => ({ path, query: [...query], body }),
    wrong: () => Promise.reject(new UsageError('say which')),
    gone: () => Promise.reject(new NotThereError('no such thing')),
    broken: () => Promise.reject(new Error('out of order')),
  },
});

async function ask(url: string, { method = 'GET', body = '', headers = {} as Record<string, string> } = {}) {
  const { pathname: path, searchParams: query } = new URL(url, 'http://127.0.0.1');
  const length = method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  return console(path, { method, path, query, headers: { ...length, ...headers }, body: Readable.from([body]) });
}

const json = (answer: Awaited<ReturnType<typeof ask>>) => JSON.parse(String(answer?.body));
let sizes = { all: 0, first: 0 };

beforeAll(async () => {
  sizes = await buildConsole();
});

test('any address of a page gives the page, which may load and ask nothing from elsewhere', async () => {
  for (const path of ['/_lake/', '/_lake/tables/lake/clicks', '/_lake/sql?sql=SELECT']) {
    const page = await ask(path);
    expect(page?.status).toBe(200);
    const policy = page?.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  }
  expect(await ask('/_lake/', { method: 'POST' })).toBeUndefined();
});

test('its assets are found by their names, and nothing beside them is', async () => {
  const page = String((await ask('/_lake/'))?.body);
  const assets = [...page.matchAll(/(?:src|href)="(\/_lake\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(assets).toHaveLength(3);
  for (const path of assets) expect(await ask(path)).toMatchObject({ status: 200 });
  for (const path of ['/_lake/assets/none.js', '/_lake/assets/..%2f..%2fpackage.json', '/_lake/assets/index.html'])
    expect(await ask(path)).toBeUndefined();
});

test('all of it is smaller than 500 kB, as it travels compressed, and what comes first smaller than 60', () => {
  expect(sizes.all).toBeLessThan(500_000);
  expect(sizes.first).toBeLessThan(60_000);
  expect(sizes.first).toBeGreaterThan(0);
});

test('the interface answers by name, with path, query and text', async () => {
  const answer = await ask('/_lake/api/echo/a%2Fb/c?x=1', { method: 'POST', body: 'ü' });
  expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
  expect(json(answer)).toEqual({ path: ['a/b', 'c'], query: [['x', '1']], body: 'ü' });
});

test('what is wrong says so: its status is of who asked, or of who answered', async () => {
  const failing = async (url: string, how = {}) => {
    const answer = await ask(url, how);
    return [answer?.status, json(answer).message];
  };
  expect(await failing('/_lake/api/nothing')).toEqual([404, expect.stringContaining('It has: echo, wrong')]);
  expect(await failing('/_lake/api/toString')).toEqual([404, expect.anything()]);
  expect(await failing('/_lake/api/wrong')).toEqual([400, 'say which']);
  expect(await failing('/_lake/api/gone')).toEqual([404, 'no such thing']);
  expect(await failing('/_lake/api/echo', { method: 'DELETE' })).toEqual([405, expect.anything()]);
  expect(await failing('/_lake/api/echo', { method: 'POST', headers: { 'content-length': '4000001' } })).toEqual([
    413,
    expect.anything(),
  ]);
  expect(told).toEqual([]);
  expect(await failing('/_lake/api/broken')).toEqual([500, 'out of order']);
  expect(told).toEqual(['/_lake/api/broken']);
});
