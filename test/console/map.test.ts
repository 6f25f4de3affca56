import { gzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines } from '@tributary/cli/log-lines.ts';
import { buildConsole } from '@tributary/console/build.mjs';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { requestLines } from '../e2e/request-lines.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults } from './axe.ts';

const withinMs = 120_000;
const parse = 'queue:tributary-ingest-local-parse';
const parseLogs = 'function:tributary-ingest-local-parse-logs';
const logGroup = 'log group:/tributary/local/haproxy';

describeWith([chromiumProgram], 'the map of the console', () => {
  let lake: TestLake;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    await buildConsole();
    lake = await startLake();
    browser = await startChromium([]);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(lake.endpoint).origin) errors.push(`asked ${request.url()}`);
    });
    await page.goto(`${lake.endpoint}/_lake/`);
    await nodeOf(logGroup).waitFor({ timeout: withinMs });
  });
  afterAll(async () => {
    await browser?.close();
    await lake?.dispose();
  });

  const nodeOf = (id: string) => page.locator(`[data-node="${id}"]`);
  /** `1,200 lines` of a node is 1200. */
  const countOf = async (id: string, unit: string) => {
    const text = await nodeOf(id).textContent({ timeout: withinMs });
    const [, number] = new RegExp(`(\\d[\\d,]*) ${unit}s?(?:,|$)`).exec(text?.trim() ?? '') ?? [];
    return number === undefined ? undefined : Number(number.replaceAll(',', ''));
  };
  const untilCount = (id: string, unit: string, most: number) =>
    eventually(
      () => countOf(id, unit),
      (count = 0) => count >= most,
      withinMs,
    );
  const untilText = (text: RegExp | string) => page.getByText(text).first().waitFor({ timeout: withinMs });

  const queueUrl = async (QueueName: string) =>
    (await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', { QueueName })).QueueUrl ?? '';

  async function land(stream: string, count: number): Promise<void> {
    const lines = (await requestLines(count)).values();
    const to = { logGroupName: lake.names.haproxyLogGroup, logStreamName: stream };
    await putLines(new CloudWatchLogsClient(lake.client), to, asyncOf(lines));
  }

  async function rows(): Promise<string | null | undefined> {
    const read = lake.query('SELECT count(DISTINCT record_id) FROM haproxy_requests');
    return (await read.catch(() => []))[0]?.[0];
  }

  test('a log that lands is seen on its way: in its group, delivered, parsed, and as a table that was not there', async () => {
    expect(await nodeOf('table:haproxy_requests').count()).toBe(0);
    const before = (await countOf(logGroup, 'line')) ?? 0;
    await land('seen', 40);
    await untilCount(logGroup, 'line', before + 40);
    await untilCount('delivery:tributary-haproxy-local', 'record', 1);
    await untilCount('objects:raw/logs/haproxy/', 'object', 1);
    await untilCount(parse, 'message', 1);
    await untilCount(parseLogs, 'run', 1);
    await untilCount('table:haproxy_requests', 'object', 1);
    await untilCount('table:integration_requests', 'row', 40);
  });

  test('a function’s invocations, log and metrics are told, and its address shows the same', async () => {
    await nodeOf(parseLogs).click();
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
    const QueueUrl = await queueUrl('tributary-ingest-local-parse');
    const { Attributes: before = {} } = await lake.cloud.call(admin, 'sqs', 'GetQueueAttributes', {
      ...{ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] },
    });
    const RedrivePolicy = before.RedrivePolicy?.replace(/"maxReceiveCount":\d+/, '"maxReceiveCount":1') ?? '';
    const hurried = { VisibilityTimeout: '1', RedrivePolicy };
    await lake.cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: hurried });
    const fault = lake.cloud.faults.add({ at: 'lambda:invoke', kind: 'crash-before', match: 'parse-logs' });
    await land('poison', 60);
    await eventually(
      async () => (await nodeOf(parse).textContent()) ?? '',
      (text) => /\d dead letter/.test(text),
      withinMs,
    );
    await nodeOf(parse).click();
    await page.getByRole('button', { name: 'Read them' }).click();
    await page.locator('.letter summary').first().click();
    await untilText(/raw\/logs\/haproxy/);
    lake.cloud.faults.clear(fault);
    // Else who takes longer than a second is given up again.
    await lake.cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: before });
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Yes, send' }).click();
    await untilText(/messages? sent back to parse\./);
    await eventually(
      async () => (await nodeOf(parse).textContent()) ?? '',
      (text) => !text.includes('dead letter'),
      withinMs,
    );
    await eventually(rows, (count) => count === '100', withinMs);
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
    const QueueUrl = await queueUrl('tributary-ingest-local-subscription-dead');
    for (const MessageBody of [JSON.stringify({ requestContext: { functionArn }, requestPayload }), 'no call'])
      await lake.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl, MessageBody });
    await page
      .getByLabel('What is wrong or late')
      .getByRole('link', { name: 'parse-direct' })
      .click({ timeout: withinMs });
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Yes, send' }).click();
    await untilText(/1 call made again\. 1 hold no call and stay/);
    await eventually(rows, (count) => count === '101', withinMs);
    await page.getByRole('link', { name: 'Close' }).click();
  });

  test('its nodes are gone through by keyboard, and found by name in a list', async () => {
    await nodeOf(logGroup).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.dataset.node')).toBe('delivery:tributary-haproxy-local');
    await page.getByLabel('Find').fill('parse-d');
    await page.getByRole('row', { name: /parse-direct/ }).waitFor();
    expect(await page.getByRole('row', { name: /settle/ }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('find')).toBe('parse-d');
    await page.getByLabel('Find').fill('');
    await nodeOf(logGroup).waitFor();
  });

  const looks = [
    ['the map', '', '.graph-node, .map-list'],
    ['a function', `?node=${encodeURIComponent(parseLogs)}`, '.map-panel .spark'],
    ['a queue', `?view=map&node=${encodeURIComponent(parse)}`, '.map-panel .spark'],
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
    const group = nodeOf('group:tables of raw/events/');
    await group.waitFor({ timeout: withinMs });
    expect(await page.locator('.graph-node').count()).toBeLessThan(100);
    await group.click();
    await nodeOf('table:raw.events_type_499').waitFor({ state: 'attached', timeout: withinMs });
    await page.getByRole('heading', { name: '500 tables of raw/events/' }).waitFor();
    expect(await page.locator('.graph-node').count()).toBeGreaterThan(500);
  });

  test('nothing failed in the page, and it asked nobody else', () => {
    expect(errors).toEqual([]);
  });
});

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
