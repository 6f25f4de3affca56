import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults } from './axe.ts';
import { breakUsage, failureIsTold, missingColumn } from './broken-usage.ts';
import { largeGraph } from './large-graph.ts';

const sample = new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url);
const name = 'integration_usage';
/** Of the sample's requests. */
const day = '2026-11-20';

describeWith([chromiumProgram], 'the console’s page of datasets', () => {
  let lake: TestLake;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    lake = await startLake();
    browser = await startChromium([]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(60_000);
    await land('first', 0, 40);
    await eventually(requests, (sum) => sum === '40', 120_000);
  });
  afterAll(async () => {
    await browser?.close();
    await lake?.dispose();
  });

  const open = (path: string) => page.goto(`${lake.endpoint}/_lake/${path}`);
  const shown = (text: string | RegExp) => page.getByText(text).first().waitFor();
  const runs = () => page.getByRole('region', { name: 'Runs' });
  const untilFresh = () => page.locator('h1 .state.good').waitFor({ timeout: 120_000 });

  async function requests(): Promise<string | null | undefined> {
    return (await lake.query(`SELECT sum(requests) FROM ${name}`).catch(() => []))[0]?.[0];
  }

  async function land(object: string, first: number, count: number): Promise<void> {
    const lines = gunzipSync(readFileSync(sample)).toString('utf8').split('\n');
    const some = lines.filter((line) => /\[.*\] \S+ \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line));
    const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    const Key = `raw/logs/haproxy/year=2026/month=11/day=20/hour=13/${object}`;
    const Body = `${some.slice(first, first + count).join('\n')}\n`;
    await s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key, Body }));
  }

  test('the graph shows what is made of what and how fresh it is, and is gone through by keyboard', async () => {
    await open('datasets');
    const node = page.locator(`[data-node="${name}"]`);
    await node.locator('small', { hasText: /^fresh/ }).waitFor();
    const upstream = page.locator('[data-node="integration_requests"]');
    await upstream.focus();
    await page.keyboard.press('ArrowRight');
    const reads = page.locator(':focus');
    expect(['integration_usage', 'account_health']).toContain(await reads.getAttribute('data-node'));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    expect(await reads.getAttribute('data-node')).not.toBe('integration_requests');
    await node.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/_lake/datasets/${name}`);
    await page.locator(`[data-node="${name}"][aria-current]`).waitFor();
  });

  test('the list is searched, and what is looked for stands in the address', async () => {
    await open('datasets?find=snapshot');
    const rows = page.getByRole('region', { name: 'Targets' }).locator('tbody tr');
    await rows.first().waitFor();
    expect((await rows.allInnerTexts()).every((text) => text.includes('snapshot'))).toBe(true);
    await page.getByLabel('Find').fill('no such');
    await shown('Nothing is like this.');
    expect(page.url()).toContain('find=no+such');
  });

  test('a day is run, and its run stands there with why, how long and what it took', async () => {
    await open(`datasets/${name}`);
    const first = page.getByLabel('day (UTC)', { exact: true });
    await first.fill(day);
    // Told anew meanwhile, the page leaves what is being written.
    await page.waitForResponse((response) => response.url().endsWith(`/_lake/api/jobs/${name}`));
    await page.waitForResponse((response) => response.url().endsWith(`/_lake/api/jobs/${name}`));
    expect(await first.inputValue()).toBe(day);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await shown(`services/query is told to compute a day of ${name} anew: ${day}`);
    const row = runs().locator('tr', { hasText: 'by hand' }).filter({ hasText: 'publish' });
    await row.filter({ hasText: 'SUCCEEDED' }).first().waitFor({ timeout: 120_000 });
    const told = await row.first().innerText();
    expect(told).toContain(day);
    expect(told).toMatch(/\d+ (ms|s)/);
    expect(told).toMatch(/\$0/);
    expect(await row.first().getByRole('link').getAttribute('href')).toMatch(/^\/_lake\/sql\?execution=[0-9a-f-]{36}$/);
  });

  test('a backfill is ordered once its estimate was seen, and followed to its end', async () => {
    await open(`datasets/${name}`);
    await untilFresh();
    await page.getByLabel('from day (UTC)').fill(day);
    await page.getByLabel('until, without it').last().fill('2026-11-21');
    await page.getByRole('button', { name: 'Estimate' }).click();
    const panel = page.locator('.panel');
    await panel.getByText(/^1: 2026-11-20/).waitFor();
    expect(await panel.innerText()).toMatch(/takes\s+1 statement.*\s+scans\s+about .*\$/);
    expect(page.url()).toContain(`from=${day}&to=2026-11-21`);
    const reader = await fetch(`${lake.endpoint}/_lake/api/jobs/${name}`);
    expect(JSON.stringify(await reader.json())).not.toContain('"why":["backfill');
    await page.getByRole('button', { name: 'Order it' }).click();
    await shown('services/query is told to make 1 of 1 days anew.');
    await panel.getByText('1 of 1', { exact: true }).waitFor({ timeout: 120_000 });
    await panel.getByText(/^1 since .*, when it was begun: 2026-11-20/).waitFor({ timeout: 120_000 });
  });

  test('what is asked wrongly is told in the words of the command line', async () => {
    await open(`datasets/${name}?from=2999-01-01`);
    await shown(/There is no day from 2999-01-01/);
    await open('datasets/integration_usag');
    await shown(/Nothing named integration_usag is declared/);
  });

  test('a dataset that is broken is told with its reason and page, and tried again from the page once it is mended', async () => {
    const mend = await breakUsage(lake);
    await land('second', 40, 20);
    await open(`datasets/${name}`);
    const aside = page.locator('.aside');
    await aside.getByText(new RegExp(missingColumn)).waitFor({ timeout: 120_000 });
    await page.locator('h1 .state.bad', { hasText: 'failed' }).waitFor();
    await runs().locator('tr.said', { hasText: missingColumn }).first().waitFor();
    await failureIsTold(page, lake.endpoint);
    await mend();
    await open(`datasets/${name}`);
    await page.getByRole('button', { name: 'Retry what is set aside' }).click();
    await shown(/1 day of integration_usage was set aside, and goes again/);
    await untilFresh();
    expect(await aside.count()).toBe(0);
    expect(await requests()).toBe('60');
  });

  test('everybody can use the pages', async () => {
    const faults = [
      await axeFaults(browser, `${lake.endpoint}/_lake/datasets`, (seen) => seen.waitForSelector('.graph-node')),
      await axeFaults(browser, `${lake.endpoint}/_lake/datasets/${name}?from=${day}`, async (seen) => {
        await seen.waitForSelector('.graph-node');
        await seen.locator('summary').click();
        await seen.getByRole('button', { name: 'Order it' }).waitFor();
      }),
    ];
    expect(faults.join('')).toBe('');
  });

  test('100 datasets over 500 tables are drawn at once, sized and moved', async () => {
    await page.route('**/_lake/api/graph', (route) => route.fulfill({ json: largeGraph(100, 500) }));
    await page.addInitScript(`
      new MutationObserver(() => {
        if (window.drawnAt === undefined && document.querySelectorAll('.graph-node').length === 600)
          requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
      }).observe(document, { childList: true, subtree: true });`);
    await open('datasets');
    await eventually(() => page.evaluate('window.drawnAt !== undefined'), Boolean);
    const took = await page.evaluate(
      'window.drawnAt - Math.max(...performance.getEntriesByType("resource").filter(({ name }) => /api\\/(graph|jobs)$/.test(name)).map(({ responseEnd }) => responseEnd))',
    );
    process.stdout.write(`600 nodes were laid out and drawn in ${Math.round(Number(took))} ms\n`);
    expect(Number(took)).toBeLessThan(5_000);
    const node = page.locator('[data-node="dataset_99"]');
    const width = async () => (await node.boundingBox())?.width ?? 0;
    const before = await width();
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await width()).toBeCloseTo(before * 1.25, 0);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await width()).toBeLessThan(before);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});
