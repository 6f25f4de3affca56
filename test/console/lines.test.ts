import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { lake as run } from '../cli/lake.ts';
import { startChromium } from '../clients/chromium.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { axeFaults } from './axe.ts';

const request =
  'Nov 20 13:50:17 lb1 haproxy[8174]: 10.0.0.7:37445 [20/Nov/2026:13:50:17.854] www~ api/api-2 0/-1/3/4/+7 200 512 - - ---- 1/2/3/4/+1 0/0 {shop.example|curl/8|slack} {text/html|} "GET /a?b=1 HTTP/1.1"';
const lines = [
  request,
  'not a log line',
  'Nov 20 13:50:15 lb1 haproxy[1]: Proxy www started.',
  request.replace('[20/Nov', '[20/Nop'),
  request.replace('GET /a', 'GET /b'),
];

const placed = {
  exchange: 'shop',
  routingKey: 'order.placed',
  properties: { type: 'order.placed', messageId: 'm-1' },
  body: { order_id: 7, placed_at: '2026-11-20T13:00:00Z', customer: { email: 'a@example.com', phone: '1' }, n: [] },
};
const messages = [
  JSON.stringify(placed).replace('"n":[]', '"n":12345678901234567890'),
  JSON.stringify({ ...placed, body: '{"order_id":' }),
  JSON.stringify({ routingKey: 'eu.shop.heartbeat', body: null }),
  JSON.stringify({ exchange: 'shop', routingKey: 'cart.filled', body: {} }),
];

let lake: TestLake;
let browser: Browser;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'lines-'));

beforeAll(async () => {
  [lake, browser] = await Promise.all([startLake(), startChromium([])]);
  page = await browser.newPage();
  await page.goto(`${lake.endpoint}/_lake/try`);
});

afterAll(async () => {
  await browser?.close();
  await lake?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function tryText(text: string): Promise<void> {
  await page.getByLabel('Lines or messages').fill(text);
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.waitForSelector('.outcomes li');
}

async function opened(at: number): Promise<Locator> {
  const item = page.locator('.outcomes > li').nth(at);
  await item.locator('summary').click();
  await item.locator('.opened').waitFor();
  return item;
}

const json = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((each) => z.record(z.string(), z.unknown()).parse(JSON.parse(each)));

/** A row as it is shown: what is NULL is named below it. */
async function rowIn(item: Locator): Promise<Readonly<Record<string, string | null>>> {
  const cells = await item
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  const nulls = (await item.locator('.nulls').textContent())?.replace('NULL: ', '').split(', ') ?? [];
  return Object.fromEntries([
    ...cells.map(([name = '', , value = '']) => [name, value] as const),
    ...nulls.map((name) => [name, null] as const),
  ]);
}

function shown(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value ?? {});
  return entries.length === 0 ? '{}' : entries.map(([key, each]) => `${key}${String(each)}`).join('');
}

const shownRow = (row: object) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shown(value)]));

test('each line becomes what lake parse makes of it: a row, a notice, a reject with its reason', async () => {
  const { stdout, stderr } = await run(['parse'], { input: lines.join('\n') });
  const [rows, others] = [json(stdout), json(stderr)];
  await tryText(lines.join('\n'));
  expect(await page.locator('.outcomes summary .state').allTextContents()).toEqual([
    'haproxy_requests',
    `rejected: ${String(others[0]?.rejected)}`,
    'haproxy_events',
    `rejected: ${String(others[2]?.rejected)}`,
    'haproxy_requests',
  ]);
  const first = await opened(0);
  expect(await rowIn(first)).toEqual(shownRow(rows[0] ?? {}));
  expect(await first.locator('.opened').textContent()).toContain('it names its integration: slack');
  expect(await rowIn(await opened(4))).toEqual(shownRow(rows[1] ?? {}));
  expect(await rowIn(await opened(2))).toEqual(
    shownRow(z.object({ notice: z.looseObject({}) }).parse(others[1]).notice),
  );
  const rejected = await opened(3);
  expect(await rejected.locator('.opened').textContent()).toContain(String(others[2]?.detail));
  expect(await rejected.locator('pre').textContent()).toBe(lines[3]);
  await page.getByLabel('Only what is rejected').check();
  expect(await page.locator('.outcomes > li').count()).toBe(2);
});

test('each message becomes what lake route makes of it, with the facts of its event', async () => {
  const { stdout } = await run(['route', '--json'], { input: messages.join('\n') });
  const [kept] = json(stdout);
  await tryText(messages.join('\n'));
  expect(await page.locator('.outcomes summary').allTextContents()).toEqual([
    'message 1 kept by order-placed order.placed',
    'message 2 rejected: not_json by order-placed order.placed',
    'message 3 dropped by heartbeats eu.shop.heartbeat',
    'message 4 dropped no route matches cart.filled',
  ]);
  await page.getByText('Hashes are made with a sample salt').waitFor();
  const item = await opened(0);
  const envelope = z.record(z.string(), z.unknown()).parse(kept?.envelope);
  const cells = await item
    .getByRole('table', { name: 'The event of message 1' })
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  const { payload, ingested_at: _, ...event } = envelope;
  const { ingested_at: __, ...told } = z.record(z.string(), z.string()).parse(Object.fromEntries(cells));
  expect(told).toEqual(event);
  const text = (await item.locator('pre').textContent()) ?? '';
  expect(JSON.parse(text)).toEqual(payload);
  expect(text).toContain('12345678901234567890');
  expect(text).not.toContain('example.com');
  const said = await item.locator('.opened').textContent();
  expect(said).toContain(`partition key ${String(kept?.partitionKey)}`);
  expect(said).toContain('Hashed by the route: customer.email');
  expect(said).toContain('payment.card is to be hashed or dropped, and is not in this message');
  const facts = await item.getByRole('table', { name: 'Facts of message 1' }).locator('tbody th').allTextContents();
  expect(facts.toSorted()).toEqual(['customer.email', 'n', 'order_id', 'placed_at']);
  expect(await (await opened(1)).textContent()).toContain('the body is not JSON');
  expect(await (await opened(3)).textContent()).toContain('exchange shop, routing key cart.filled');
});

test('what is no message says why, beside those before it; and a text can be taken for the other', async () => {
  await tryText(`${messages[2]}\n{"boddy": 1}`);
  expect(await page.getByRole('alert').textContent()).toContain('message 2: ');
  expect(await page.locator('.outcomes > li').count()).toBe(1);
  await page.getByLabel('Taken for').selectOption('lines');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.getByRole('heading', { name: '2 lines' }).waitFor();
  await page.getByLabel('Taken for').selectOption('auto');
});

test('the examples and a file are tried at once; more than the lake takes is refused', async () => {
  await page.getByRole('button', { name: 'Lines of HAProxy' }).click();
  await page.getByText('rejected: unknown_format').waitFor();
  expect(await page.locator('.outcomes .state').allTextContents()).toEqual(
    expect.arrayContaining(['haproxy_requests', 'haproxy_events', 'rejected: unknown_format']),
  );
  await page.getByRole('button', { name: 'Messages', exact: true }).click();
  await page.getByRole('heading', { name: '5 messages' }).waitFor();
  const file = join(folder, 'many.log');
  writeFileSync(file, `${lines[0]}\n`.repeat(1_000));
  await page.getByLabel('A file').setInputFiles(file);
  await page.getByRole('heading', { name: '1,000 lines' }).waitFor();
  await page.getByText('The first 200 are shown.').waitFor();
  writeFileSync(file, 'x'.repeat(4_000_001));
  await page.getByLabel('A file').setInputFiles(file);
  expect(await page.getByRole('alert').textContent()).toContain('for the command line: npx lake parse < FILE');
  expect(new URL(page.url()).search).toBe('');
});

test.each(['Lines of HAProxy', 'Messages'])('axe finds nothing where these are tried: %s', async (name) => {
  const seen = async (tried: Page) => {
    await tried.getByRole('button', { name, exact: true }).click();
    await tried.waitForSelector('.outcomes li');
    for (const at of ['first-child', 'last-child']) await tried.locator(`.outcomes > li:${at} summary`).click();
  };
  expect(await axeFaults(browser, `${lake.endpoint}/_lake/try`, seen)).toBe('');
});
