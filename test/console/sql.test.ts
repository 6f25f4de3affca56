import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../clients/chromium.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { axeFaults } from './axe.ts';

const days = `SELECT DATE '2026-11-20' + INTERVAL '1' DAY * n AS day, country, CAST(n * 10 + length(country) AS bigint) AS orders,
  CAST(n AS decimal(12, 2)) / 4 AS amount, IF(n = 1, NULL, IF(n = 2, '', 'é, "' || country || '"')) AS note
FROM UNNEST(sequence(0, 4)) AS a (n) CROSS JOIN UNNEST(ARRAY['NO', 'SE']) AS b (country)`;
const million = `SELECT a.n * 1000 + b.n AS id, 'row ' || CAST(a.n AS varchar) AS name
FROM UNNEST(sequence(0, 999)) AS a (n) CROSS JOIN UNNEST(sequence(1, 1000)) AS b (n) ORDER BY 1`;
const endless = `SELECT sum(a.n * b.n * c.n) AS s FROM UNNEST(sequence(1, 10000)) AS a (n)
CROSS JOIN UNNEST(sequence(1, 10000)) AS b (n) CROSS JOIN UNNEST(sequence(1, 10000)) AS c (n)`;

let lake: TestLake;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [lake, browser] = await Promise.all([startLake(), startChromium([])]);
  await lake.query(`CREATE TABLE shop_orders AS ${days}`);
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await lake?.dispose();
});

const address = (query: Readonly<Record<string, string>> = {}) =>
  `${lake.endpoint}/_lake/sql?${new URLSearchParams(query)}`;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const tab = (name: string) => page.locator('.tabs').getByRole('link', { name }).click();
const editor = () => page.locator('.cm-content');
const text = async () => (await editor().locator('.cm-line').allTextContents()).join('\n');
/** What stands beside a label. */
const choice = (label: string) =>
  page
    .locator('label.choice')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('select, input');
const state = () => page.locator('.status .state');
const row = (at: number) => page.locator(`.grid [role=row][aria-rowindex="${at + 2}"]`);
const cellsOf = async (at: number) => (await row(at).innerText()).split('\n');

async function open(sql: string): Promise<void> {
  await page.goto(address({ sql }));
  await expect.poll(text).toBe(sql);
}

async function run(sql: string): Promise<void> {
  await open(sql);
  await button('Run').click();
  await expect.poll(() => state().innerText(), { timeout: 120_000 }).toBe('succeeded');
}

/** What is offered takes no key for some milliseconds, so that who types on does not choose by chance. */
async function accept(key: string): Promise<void> {
  await page.waitForTimeout(200);
  await page.keyboard.press(key);
}

test('a statement is typed with completion, and run by keyboard; Escape, then Tab leaves the editor', async () => {
  await page.goto(address());
  await editor().click();
  await page.keyboard.type('SELECT * FROM shop_o');
  const offered = page.locator('.cm-tooltip-autocomplete li');
  await expect.poll(() => offered.first().innerText()).toContain('shop_orders');
  await accept('Enter');
  await page.keyboard.type(' AS o WHERE o.cou');
  await expect.poll(() => offered.first().innerText()).toBe('countryvarchar(2)');
  await accept('Tab');
  await page.keyboard.type(" = 'NO' ORDER BY date_tru");
  await expect.poll(() => offered.first().innerText()).toContain('date_trunc');
  await accept('Enter');
  await page.keyboard.type("'day', day)");
  expect(await text()).toBe("SELECT * FROM shop_orders AS o WHERE o.country = 'NO' ORDER BY date_trunc('day', day)");
  const coloured = (kind: string) => editor().locator(`.code-${kind}`).allInnerTexts();
  expect(await coloured('keyword')).toEqual(['SELECT', 'FROM', 'AS', 'WHERE', 'ORDER', 'BY', 'day']);
  expect([await coloured('text'), await coloured('function')]).toEqual([["'NO'", "'day'"], ['date_trunc']]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('.status').innerText()).toContain('5 rows');
  expect(await cellsOf(0)).toEqual(['2026-11-20', 'NO', '2', '0.00', 'é, "NO"']);
  expect(await cellsOf(1)).toEqual(['2026-11-21', 'NO', '12', '0.25', 'NULL']);
  expect(await page.locator('.status').innerText()).toMatch(/scanned, \$0\.000048 on AWS/);
  await page.keyboard.press('Tab');
  expect(await text()).toMatch(/^ {2}SELECT|date_trunc\('day', day\)\s+$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Run');
});

describe('a mistake', () => {
  test('is marked at its place in the statement at the cursor, and told below', async () => {
    await open('SELECT 1;\n\nSELECT country,\n  contry\nFROM shop_orders');
    await editor().locator('.cm-line').nth(3).click();
    await expect.poll(() => page.locator('.bar [role=status]').innerText()).toContain('statement 2 of 2');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.locator('.sql-mistake').allInnerTexts()).toEqual(['contry']);
    expect(await page.getByRole('alert').innerText()).toContain("Column 'contry' cannot be resolved");
    await button('Go to the place').click();
    await page.keyboard.press('Shift+End');
    expect(await page.evaluate('getSelection().toString()')).toBe('contry');
  });

  test('of grammar is marked, too, and of what is explained', async () => {
    await open('SELECT country\nFORM shop_orders GROUP');
    await button('Explain').click();
    await expect.poll(() => page.locator('.sql-mistake').allInnerTexts()).toEqual(['shop_orders']);
    expect(await state().innerText()).toBe('refused');
  });
});

test('a statement is explained as a text', async () => {
  await open('SELECT count(*) FROM shop_orders');
  await button('Explain').click();
  await expect.poll(() => page.locator('section.lines').innerText()).toContain('TableScan');
  expect(await text()).toBe('SELECT count(*) FROM shop_orders');
});

test('values of ? are asked for', async () => {
  await open('SELECT count(*) AS n FROM shop_orders WHERE country = ? AND orders > ?');
  await choice('1').fill("'SE'");
  await choice('2').fill('25');
  await button('Run').click();
  await expect.poll(() => cellsOf(0)).toEqual(['2']);
});

test('a chart is drawn from the result by a click, and its choice stands in the address', async () => {
  await run('SELECT day, country, orders, amount FROM shop_orders ORDER BY 1, 2');
  await tab('Chart');
  await expect.poll(() => page.locator('figcaption').innerText()).toBe('orders by day for each country');
  await expect.poll(() => page.locator('.picture svg path').count()).toBeGreaterThan(2);
  await choice('Chart').selectOption('Bars');
  await choice('X').selectOption('country');
  await choice('One for each').selectOption('nothing');
  await page.getByRole('checkbox', { name: 'amount' }).check();
  await expect.poll(() => page.locator('figcaption').innerText()).toBe('orders, amount by country');
  const [, chart] = /chart=([^&]*)/.exec(page.url()) ?? [];
  expect(decodeURIComponent(chart ?? '').replaceAll('+', ' ')).toBe('bar 1 - 2,3');
  await page.reload();
  await expect.poll(() => page.locator('figcaption').innerText()).toBe('orders, amount by country');
});

test('a statement is saved, opened again, changed, and deleted', async () => {
  await open('SELECT 1 AS one');
  await button('Save…').click();
  await page.getByLabel('Name').fill('One');
  await page.getByLabel('What it tells').fill('that it is one');
  await button('Save').click();
  await expect.poll(() => page.url()).toContain('query=');
  await page.goto(address());
  await tab('Saved queries');
  await page.getByRole('link', { name: 'One', exact: true }).click();
  await expect.poll(text).toBe('SELECT 1 AS one');
  expect(await page.locator('.notice.nothing').innerText()).toContain('Nothing is run yet');
  await editor().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', 2 AS two');
  await button('Save…').click();
  await button('Save over One').click();
  await expect.poll(() => page.locator('dialog').count()).toBe(0);
  await page.reload();
  await expect.poll(text).toBe('SELECT 1 AS one, 2 AS two');
  await tab('Saved queries');
  await button('Delete One').click();
  await page.locator('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => page.locator('.notice.nothing').first().innerText()).toContain('Nothing is saved');
});

const executions = async (): Promise<number> => {
  await tab('History');
  await page.locator('table.list').waitFor();
  return page.locator('table.list tbody tr').count();
};

test('links run nothing; what was run is opened with its result, and not run again', async () => {
  await run("SELECT 'found again' AS said");
  const ran = page.url();
  const before = await executions();
  await choice('Find').fill('FOUND again');
  await choice('State').selectOption('succeeded');
  await page.getByRole('link', { name: "SELECT 'found again' AS said" }).first().click();
  await expect.poll(() => cellsOf(0)).toEqual(['found again']);
  expect(await text()).toBe("SELECT 'found again' AS said");
  await open("SELECT 'never' AS said");
  await page.goto(ran);
  await expect.poll(() => cellsOf(0)).toEqual(['found again']);
  expect(await executions()).toBe(before);
});

test('a statement that runs is stopped', async () => {
  await open(endless);
  await button('Run').click();
  await expect.poll(() => state().innerText()).toBe('running');
  await button('Cancel').click();
  await expect.poll(() => state().innerText(), { timeout: 60_000 }).toBe('cancelled');
  expect(await button('Run').isEnabled()).toBe(true);
});

/** The path of the file. */
async function downloaded(name: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await button(name).click();
  return (await waiting).path();
}

async function duckDb(sql: string): Promise<unknown> {
  const connection = await (await DuckDBInstance.create()).connect();
  return (await connection.runAndReadAll(sql)).getRowsJson();
}

test('a result is downloaded as CSV, and by UNLOAD as Parquet with its types, NULLs and empty texts', async () => {
  await run('SELECT *, ARRAY[1, 2] AS list FROM shop_orders ORDER BY day, country -- in their order');
  const csv = readFileSync(await downloaded('Download CSV'), 'utf8').split('\n');
  expect(csv.slice(0, 2)).toEqual([
    '"day","country","orders","amount","note","list"',
    '"2026-11-20","NO","2","0.00","é, ""NO""","[1, 2]"',
  ]);
  expect([csv[3], csv[5]]).toEqual([
    '"2026-11-21","NO","12","0.25",,"[1, 2]"',
    '"2026-11-22","NO","22","0.50","","[1, 2]"',
  ]);
  expect(await page.locator('#sql-parquet').innerText()).toMatch(/once more.* scanned, \$0\.000048 on AWS/);
  const file = `read_parquet('${await downloaded('Download Parquet')}')`;
  expect(await duckDb(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${file})`)).toEqual([
    ['day', 'DATE'],
    ['country', 'VARCHAR'],
    ['orders', 'BIGINT'],
    ['amount', expect.stringMatching(/^DECIMAL\(\d+,\d+\)$/)],
    ['note', 'VARCHAR'],
    ['list', 'INTEGER[]'],
  ]);
  const told = `SELECT day, country, orders, amount = 0.25, note, list[2] FROM ${file} ORDER BY 1, 2 LIMIT 3 OFFSET 2`;
  expect(await duckDb(told)).toEqual([
    ['2026-11-21', 'NO', '12', true, null, 2],
    ['2026-11-21', 'SE', '12', true, null, 2],
    ['2026-11-22', 'NO', '22', false, '', 2],
  ]);
  expect(await duckDb(`SELECT count(*) FROM ${file}`)).toEqual([['10']]);
});

test('a result without rows has no Parquet, and what is no SELECT is offered none', async () => {
  await run('SELECT country FROM shop_orders WHERE false');
  await button('Download Parquet').click();
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('Athena wrote no file');
  await run('INSERT INTO shop_orders SELECT * FROM shop_orders WHERE false');
  expect(await button('Download Parquet').count()).toBe(0);
});

test('a cell is chosen by keyboard, copied, and opened', async () => {
  await run(`SELECT 1 AS a, '{"b":[true]}' AS json`);
  await page.locator('.grid').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'Control+c']) await page.keyboard.press(key);
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('{"b":[true]}');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('Value').innerText()).toBe('{\n  "b": [\n    true\n  ]\n}');
  await button('Copy the row').click();
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('1,"{""b"":[true]}"');
});

test('a result becomes the file of a dataset, with what packaging says of it; nothing is written', async () => {
  await run('SELECT day, country, orders FROM shop_orders');
  await button('Make this a dataset…').click();
  await page.getByLabel('Name').fill('orders_seen');
  await page.getByLabel('What a row is').fill('Orders per day');
  await page.getByLabel('Materialized').selectOption('incremental: only the partitions that changed');
  await expect.poll(() => page.locator('.mistakes').innerText(), { timeout: 30_000 }).toContain('Line 10, column 1: ');
  expect(await page.locator('.mistakes').innerText()).toContain('the SELECT does not use {{days}}');
  await page.getByLabel('SELECT').fill('SELECT day, country, orders FROM shop_orders WHERE {{days}}');
  await page.getByLabel('Column of time').fill('day');
  await page.getByText('Packaging takes it as it is.').waitFor({ timeout: 30_000 });
  expect((await page.getByLabel('The file').innerText()).trim()).toBe(
    `/*
description: Orders per day
materialized: incremental
partitioned_by: day
event_time: day
columns:
  day: {type: date}
  country: {type: string}
  orders: {type: bigint}
*/
SELECT day, country, orders FROM {{lake}}.shop_orders WHERE {{days}}`,
  );
  expect(await page.locator('dialog').innerText()).toContain('npx lake deploy query');
});

/** Megabytes that the page's process had at most, with the code of Chromium that it shares with others. */
async function mostMegabytes(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const most = renderers.map(({ id }) => /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  return Math.max(...most.map(Number)) / 1024;
}

describe('a million rows', () => {
  test('scroll to the very last by mouse and keyboard, within 300 MB', { timeout: 300_000 }, async () => {
    await page.close();
    page = await (await browser.newContext()).newPage();
    await run(million);
    await expect.poll(() => page.locator('.status').innerText(), { timeout: 60_000 }).toContain('1,000,000 rows\n');
    const grid = page.locator('.grid');
    await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect.poll(() => cellsOf(999_999)).toEqual(['1000000', 'row 999']);
    await grid.hover();
    await page.mouse.wheel(0, -500);
    await expect.poll(() => row(999_970).count()).toBe(1);
    await grid.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(() => cellsOf(0)).toEqual(['1', 'row 0']);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    for (const _ of Array.from({ length: 5 })) await page.keyboard.press('PageDown');
    const chosen = () => page.locator('[aria-selected=true]').innerText();
    await expect.poll(chosen).toBe('76');
    await page.keyboard.press('End');
    await expect.poll(chosen).toBe('1000000');
    await page.keyboard.press('Home');
    await expect.poll(chosen).toBe('1');
    for (const part of Array.from({ length: 40 }, (_, at) => at / 40)) {
      await grid.evaluate((element, to) => element.scrollTo({ top: to * element.scrollHeight }), part);
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
    }
    expect(await mostMegabytes()).toBeLessThan(300);
  });
});

test('everybody can use it', async () => {
  await run('SELECT day, country, orders FROM shop_orders');
  const ran = page.url();
  const shows = (selector: string) => (shown: Page) => shown.locator(selector).first().waitFor();
  expect(await axeFaults(browser, ran, shows('[role=gridcell]'))).toBe('');
  expect(await axeFaults(browser, `${ran}&tab=chart`, shows('.picture svg'))).toBe('');
  expect(await axeFaults(browser, `${ran}&tab=history`, shows('table.list'))).toBe('');
  const opened = async (shown: Page) => {
    await shown.locator('[role=gridcell]').first().dblclick();
    await shown.getByRole('button', { name: 'Make this a dataset…' }).click();
    await shown.getByLabel('Name').fill('orders_seen');
    await shown.getByLabel('The file').waitFor();
  };
  expect(await axeFaults(browser, ran, opened)).toBe('');
  const refused = address({ sql: 'SELECT foo FROM shop_orders WHERE a = ?' });
  const failed = async (shown: Page) => {
    await shown.getByRole('button', { name: 'Run' }).click();
    await shown.getByRole('alert').waitFor();
  };
  expect(await axeFaults(browser, refused, failed)).toBe('');
});
