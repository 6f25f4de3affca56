import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lake as command } from '../cli/lake.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const folder = 'raw/logs/haproxy/year=2026/month=11/day=20';
const hours = ['--from', '2026-11-20T13', '--to', '2026-11-20T15'] as const;

/** What the tables of logs hold, less what says when and where it was made. */
const tables = {
  haproxy_requests: 'record_id, request_date, status_code, source_key',
  integration_requests: 'record_id, request_date, status_code, account_id, integration_slug, source_key',
  integration_usage: 'day, integration_slug, requests, accounts, clients, errors_5xx',
} as const;

async function requestLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}

/** parse-logs with settings of another kind, as a deployment brings them. */
async function deploySettings({ cloud }: TestLake, change: Readonly<Record<string, unknown>>): Promise<void> {
  const FunctionName = 'tributary-ingest-local-parse-logs';
  const { Code } = await cloud.call(admin, 'lambda', 'GetFunction', { FunctionName });
  const zip = new AdmZip();
  zip.addLocalFolder(fileURLToPath(Code?.Location ?? ''));
  const settings: unknown = JSON.parse(zip.readAsText('logs/haproxy.yml'));
  zip.updateFile('logs/haproxy.yml', Buffer.from(JSON.stringify({ ...Object(settings), ...change })));
  await cloud.call(admin, 'lambda', 'UpdateFunctionCode', { FunctionName, ZipFile: zip.toBuffer() });
}

/** An envelope of CloudWatch Logs, whose events are known by their ids wherever they come. */
function envelope(lines: readonly string[], first: number): string {
  const logEvents = lines.map((message, at) => ({ id: String(first + at), timestamp: 1_795_179_600_000, message }));
  const of = { messageType: 'DATA_MESSAGE', owner: '1', logGroup: 'g', logStream: 's', subscriptionFilters: ['f'] };
  return JSON.stringify({ ...of, logEvents });
}

async function feed(lake: TestLake, lines: readonly string[]): Promise<void> {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const put = (name: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: lake.names.rawBucket, Key: `${folder}/${name}`, Body }));
  await put('hour=13/a', envelope(lines.slice(0, 60), 0));
  // Some of it twice, as a subscription filter may deliver it
  await put('hour=14/b', envelope(lines.slice(40, 120), 40));
}

async function contents(lake: TestLake): Promise<Readonly<Record<string, readonly string[]>>> {
  const read = async (table: string, columns: string) => {
    const rows = await lake.query(`SELECT ${columns} FROM ${table}`).catch(() => []);
    return rows.map((row) => row.join('|')).toSorted();
  };
  const found = Object.entries(tables).map(async ([table, columns]) => [table, await read(table, columns)] as const);
  return Object.fromEntries(await Promise.all(found));
}

/** Once the tables agree with each other, and nothing waits. */
async function settled(lake: TestLake, expected: Readonly<Record<string, readonly string[]>>): Promise<void> {
  await eventually(
    async () => JSON.stringify(await contents(lake)) === JSON.stringify(expected),
    (isSame) => isSame,
    120_000,
  ).catch(async () => expect(await contents(lake)).toEqual(expected));
}

describe('a correction', () => {
  let lake: TestLake;
  let fresh: TestLake;
  let lines: readonly string[];

  beforeAll(async () => {
    [lake, fresh] = await Promise.all([startLake(), startLake()]);
    lines = await requestLines(120);
  });
  afterAll(async () => {
    await lake?.dispose();
    await fresh?.dispose();
  });

  const usage = async (of: TestLake) =>
    Number((await of.query('SELECT sum(requests) FROM integration_usage').catch(() => []))[0]?.[0]);
  const inUsage = (of: TestLake, rows: number) =>
    eventually(
      () => usage(of),
      (sum) => sum === rows,
      120_000,
    );

  test('ends in every table where a fresh lake ends that began with it', { timeout: 400_000 }, async () => {
    await feed(lake, lines);
    await inUsage(lake, 120);
    const before = await contents(lake);

    const kolkata = { timeZone: 'Asia/Kolkata' };
    await deploySettings(fresh, kolkata);
    await feed(fresh, lines);
    await inUsage(fresh, 120);
    const expected = await contents(fresh);
    expect(expected).not.toEqual(before);

    await deploySettings(lake, kolkata);
    const { code } = await command(['replay', 'raw', ...hours, '--go'], { env: { AWS_ENDPOINT_URL: lake.endpoint } });
    expect(code).toBe(0);
    await settled(lake, expected);

    await deploySettings(lake, { timeZone: 'UTC' });
    await command(['replay', 'raw', ...hours, '--again', '--go'], { env: { AWS_ENDPOINT_URL: lake.endpoint } });
    await settled(lake, before);
  });
});
