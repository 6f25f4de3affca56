import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openConsole } from '@tributary/cli/console/open.ts';
import { atOnce } from '@tributary/cli/files/at-once.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { writeAvro } from '@tributary/shared/avro.ts';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumProgram, startChromium } from '../clients/chromium.ts';
import { describeWith } from '../harness/servers.ts';
import { axeFaults } from './axe.ts';
import { gridRows, watchedPage } from './watched-page.ts';

const bucket = 'things';
const many = 2_100;

const envelope = (...messages: readonly string[]) => {
  const logEvents = messages.map((message, at) => ({
    id: `e${at}`,
    timestamp: Date.UTC(2026, 10, 20, 13) + at,
    message,
  }));
  return gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '0',
      logGroup: 'g',
      logStream: 's',
      subscriptionFilters: [],
      logEvents,
    }),
  );
};

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 14, 40);
  return copy;
}

const parquet = parquetWriteBuffer({
  columnData: [
    { name: 'id', data: Array.from({ length: 30_000 }, (_, at) => BigInt(at) + 9_007_199_254_740_993n), type: 'INT64' },
    { name: 'name', data: Array.from({ length: 30_000 }, (_, at) => (at % 2 === 0 ? `n${at}` : null)), type: 'STRING' },
    { name: 'nested', data: Array.from({ length: 30_000 }, (_, at) => ({ at, tags: ['x'] })), type: 'JSON' },
  ],
  rowGroupSize: 10_000,
});
const avro = writeAvro({ type: 'record', name: 'r', fields: [{ name: 'n', type: 'long', 'field-id': 1 }] }, {}, [
  { n: 7n },
]);

const oddKeys = [
  'a b+c%2F&?#=.txt',
  'dots/../up.txt',
  './here.txt',
  'two//slashes.txt',
  '/leading.txt',
  'é/日本 😀.txt',
  '<img src=x onerror=alert(1)>.txt',
];

const objects: Readonly<Record<string, string | Uint8Array>> = {
  'kinds/lines.json': '{"a":1,"big":12345678901234567890}\n{"a":2,"b":"x"}\n',
  'kinds/array.json': '[{"a":"<b>bold</b>"},{"a":null}]',
  'kinds/back-to-back': '{"a":1}{"a":2}',
  'kinds/table.csv': 'id,note\r\n1,"two\r\nlines, ""quoted"""\r\n2,\r\n',
  'kinds/tabs': '\uFEFFid\tname\n1\tx\n',
  'kinds/plain': 'one\ntwo',
  'kinds/packed.csv.gz': gzipSync('id,name\n1,x\n'),
  'kinds/logs': Buffer.concat([
    envelope('first }{', 'second'),
    damaged(envelope('lost '.repeat(20))),
    envelope('third'),
  ]),
  'kinds/rows.parquet': new Uint8Array(parquet),
  'kinds/manifest.avro': avro,
  'kinds/binary': Uint8Array.of(0, 1, 2, 65, 66),
  'kinds/empty': '',
  'kinds/page.html': '<script>document.title = "stolen"</script><h1>Hello</h1>',
  'kinds/large.ndjson': Array.from({ length: 200_000 }, (_, at) => `{"at":${at},"text":"some words"}\n`).join(''),
};

describeWith([chromiumProgram], 'the objects of the console', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'tributary-objects-'));
  let running: RunningCloud;
  let browser: Browser;
  let page: Page;
  let faults: readonly string[];

  const put = (Key: string, Body: string | Uint8Array) =>
    fetch(`${running.endpoint}/${bucket}/${encodeURIComponent(Key)}`, {
      method: 'PUT',
      body: typeof Body === 'string' ? Body : Buffer.from(Body),
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20261120/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=x',
        'x-amz-meta-who': 'a test',
        'x-amz-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
      },
    });

  beforeAll(async () => {
    running = await startCloud({ stateDir, port: 0, log: () => undefined, console: openConsole });
    const { cloud } = running;
    await cloud.call(admin, 's3', 'CreateBucket', { Bucket: bucket });
    await cloud.call(admin, 's3', 'PutBucketVersioning', {
      Bucket: bucket,
      VersioningConfiguration: { Status: 'Enabled' },
    });
    const all = [...Object.entries(objects), ...oddKeys.map((key) => [key, `this is ${key}`] as const)];
    for (const [key, body] of all) expect([key, (await put(key, body)).status]).toEqual([key, 200]);
    await atOnce(16, [...Array(many).keys()], (at) => put(`many/${String(at).padStart(5, '0')}.json`, '{}'));
    browser = await startChromium([]);
    ({ page, faults } = await watchedPage(browser, running.endpoint));
  });
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
    rmSync(stateDir, { recursive: true, force: true });
  });

  const address = (key: string, more = '') =>
    `${running.endpoint}/_lake/objects/${bucket}?key=${encodeURIComponent(key)}${more}`;
  async function open(key: string, more = ''): Promise<void> {
    await page.goto(address(key, more));
    await page.locator('#object-content ~ *').first().waitFor();
  }
  const rows = () => page.locator('.grid .rows [role=row]');
  const content = () => page.locator('section[aria-labelledby=object-content]');

  test.each<[key: string, says: string, first: readonly string[]]>([
    ['kinds/lines.json', 'JSON, values one after another.', ['1', '12345678901234567890', 'NULL']],
    ['kinds/array.json', 'JSON, an array.', ['<b>bold</b>']],
    ['kinds/back-to-back', 'JSON, values one after another.', ['1']],
    ['kinds/table.csv', 'CSV, by comma.', ['1', 'two\r\nlines, "quoted"']],
    ['kinds/tabs', 'CSV, by tab.', ['1', 'x']],
    ['kinds/plain', 'Text.', ['1', 'one']],
    ['kinds/packed.csv.gz', 'CSV, by comma, in 1 gzip member.', ['1', 'x']],
    ['kinds/manifest.avro', 'Avro.', ['7']],
    ['kinds/binary', 'Binary, of no kind that is known here.', ['00000000', '00 01 02 41 42', '...AB']],
    ['kinds/page.html', 'Text.', ['1', '<script>document.title = "stolen"</script><h1>Hello</h1>']],
  ])('%s is shown as rows', async (key, says, first) => {
    await open(key);
    await content().getByText(says, { exact: true }).waitFor();
    expect((await gridRows(page))[0]).toEqual(first);
    expect(await page.title()).toBe('Objects · Tributary');
  });

  test('log data are lines, with the member of each, and a damaged member with its place', async () => {
    await open('kinds/logs');
    await content().getByText('Log data of CloudWatch Logs, in 3 gzip members.').waitFor();
    expect((await gridRows(page)).map((row) => [row[0], row[4], row[5]])).toEqual([
      ['1', '2026-11-20 13:00:00.000', 'first }{'],
      ['1', '2026-11-20 13:00:00.001', 'second'],
      ['3', '2026-11-20 13:00:00.000', 'third'],
    ]);
    const [from, to] = [envelope('first }{', 'second').length, envelope('lost '.repeat(20)).length];
    const told = await content().getByRole('paragraph').filter({ hasText: 'is damaged' }).textContent();
    expect(told).toContain(
      `Member 2, bytes ${from.toLocaleString('en-GB')} to ${(from + to).toLocaleString('en-GB')}, is damaged`,
    );
    await page.getByText('3 members', { exact: true }).click();
    await page.getByRole('link', { name: '3', exact: true }).click();
    await page.getByText('Member 3 alone.').waitFor();
    expect((await gridRows(page)).map((row) => row[5])).toEqual(['third']);
  });

  test('Parquet is read by ranges, row by row where it is looked at', async () => {
    await open('kinds/rows.parquet');
    await content().getByText('Parquet, 30,000 rows of 3 columns in 3 row groups.').waitFor();
    const grid = page.getByRole('grid');
    await rows().filter({ hasText: '9007199254740993' }).waitFor();
    expect((await gridRows(page))[1]).toEqual(['9007199254740994', 'NULL', '{"at":1,"tags":["x"]}']);
    await grid.evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
    await rows().filter({ hasText: '9007199254770992' }).waitFor();
    await page.goto(address('kinds/rows.parquet', '&column=name&row=30000'));
    await page.getByRole('heading', { name: 'Row 30,000' }).waitFor();
    expect(await page.getByRole('columnheader').allTextContents()).toContain('name');
    expect(await page.getByText('1 of 3 columns are read').count()).toBe(1);
  });

  test('a large object is read in parts', async () => {
    await open('kinds/large.ndjson');
    await content()
      .getByText(/The first 1 MB of 6\.\d MB are read\./)
      .waitFor();
    const rowsOf = () => page.getByRole('grid').getAttribute('aria-rowcount').then(Number);
    const before = await rowsOf();
    expect(before).toBeGreaterThan(10_000);
    await page.getByRole('button', { name: 'Read more' }).click();
    await content()
      .getByText(/The first 4 MB of/)
      .waitFor();
    expect(await rowsOf()).toBeGreaterThan(3 * before);
    await page.getByRole('button', { name: 'Read more' }).click();
    await content().getByText('JSON, values one after another.', { exact: true }).waitFor();
    expect(await rowsOf()).toBe(200_001);
  });

  test('how it is looked at stands in the address', async () => {
    await open('kinds/table.csv');
    await page.getByLabel('The first row names the columns').uncheck();
    await page.waitForURL(/header=no/);
    expect((await gridRows(page))[0]).toEqual(['id', 'note']);
    await page.getByLabel('Show as').selectOption('hex');
    await page.waitForURL(/as=hex/);
    expect((await gridRows(page))[0]?.[1]).toMatch(/^69 64 2c/);
    await open('kinds/table.csv', '&row=1');
    await page.getByRole('heading', { name: 'Row 1', exact: true }).waitFor();
    expect(await page.locator('.record td').allTextContents()).toContain('two\r\nlines, "quoted"');
  });

  test('any key is found by its folders, opened and downloaded as it is', async () => {
    for (const key of oddKeys) {
      await open(key);
      expect(await gridRows(page)).toEqual([['1', `this is ${key}`]]);
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(readFileSync(await saved.path(), 'utf8')).toBe(`this is ${key}`);
    }
    await page.goto(`${running.endpoint}/_lake/objects/${bucket}`);
    for (const step of ['dots/', '../', 'up.txt']) await page.getByRole('link', { name: step, exact: true }).click();
    expect(await gridRows(page)).toEqual([['1', 'this is dots/../up.txt']]);
    await page.goto(`${running.endpoint}/_lake/objects/${bucket}/kinds/plain`);
    expect(await gridRows(page)).toHaveLength(2);
  });

  test('thousands of keys are listed page by page, and found by how they begin', async () => {
    await page.goto(`${running.endpoint}/_lake/objects/${bucket}/many`);
    await page.getByText(/^0 folders, 1,000 objects of .*, and more$/).waitFor();
    await page.getByRole('button', { name: 'More keys' }).click();
    await page.getByText(/2,000 objects/).waitFor();
    await page.getByRole('button', { name: 'More keys' }).click();
    await page.getByText(/^0 folders, 2,100 objects of [\d.]+ kB$/).waitFor();
    await page.getByLabel('Names that begin with').fill('0209');
    await page.getByText(/10 objects/).waitFor();
    expect(new URL(page.url()).searchParams.get('prefix')).toBe('many/0209');
  });

  test('versions, what S3 says of an object, and what was deleted are told', async () => {
    const key = 'versions.txt';
    await put(key, 'old');
    await put(key, 'new, and longer');
    await open(key);
    expect(await gridRows(page)).toEqual([['1', 'new, and longer']]);
    await page.getByText('What S3 says of it').click();
    await page.getByRole('rowheader', { name: 'x-amz-meta-who' }).waitFor();
    await page.locator('section[aria-labelledby=versions] a').last().click();
    await page.waitForURL(/version=/);
    await rows()
      .filter({ hasText: /^1old$/ })
      .waitFor();
    await running.cloud.call(admin, 's3', 'DeleteObject', { Bucket: bucket, Key: key });
    await page.goto(address(key));
    await page.getByText('No object is there now').waitFor();
    await page.getByText('deleted, the newest').waitFor();
    await page.goto(address('kinds/empty'));
    await page.getByText('It is empty.').waitFor();
  });

  test('what cannot be listed is said', async () => {
    await page.goto(`${running.endpoint}/_lake/objects/no-such-bucket`);
    await page.getByRole('alert').filter({ hasText: 'NoSuchBucket' }).waitFor();
  });

  test('no page went wrong, or asked another address', () => {
    const expected = /status of (?:403|404|405)/;
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  });

  test('axe finds nothing, in light and dark, wide and narrow', async () => {
    const ready = (selector: string) => (each: Page) => each.locator(selector).first().waitFor();
    const pages: readonly (readonly [url: string, selector: string])[] = [
      [`${running.endpoint}/_lake/objects`, 'table'],
      [`${running.endpoint}/_lake/objects/${bucket}/kinds`, 'table'],
      [address('kinds/logs', '&row=1'), 'section.record'],
      [address('kinds/rows.parquet'), '.grid'],
    ];
    for (const [url, selector] of pages) expect(await axeFaults(browser, url, ready(selector))).toBe('');
  });
});
