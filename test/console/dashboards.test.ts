import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chartSql } from '@tributary/query/dashboards/core/chart-sql.ts';
import type { Choices } from '@tributary/query/dashboards/core/conditions.ts';
import type { Chart, Sheet } from '@tributary/query/dashboards/core/model.ts';
import type { TextRow } from '@tributary/query/dashboards/drawing/cell.ts';
import { gridOf, pivotOf } from '@tributary/query/dashboards/drawing/grid.ts';
import { kpiOf } from '@tributary/query/dashboards/drawing/kpi.ts';
import { readDashboards } from '@tributary/query/dashboards/read-dashboards.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../clients/chromium.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { axeFaults } from './axe.ts';
import { fillDatasets } from './dashboards-lake.ts';

const dashboards = readDashboards(fileURLToPath(new URL('../../services/query', import.meta.url)));

let lake: TestLake;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  [lake, browser] = await Promise.all([startLake(), startChromium([])]);
  await fillDatasets(lake);
  context = await browser.newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(async () => {
  await browser?.close();
  await lake?.dispose();
});

const urlOf = (path: string) => `${lake.endpoint}/_lake/dashboards${path}`;

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(urlOf(path));
  await answered(page);
  return page;
}

async function answered(page: Page): Promise<void> {
  await page.waitForSelector('.status[aria-busy=false]');
}

/** What a chart says: of a number its texts, of all else its table, without which no drawing is complete. */
async function shownBy(page: Page, { id, type }: Chart): Promise<readonly (readonly string[])[]> {
  const chart = page.locator(`[id="${id}"]`);
  if (type === 'kpi') return [await chart.locator('.value').allTextContents()];
  if (type !== 'table' && type !== 'pivot') {
    expect(await chart.locator('.picture svg path').count(), `${id} is drawn`).toBeGreaterThan(0);
    await chart.locator('summary').click();
  }
  const table = chart.locator('table');
  await table.waitFor();
  return table
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

function expected(chart: Chart, rows: readonly TextRow[]): readonly (readonly string[])[] {
  if (chart.type === 'kpi') {
    const { value, before } = kpiOf(chart, rows);
    return [[value, ...(before === undefined ? [] : [before.value])]];
  }
  const { head, rows: cells } = chart.type === 'pivot' ? pivotOf(chart, rows) : gridOf(chart, rows);
  return [head, ...cells];
}

async function expectSheet(page: Page, { charts }: Sheet, choices: Choices): Promise<void> {
  for (const chart of charts) {
    const rows = await lake.query(chartSql(chart, lake.names.lakeDatabase, choices));
    expect(rows.length, chart.id).toBeGreaterThan(0);
    expect(await shownBy(page, chart), chart.id).toEqual(expected(chart, rows));
  }
}

const chosen = {
  path: '?period=2026-11-01..&integration=Slack,Acme%5C,%20Inc.',
  choices: { period: { from: '2026-11-01' }, integration: ['Slack', 'Acme, Inc.'] },
};

test.each([
  ['everything', '', {}],
  ['what the address chooses', chosen.path, chosen.choices],
])('every chart of integrations.yml shows the numbers of its SQL, of %s', async (_, query, choices) => {
  const integrations = dashboards.find(({ name }) => name === 'integrations');
  expect(integrations?.sheets.length).toBeGreaterThan(1);
  for (const sheet of integrations?.sheets ?? []) {
    const page = await open(`/integrations/${sheet.id}${query}`);
    await expectSheet(page, sheet, choices);
    await page.close();
  }
});

test('each dashboard is opened from the list, and each sheet by its tab', async () => {
  for (const { title, sheets } of dashboards) {
    const page = await context.newPage();
    await page.goto(urlOf(''));
    await page.getByRole('link', { name: title, exact: true }).click();
    for (const sheet of sheets) {
      await page.getByRole('navigation', { name: 'Sheets' }).getByRole('link', { name: sheet.title }).click();
      await answered(page);
      expect(await page.locator('.chart h3').allTextContents()).toEqual(sheet.charts.map((chart) => chart.title));
    }
    await page.close();
  }
});

test('what is chosen stands in the address, and the link that is copied shows somebody else the same', async () => {
  const page = await open('/integrations');
  const all = await page.locator('#usage--requests .value').first().textContent();
  await page.getByRole('button', { name: 'Integration: all' }).click();
  await page.getByRole('searchbox').fill('acme');
  await page.getByLabel('Acme, Inc.').check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: /^Days:/ }).click();
  await page.getByLabel('From').fill('2026-11-01');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Integration: Acme, Inc.' }).waitFor();
  await answered(page);
  const numbers = await page.locator('.chart-kpi .value').allTextContents();
  expect(numbers[0]).not.toBe(all);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Copied').waitFor();
  const link = String(await page.evaluate('navigator.clipboard.readText()'));
  expect(new URL(link).searchParams.toString()).toBe('period=2026-11-01..&integration=Acme%5C%2C+Inc.');

  const other = await browser.newPage();
  await other.goto(link);
  await answered(other);
  expect(await other.locator('.chart-kpi .value').allTextContents()).toEqual(numbers);
  await page.goBack();
  expect(new URL(page.url()).search).toBe('?integration=Acme%5C%2C+Inc.');
  await other.close();
  await page.close();
});

test('an address that says something wrongly says so, and shows all else', async () => {
  const page = await open('/integrations?period=2026-13-01..&integration=Slack');
  expect(await page.getByRole('alert').allTextContents()).toEqual([
    expect.stringMatching(/^The address says period=2026-13-01\.\.: days are written as /),
  ]);
  await page.getByRole('button', { name: 'Integration: Slack' }).waitFor();
  await page.goto(urlOf('/integration'));
  expect(await page.getByRole('alert').textContent()).toContain('Did you mean integrations?');
  await page.close();
});

test('a chart that fails says in its place what Athena said, one without rows says that, and the others are there', async () => {
  const page = await open('/operations/accounts');
  const failures = await page.locator('.chart .failure').allTextContents();
  expect(failures).toHaveLength(3);
  expect(failures[0]).toMatch(
    /^Athena could not answer\. COLUMN_NOT_FOUND: line 1:8: Column 'company' cannot be resolved/,
  );
  expect(await page.getByRole('status').first().textContent()).toContain('3 of 3 charts failed');
  await page.goto(urlOf('/operations/requests?period=2020-01-01..2020-01-02'));
  await answered(page);
  const texts = await page.locator('.chart .nothing').allTextContents();
  expect(texts).toEqual(['No rows for what is chosen.', 'No rows for what is chosen.']);
  await page.close();
});

test('a chart’s menu has its SQL, its rows as CSV and its drawing', async () => {
  const page = await open('/integrations/usage');
  const chart = dashboards[0]?.sheets[0]?.charts.find(({ id }) => id === 'usage--requests-by-day');
  if (chart === undefined) throw new Error('the chart is not there');
  const sql = chartSql(chart, lake.names.lakeDatabase, {});
  const menu = page.getByRole('button', { name: 'Menu of Requests by day' });
  const download = async (name: string) => {
    await menu.click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };
  const csv = await download('Download CSV');
  const quoted = (cell: string | null) => (cell?.includes(',') ? `"${cell}"` : (cell ?? ''));
  const rows = await lake.query(sql);
  expect(csv).toEqual({
    name: 'usage--requests-by-day.csv',
    text: ['Day,Integration name,Requests', ...rows.map((row) => row.map(quoted).join(','))]
      .join('\r\n')
      .concat('\r\n'),
  });
  const svg = await download('Download SVG');
  expect(svg.text).toMatch(/^<svg [^>]*viewBox="0 0 1152 320"/);
  await menu.click();
  const link = await page.getByRole('link', { name: 'See the SQL' }).getAttribute('href');
  expect(new URL(link ?? '', lake.endpoint).searchParams.get('sql')).toBe(sql);
  await page.keyboard.press('Escape');
  expect(await menu.evaluate((button) => button.matches(':focus'))).toBe(true);
  await page.close();
});

test('the report has all sheets of what is chosen, and the command that makes the same is told', async () => {
  const page = await open('/integrations/quality?integration=Slack');
  await page.getByRole('button', { name: 'Report' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download HTML' }).click(),
  ]);
  const html = readFileSync(await file.path(), 'utf8');
  expect(html).toContain('Integration: Slack');
  const sheets = dashboards.find(({ name }) => name === 'integrations')?.sheets ?? [];
  for (const { id } of sheets.flatMap(({ charts }) => charts)) expect(html).toContain(`<figure id="${id}"`);
  expect(html).not.toContain('class="failure"');
  expect(await page.locator('.report-menu pre').textContent()).toBe(
    'npx lake render integrations --choose integration=Slack --out integrations.pdf',
  );
  await page.close();
});

test('refreshing asks Athena once more, and nothing else does', async () => {
  const page = await open('/operations/events');
  const begun: string[] = [];
  page.on('request', (request) => {
    if (request.headers()['x-amz-target']?.endsWith('.StartQueryExecution')) begun.push(request.url());
  });
  const tab = (name: string) => page.getByRole('navigation', { name: 'Sheets' }).getByRole('link', { name }).click();
  await tab('Requests');
  await answered(page);
  const first = begun.splice(0).length;
  await tab('Events');
  await answered(page);
  expect([first, begun.length]).toEqual([2, 0]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.waitForSelector('.status[aria-busy=true]');
  await answered(page);
  expect(begun).toHaveLength(5);
  await page.close();
});

test.each([
  ['a dashboard with what is open in it', '/integrations/usage', opened],
  ['one that fails', '/operations/accounts?x=1', answered],
  ['the list', '', (page: Page) => page.waitForSelector('.dashboards li')],
])('axe finds nothing in %s', async (_, path, seen) => {
  expect(await axeFaults(browser, urlOf(path), seen)).toBe('');
});

async function opened(page: Page): Promise<void> {
  await answered(page);
  for (const summary of await page.locator('.chart summary').all()) await summary.click();
  await page.getByRole('button', { name: /^Integration:/ }).click();
  await page.getByLabel('Slack').waitFor();
}
