import { gzipSync } from 'node:zlib';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { requestLines } from '../e2e/request-lines.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults } from './axe.ts';
import { breakParsing, landedRequests, landLog, logGroupNode, queueUrlOf } from './landing.ts';
import { countOf, nodeOf, parseNode, sendAgain, untilCount, untilDeadLetters, withinMs } from './map-nodes.ts';
import { watchedPage } from './watched-page.ts';

const parseLogs = 'function:tributary-ingest-local-parse-logs';

describeWith([chromiumProgram], 'the map of the console', () => {
  let lake: TestLake;
  let browser: Browser;
  let page: Page;
  let faults: readonly string[];

  beforeAll(async () => {
    lake = await startLake();
    browser = await startChromium([]);
    ({ page, faults } = await watchedPage(browser, lake.endpoint));
    await page.goto(`${lake.endpoint}/_lake/`);
    await nodeOf(page, logGroupNode).waitFor({ timeout: withinMs });
  });
  afterAll(async () => {
    await browser?.close();
    await lake?.dispose();
  });

  const untilText = (text: RegExp | string) => page.getByText(text).first().waitFor({ timeout: withinMs });

  const requests = () => landedRequests(lake);

  test('a log that lands is seen on its way: in its group, delivered, parsed, and as a table that was not there', async () => {
    expect(await nodeOf(page, 'table:haproxy_requests').count()).toBe(0);
    const before = (await countOf(page, logGroupNode, 'line')) ?? 0;
    await landLog(lake, 'seen', 40);
    await untilCount(page, logGroupNode, 'line', before + 40);
    await untilCount(page, 'delivery:tributary-haproxy-local', 'record', 1);
    await untilCount(page, 'objects:raw/logs/haproxy/', 'object', 1);
    await untilCount(page, parseNode, 'message', 1);
    await untilCount(page, parseLogs, 'run', 1);
    await untilCount(page, 'table:haproxy_requests', 'object', 1);
    await untilCount(page, 'table:integration_requests', 'row', 40);
  });

  test('a function’s invocations, log and metrics are told, and its address shows the same', async () => {
    await nodeOf(page, parseLogs).click();
    await page.getByRole('heading', { name: 'parse-logs' }).waitFor();
    await page.getByRole('heading', { name: 'Last invocations' }).waitFor();
    await page.locator('.invocations .state.good').first().waitFor({ timeout: withinMs });
    await untilText('Parsed a segment');
    await page
      .locator('.spark', { hasText: 'Invocations' })
      .locator('path[d^="M"]')
      .waitFor({ state: 'attached', timeout: withinMs });
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('node')).toBe(parseLogs);
    await page.getByLabel('With the text').fill('no line has this');
    await untilText('No such line was written');
    await page.getByRole('link', { name: 'haproxy_requests' }).first().click();
    await page.getByRole('heading', { name: 'haproxy_requests' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'parse-logs' }).waitFor();
    await page.getByRole('link', { name: 'Close' }).click();
  });

  test('what was given up is seen, read, and sent again when that is confirmed', async () => {
    const mend = await breakParsing(lake);
    await landLog(lake, 'poison', 60);
    await untilDeadLetters(page, true);
    await nodeOf(page, parseNode).click();
    await page.getByRole('button', { name: 'Read them' }).click();
    await page.locator('.letter summary').first().click();
    await untilText(/raw\/logs\/haproxy/);
    await mend();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await sendAgain(page);
    await untilDeadLetters(page, false);
    await eventually(requests, (count) => count === '100', withinMs);
    await page.getByRole('link', { name: 'Close' }).click();
  });

  test('calls that Lambda gave up are made again, and what holds no call stays', async () => {
    const envelope = {
      messageType: 'DATA_MESSAGE',
      owner: lake.cloud.account,
      logGroup: lake.names.haproxyLogGroup,
      logStream: 'direct',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '1', timestamp: Date.now(), message: (await requestLines(61)).at(-1) }],
    };
    const functionArn = `arn:aws:lambda:${lake.cloud.region}:${lake.cloud.account}:function:tributary-ingest-local-parse-direct:$LATEST`;
    const requestPayload = { awslogs: { data: gzipSync(JSON.stringify(envelope)).toString('base64') } };
    const QueueUrl = await queueUrlOf(lake, 'tributary-ingest-local-subscription-dead');
    for (const MessageBody of [JSON.stringify({ requestContext: { functionArn }, requestPayload }), 'no call'])
      await lake.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl, MessageBody });
    await page
      .getByLabel('What is wrong or late')
      .getByRole('link', { name: 'parse-direct' })
      .click({ timeout: withinMs });
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Yes, send' }).click();
    await untilText(/1 call made again\. 1 hold no call and stay/);
    await eventually(requests, (count) => count === '101', withinMs);
    await page.getByRole('link', { name: 'Close' }).click();
  });

  test('its nodes are gone through by keyboard, and found by name in a list', async () => {
    await nodeOf(page, logGroupNode).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.dataset.node')).toBe('delivery:tributary-haproxy-local');
    await page.getByLabel('Find').fill('parse-d');
    await page.getByRole('row', { name: /parse-direct/ }).waitFor();
    expect(await page.getByRole('row', { name: /settle/ }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('find')).toBe('parse-d');
    await page.getByLabel('Find').fill('');
    await nodeOf(page, logGroupNode).waitFor();
  });

  const looks = [
    ['the map', '', '.graph-node, .map-list'],
    ['a function', `?node=${encodeURIComponent(parseLogs)}`, '.map-panel .spark'],
    ['a queue', `?view=map&node=${encodeURIComponent(parseNode)}`, '.map-panel .spark'],
  ] as const;
  test.each(looks)('all can use %s', async (_, query, first) => {
    const ready = (each: Page) => each.locator(first).first().waitFor({ timeout: withinMs });
    expect(await axeFaults(browser, `${lake.endpoint}/_lake/${query}`, ready)).toBe('');
  });

  test('with 500 tables and 100 datasets it is as small as before, and a group opens', async () => {
    const table = (
      DatabaseName: string,
      Name: string,
      Location: string,
      Parameters: Readonly<Record<string, string>>,
    ) =>
      lake.cloud.call(admin, 'glue', 'CreateTable', {
        DatabaseName,
        TableInput: { Name, Parameters, TableType: 'EXTERNAL_TABLE', StorageDescriptor: { Location, Columns: [] } },
      });
    const { rawBucket, lakeBucket, rawDatabase, lakeDatabase } = lake.names;
    for (let at = 0; at < 500; at += 1)
      await table(rawDatabase, `events_type_${at}`, `s3://${rawBucket}/raw/events/type_${at}/`, {});
    for (let at = 0; at < 100; at += 1)
      await table(lakeDatabase, `made_${at}`, `s3://${lakeBucket}/iceberg/made_${at}/`, { table_type: 'ICEBERG' });
    await page.goto(`${lake.endpoint}/_lake/`);
    const group = nodeOf(page, 'group:tables of raw/events/');
    await group.waitFor({ timeout: withinMs });
    expect(await page.locator('.graph-node').count()).toBeLessThan(100);
    await group.click();
    await nodeOf(page, 'table:raw.events_type_499').waitFor({ state: 'attached', timeout: withinMs });
    await page.getByRole('heading', { name: '500 tables of raw/events/' }).waitFor();
    expect(await page.locator('.graph-node').count()).toBeGreaterThan(500);
  });

  test('nothing failed in the page, and it asked nobody else', () => {
    expect(faults).toEqual([]);
  });
});
