import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole } from '@tributary/cli/console/open.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../harness/servers.ts';
import { chromiumProgram, startChromium } from './chromium.ts';
import { bucket, type Order, type Orders, ordersFor, roleArn, secret, zipOf } from './orders.ts';

const html = readFileSync(new URL('./foreign-page.html', import.meta.url), 'utf8');
const evil = 'evil.example';

describeWith([chromiumProgram], 'a web page in the developer’s browser', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'tributary-browser-'));
  let running: RunningCloud;
  let browser: Browser;
  let pages: Server;
  let pagesPort = 0;
  let lakePort = '';
  let orders: Orders;
  let turnedAway = 0;
  const countTurnedAway = (_level: string, message: string) => {
    if (message === 'A request was turned away') turnedAway += 1;
  };

  beforeAll(async () => {
    running = await startCloud({ stateDir, port: 0, log: countTurnedAway, console: openConsole });
    await furnish(running);
    lakePort = new URL(running.endpoint).port;
    orders = ordersFor(new Date());
    pages = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    const address = pages.address();
    pagesPort = typeof address === 'object' && address !== null ? address.port : 0;
    browser = await startChromium([evil]);
  });
  afterAll(async () => {
    await browser?.close();
    pages?.close();
    await running?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  /** Everything that a page might have changed. */
  async function state() {
    const { cloud } = running;
    const objects = await cloud.call(admin, 's3', 'ListObjectsV2', { Bucket: bucket });
    const buckets = await cloud.call(admin, 's3', 'ListBuckets', {});
    const functions = await cloud.call(admin, 'lambda', 'ListFunctions', {});
    const stacks = await cloud.call(admin, 'cloudformation', 'DescribeStacks', {});
    const groups = await cloud.call(admin, 'logs', 'DescribeLogGroups', {});
    const queues = await fetch(`${running.endpoint}/api/queues`, { headers: orders.declareQueue.headers });
    return {
      objects: objects.Contents?.map(({ Key, ETag }) => [Key, ETag]),
      buckets: buckets.Buckets?.map(({ Name }) => Name),
      functions: functions.Functions?.map(({ FunctionName }) => FunctionName),
      stacks: stacks.Stacks?.map(({ StackName, StackStatus }) => [StackName, StackStatus]),
      // Where an invocation would have left its log.
      groups: groups.logGroups?.map(({ logGroupName }) => logGroupName),
      faults: cloud.faults.list(),
      queues: await queues.json(),
    };
  }

  /** Tries every way with each order that it may carry; gives what could be read, and how many requests the lake turned away. */
  async function attack(page: Page, lake: string, plan: readonly (readonly [way: string, order: Order])[]) {
    turnedAway = 0;
    const read: string[] = [];
    for (const [way, order] of plan) {
      const call = `window.ways[${JSON.stringify(way)}](${JSON.stringify(lake)}, ${JSON.stringify(order)})`;
      const seen: unknown = await page.evaluate(call);
      if (seen !== undefined) read.push(`${way}: ${String(seen)}`);
    }
    return { read, turnedAway };
  }

  const plan = (): readonly (readonly [string, Order])[] => {
    const { createFunction, invokeFunction, createStack, linkedStack, deleteObjects, putObject, addFault } = orders;
    const { getObject, listBuckets, health, declareQueue, getSecret, consolePage, consoleApi, consoleParses } = orders;
    return [
      ...['fetch, CORS-simple', 'sendBeacon', 'form, plain text', 'iframe without an origin', 'worker'].flatMap((way) =>
        [createFunction, invokeFunction, deleteObjects, addFault].map((order) => [way, order] as const),
      ),
      ...['fetch, CORS-simple', 'form, url-encoded'].map((way) => [way, createStack] as const),
      ['form, multipart', putObject],
      ...['fetch with CORS', 'XMLHttpRequest, with its preflight'].flatMap((way) =>
        [putObject, getObject, getSecret, declareQueue, health, consolePage, consoleApi, consoleParses].map(
          (order) => [way, order] as const,
        ),
      ),
      ...['img', 'script', 'stylesheet', 'prefetch', 'iframe', 'a window of its own'].flatMap((way) =>
        [linkedStack, getObject, listBuckets, consolePage, consoleApi].map((order) => [way, order] as const),
      ),
      ['EventSource', health],
      ['WebSocket', health],
    ];
  };

  const origins = ['localhost', '127.0.0.1', evil, 'evil.localhost'] as const;
  test.each(origins)('of %s, another port, tries seventeen ways, and changes and reads nothing', async (name) => {
    const before = await state();
    const page = await browser.newPage();
    await page.goto(`http://${name}:${pagesPort}/`);
    const ways = plan();
    const { read, turnedAway } = await attack(page, `http://127.0.0.1:${lakePort}`, ways);
    expect(read).toEqual([]);
    expect(await state()).toEqual(before);
    // They did arrive; a beacon or a worker may still be on its way.
    expect(turnedAway).toBeGreaterThan(ways.length - 5);
    await page.context().close();
  });

  test('whose name was made to mean this machine reads nothing, though the lake is its own origin', async () => {
    const before = await state();
    const page = await browser.newPage();
    const lake = `http://${evil}:${lakePort}`;
    // As the attacker's server answered while the name was still its own.
    await page.route(`${lake}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }), { times: 1 });
    await page.goto(`${lake}/`);
    const every = Object.values(orders).map((order) => ['fetch with CORS', order] as const);
    const { read, turnedAway } = await attack(page, lake, every);
    expect(read).toHaveLength(every.length);
    for (const answer of read) expect(answer).toMatch(/: 403 [\s\S]*LAKE_HOSTS/);
    expect(read.join('\n')).not.toContain(secret);
    // Chromium may ask for an icon of its own accord.
    expect(turnedAway).toBeGreaterThanOrEqual(every.length);
    expect(await state()).toEqual(before);
    await page.context().close();
  });

  test('is opened from a bucket by a person, and may ask for nothing', async () => {
    const before = await state();
    const page = await browser.newPage();
    const path = orders.getObject.path.replace('secret.js', 'page.html');
    const answer = await page.goto(`${running.endpoint}${path}`);
    expect(answer?.status()).toBe(200);
    expect(await page.textContent('body')).toContain('from the bucket');
    expect(await state()).toEqual(before);
    await page.context().close();
  });

  test('typed into the address bar shows what it shows, but no link in a mail gives orders', async () => {
    const before = await state();
    const page = await browser.newPage();
    const health = await page.goto(`${running.endpoint}/_lake/health`);
    expect(health?.status()).toBe(200);
    expect(await health?.request().allHeaders()).toMatchObject({ 'sec-fetch-site': 'none' });
    expect(await health?.json()).toMatchObject({ region: 'eu-west-1' });
    const link = await page.goto(`${running.endpoint}${orders.linkedStack.path}`);
    expect(link?.status()).toBe(403);
    expect(await state()).toEqual(before);
    await page.context().close();
  });

  test('could do all of it, were it let in: the same orders, sent by a program, are carried out', async () => {
    const answers = Object.entries(orders).map(async ([name, order]: [string, Order]) => {
      const { method, path, type, body, headers = {} } = order;
      const asked = { method, headers: { 'content-type': type, ...headers }, ...(method === 'GET' ? {} : { body }) };
      const answer = await fetch(`${running.endpoint}${path}`, asked);
      return [name, answer.status, await answer.text()] as const;
    });
    const failed = (await Promise.all(answers)).filter(([, status]) => status >= 300);
    expect(failed.map(([name, status]) => [name, status])).toEqual([['linkedStack', 403]]);
    const after = await state();
    expect(after.functions).toContain('evil');
    expect(after.stacks?.map(([name]) => name)).toContain('evil');
    const keys = after.objects?.map(([key]) => key);
    expect(keys).toContain('planted.txt');
    expect(keys).not.toContain('victim.txt');
    expect(after.faults).toHaveLength(1);
    expect(JSON.stringify(after.queues)).toContain('evil');
  });
});

/** What a developer's lake holds, and a page would like to have. */
async function furnish({ cloud }: RunningCloud): Promise<void> {
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket });
  const order = JSON.stringify(ordersFor(new Date()).addFault);
  const script = `document.body.append('ran'); const o = ${order}; fetch(o.path, { method: o.method, body: o.body });`;
  const objects = [
    ['secret.js', 'text/javascript', `window.stolen = '${secret}'`],
    ['victim.txt', 'text/plain', 'still here'],
    ['page.html', 'text/html', `<body>from the bucket<script>${script}</script></body>`],
  ] as const;
  for (const [Key, ContentType, Body] of objects)
    await cloud.call(admin, 's3', 'PutObject', { Bucket: bucket, Key, ContentType, Body });
  await cloud.call(admin, 'secretsmanager', 'CreateSecret', { Name: 'broker', SecretString: secret });
  await cloud.call(admin, 'iam', 'CreateRole', {
    RoleName: 'runner',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  await cloud.call(admin, 'lambda', 'CreateFunction', {
    FunctionName: 'innocent',
    Role: roleArn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipOf('export const handler = async () => "ran";') },
  });
  await cloud.call(admin, 'cloudformation', 'CreateStack', {
    StackName: 'innocent',
    TemplateBody: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } } }),
  });
}
