import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDashboards } from '@tributary/query/dashboards/read-dashboards.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pageTitles } from '../../console/app/page-titles.ts';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults, lightAndWide } from './axe.ts';
import { breakUsage, failureIsTold } from './broken-usage.ts';
import { breakParsing, landedRequests, landLog, logGroupNode } from './landing.ts';
import { nodeOf, parseNode, sendAgain, untilCount, untilDeadLetters, withinMs } from './map-nodes.ts';
import { structureOf } from './pictures/structure.ts';
import { views } from './pictures/views.ts';
import { gridRows, watchedPage } from './watched-page.ts';

const dashboards = readDashboards(fileURLToPath(new URL('../../services/query', import.meta.url)));
const structure = readFileSync(new URL('../../docs/pictures/structure.yml', import.meta.url), 'utf8');

describeWith([chromiumProgram], 'the console, on a lake that runs', () => {
  let lake: TestLake;
  let browser: Browser;
  let page: Page;
  let faults: readonly string[];

  beforeAll(async () => {
    [lake, browser] = await Promise.all([startLake(), startChromium([])]);
    ({ page, faults } = await watchedPage(browser, lake.endpoint));
    page.setDefaultTimeout(withinMs);
  });
  afterAll(async () => {
    await browser?.close();
    await lake?.dispose();
  });

  const open = (path: string) => page.goto(`${lake.endpoint}/_lake/${path}`);
  const usage = async () => (await lake.query('SELECT sum(requests) FROM integration_usage').catch(() => []))[0]?.[0];

  test('Tab leads past the navigation by one key, and through it into the page', async () => {
    await open('');
    await nodeOf(page, logGroupNode).waitFor();
    const paint = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime');
    process.stdout.write(`The map's first paint came after ${Math.round(Number(paint))} ms\n`);
    const ways: unknown[] = [];
    const focused = '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()';
    do {
      await page.keyboard.press('Tab');
      ways.push(await page.evaluate(focused));
    } while (ways.length < 20 && !(await page.evaluate('document.activeElement.closest("main") !== null')));
    const titles = pageTitles.map(([, title]) => title);
    expect(ways.slice(0, titles.length + 2)).toEqual(['Skip to the page', 'Tributary', ...titles]);
    expect(ways.at(-1)).toBe('Find');
    await page.getByRole('link', { name: 'Skip to the page' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toBe('Find');
  });

  test('a log that lands is seen on its way over the map', async () => {
    await open('');
    await nodeOf(page, logGroupNode).waitFor();
    await landLog(lake, 'seen', 40);
    await untilCount(page, logGroupNode, 'line', 40);
    await untilCount(page, 'objects:raw/logs/haproxy/', 'object', 1);
    await untilCount(page, 'function:tributary-ingest-local-parse-logs', 'run', 1);
    await untilCount(page, 'table:haproxy_requests', 'object', 1);
    await untilCount(page, 'table:integration_requests', 'row', 40);
    await eventually(usage, (sum) => sum === '40', withinMs);
  });

  test('a statement is typed and run, and a chart drawn from what it gives', async () => {
    const sql = 'SELECT status_code, count(*) AS requests FROM haproxy_requests GROUP BY 1 ORDER BY 1';
    await page.getByRole('link', { name: 'SQL', exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.insertText(sql);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await page.locator('.status .state', { hasText: 'succeeded' }).waitFor();
    expect(await gridRows(page)).toEqual(await lake.query(sql));
    await page.locator('.tabs').getByRole('link', { name: 'Chart' }).click();
    await page.locator('figcaption', { hasText: 'requests by status_code' }).waitFor();
    await page.locator('.picture svg path').nth(2).waitFor({ state: 'attached' });
  });

  test('each dashboard is opened, and shows the numbers', async () => {
    await page.getByRole('link', { name: 'Dashboards', exact: true }).first().click();
    for (const { title, sheets } of dashboards) {
      await page.getByRole('link', { name: title, exact: true }).click();
      await page.locator('.status[aria-busy=false]').waitFor();
      const charts = sheets[0]?.charts.map((chart) => chart.title);
      expect(await page.locator('.chart h3').allTextContents()).toEqual(charts);
      await page.getByRole('main').getByRole('link', { name: 'Dashboards' }).click();
    }
    await open('dashboards/integrations');
    await page.locator('#usage--requests .value', { hasText: /^40$/ }).waitFor();
  });

  const firstViews = pageTitles.map(([name]) => name);
  test.each(firstViews)('all can use the page "%s"', async (name) => {
    const ready = async (seen: Page) => {
      await seen.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await eventually(
        () => seen.locator('main .notice.busy').count(),
        (busy) => busy === 0,
      );
    };
    expect(await axeFaults(browser, `${lake.endpoint}/_lake/${name}`, ready, lightAndWide)).toBe('');
  });

  test('pages are built as the README’s pictures show them; else `npm run pictures` takes them again', async () => {
    const seen: Record<string, readonly string[]> = {};
    for (const { name, path, ready } of views) {
      await open(path);
      await ready(page);
      seen[name] = await structureOf(page);
    }
    expect(seen).toEqual(parse(structure));
  });

  test('a dataset that is broken is told with its page, and made once it is mended and tried again', async () => {
    const mend = await breakUsage(lake);
    await landLog(lake, 'unseen', 20);
    await failureIsTold(page, lake.endpoint);
    await mend();
    await open('datasets/integration_usage');
    await page.getByRole('button', { name: 'Retry what is set aside' }).click();
    await page.locator('h1 .state.good').waitFor();
    await eventually(usage, (sum) => sum === '60', withinMs);
  });

  test('a dead letter is seen, and sent again', async () => {
    const mend = await breakParsing(lake);
    await open('');
    await landLog(lake, 'poison', 10);
    await untilDeadLetters(page, true);
    await mend();
    await nodeOf(page, parseNode).click();
    await sendAgain(page);
    await untilDeadLetters(page, false);
    await eventually(
      () => landedRequests(lake),
      (count) => count === '70',
      withinMs,
    );
  });

  test('nothing failed in the page, and it asked nobody else', () => {
    expect(faults).toEqual([]);
  });
});
