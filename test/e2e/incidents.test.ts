import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { openPublisher } from '@tributary/local/aws/mq/publisher.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import AdmZip from 'adm-zip';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type AlarmPost, openAlarmPost } from '../harness/alarm-post.ts';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { commandsOf, runCommand } from '../harness/runbook.ts';

const sample = new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url);
const folder = 'raw/logs/haproxy/year=2026/month=11/day=20/hour=13';
const stage = 'local';

/** So many lines of requests, from the `first` on. */
function requestLines(first: number, count: number): readonly string[] {
  const lines = gunzipSync(readFileSync(sample)).toString('utf8').split('\n');
  const requests = lines.filter((line) => /\[.*\] \S+ \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line));
  return requests.slice(first, first + count);
}

let lake: TestLake;
let post: AlarmPost;

beforeEach(async () => {
  lake = await startLake();
  post = await openAlarmPost(lake);
});
afterEach(() => lake?.dispose());

async function land(name: string, lines: readonly string[]): Promise<void> {
  const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
  const of = { Bucket: lake.names.rawBucket, Key: `${folder}/${name}` };
  await s3.send(new PutObjectCommand({ ...of, Body: `${lines.join('\n')}\n` }));
}

/** All rows, and how many of them are records of their own. */
async function rowsOf(table: string, id = 'record_id'): Promise<string> {
  const asked = lake.query(`SELECT count(*), count(DISTINCT ${id}) FROM ${table}`);
  return (await asked.catch((error: unknown) => [[String(error)]]))[0]?.join() ?? '';
}

const eventuallyRows = (table: string, rows: number, id?: string) =>
  eventually(
    () => rowsOf(table, id),
    (seen) => seen === `${rows},${rows}`,
    120_000,
  );

/** Of which the dataset is made: from now on it is wrong, and not before. */
const inRequests = (rows: number) => eventuallyRows('integration_requests', rows);

/** Does what the page says is to be done, command by command. */
async function mendBy(page: string, values: Readonly<Record<string, string>>): Promise<void> {
  const commands = commandsOf(page, 'How to mend');
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const ended = await runCommand(command, { endpoint: lake.endpoint, values: { STAGE: stage, ...values } });
    expect({ command, ...ended }).toMatchObject({ code: 0 });
  }
}

/** A deployment of other code: a function's files, changed. Gives what deploys the former again. */
async function deployCode(name: string, change: (zip: AdmZip) => void): Promise<() => Promise<unknown>> {
  const FunctionName = `tributary-${name}`;
  const { Code } = await lake.cloud.call(admin, 'lambda', 'GetFunction', { FunctionName });
  const zip = new AdmZip();
  zip.addLocalFolder(fileURLToPath(Code?.Location ?? ''));
  const former = zip.toBuffer();
  change(zip);
  const put = (ZipFile: Buffer) => lake.cloud.call(admin, 'lambda', 'UpdateFunctionCode', { FunctionName, ZipFile });
  await put(zip.toBuffer());
  return () => put(former);
}

/** What failed is tried again at once, not when the function's time would be over; and, where it is said, so often in all. Gives what ends that. */
async function hurry(queue: string, tries?: number): Promise<() => Promise<unknown>> {
  const { QueueUrl } = await lake.cloud.call(admin, 'sqs', 'GetQueueUrl', { QueueName: queue });
  const former = await lake.cloud.call(admin, 'sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'],
  });
  const set = (Attributes: Readonly<Record<string, string>> = {}) =>
    lake.cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
  const deadLetterTargetArn = `arn:aws:sqs:${lake.cloud.region}:${lake.cloud.account}:${queue}-dead`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: tries });
  await set({ VisibilityTimeout: '1', ...(tries === undefined ? {} : { RedrivePolicy }) });
  return () => set(former.Attributes);
}

describe('an incident is told within a minute, and mended by the commands of the page that was told', () => {
  test('the CRM cannot be reached', async () => {
    const connect = await crmAt('127.0.0.1', 9);
    await land('first', requestLines(0, 40));
    await post.told('set-aside', 'integration_requests');
    await connect();
    await mendBy('set-aside', { NAME: 'integration_requests' });
    await eventuallyRows('integration_requests', 40);
  });

  test('a deployment breaks a dataset’s SQL', async () => {
    const mended = await deployCode('query-local-plan', breakSql);
    const settle = await deployCode('query-local-settle', breakSql);
    await land('first', requestLines(0, 40));
    await inRequests(40);
    await post.told('set-aside', 'integration_usage');
    await mended();
    await settle();
    await mendBy('set-aside', { NAME: 'integration_usage' });
    await eventually(
      async () => (await lake.query('SELECT sum(requests) FROM integration_usage').catch(() => []))[0]?.[0],
      (sum) => sum === '40',
      120_000,
    );
  });

  test('Kinesis refuses records', async () => {
    const publisher = await openPublisher({ endpoint: lake.endpoint });
    await publisher.declare({ queues: ['lake'] });
    const fault = lake.cloud.faults.add({ at: 'kinesis:record', kind: 'throttle' });
    for (let at = 0; at < 20; at++)
      await publisher.publish('', {
        routingKey: 'lake',
        properties: { messageId: `m${at}`, type: 'order.shipped' },
        body: Buffer.from(`{"order_id":"o${at}"}`),
      });
    await post.told('stream-throttled', 'stream');
    lake.cloud.faults.clear(fault);
    await eventuallyRows(`${lake.names.rawDatabase}.events_order_shipped`, 20, 'event_id');
    await publisher.close();
  });

  test('parse-logs loses a permission', async () => {
    await hurry('tributary-ingest-local-parse');
    await denyParsing();
    await land('first', requestLines(0, 40));
    await post.told('function-errors', 'parse-logs');
    await mendBy('function-errors', { FUNCTION: 'parse-logs', STACK: 'tributary-ingest-local' });
    await eventuallyRows('haproxy_requests', 40);
    await eventuallyRows('integration_requests', 40);
  });

  // Its alarm ends some two minutes after the mending.
  test('an object crashes the parser', { timeout: 360_000 }, async () => {
    const calm = await hurry('tributary-ingest-local-parse', 3);
    const mended = await deployCode('ingest-local-parse-logs', crashOnPoison);
    await land('poison', requestLines(0, 10));
    await land('sound', requestLines(10, 30));
    await post.told('function-errors', 'parse-logs');
    await post.told('dead-letters', 'parse-dead');
    await eventuallyRows('haproxy_requests', 30);
    await mended();
    // What takes over a second would be a dead letter again, done or not.
    await calm();
    await mendBy('dead-letters', { QUEUE: 'tributary-ingest-local-parse-dead' });
    await eventuallyRows('haproxy_requests', 40);
    await eventuallyRows('integration_requests', 40);
    await post.told('dead-letters', 'parse-dead', 'OK', 150_000);
  });
});

/** The CRM's database is where nobody answers. Gives what brings it back. */
async function crmAt(host: string, port: number): Promise<() => Promise<unknown>> {
  const { DataCatalog } = await lake.cloud.call(admin, 'athena', 'GetDataCatalog', { Name: lake.names.crmCatalog });
  const properties: unknown = JSON.parse(DataCatalog?.Parameters?.['connection-properties'] ?? '');
  const put = (where: object) =>
    lake.cloud.call(admin, 'athena', 'UpdateDataCatalog', {
      Name: lake.names.crmCatalog,
      Type: 'FEDERATED',
      Parameters: {
        ...DataCatalog?.Parameters,
        'connection-properties': JSON.stringify({ ...Object(properties), ...where }),
      },
    });
  await put({ host, port });
  return () => put({});
}

/** A column that there is not, in the SQL of the dataset. */
function breakSql(zip: AdmZip): void {
  const text = zip.readAsText('compiled.json');
  expect(text).toContain('time_active_ms');
  zip.updateFile('compiled.json', Buffer.from(text.replaceAll('time_active_ms', 'time_busy_ms')));
}

function crashOnPoison(zip: AdmZip): void {
  const handler = 'logs/functions/parse-logs/handler.mjs';
  zip.addFile('logs/functions/parse-logs/sound.mjs', Buffer.from(zip.readAsText(handler)));
  const text = `import { handler as sound } from './sound.mjs';
export const handler = (event, context) => {
  if (JSON.stringify(event).includes('/poison')) process.exit(134);
  return sound(event, context);
};`;
  zip.updateFile(handler, Buffer.from(text));
}

/** Takes from the function's role what lets it read raw objects, as somebody does by hand. */
async function denyParsing(): Promise<void> {
  const { cloud } = lake;
  const FunctionName = 'tributary-ingest-local-parse-logs';
  const { Configuration } = await cloud.call(admin, 'lambda', 'GetFunction', { FunctionName });
  const RoleName = Configuration?.Role?.split('/').at(-1) ?? '';
  const { PolicyNames = [] } = await cloud.call(admin, 'iam', 'ListRolePolicies', { RoleName });
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await cloud.call(admin, 'iam', 'GetRolePolicy', { RoleName, PolicyName });
    const document = policyDocument.parse(JSON.parse(decodeURIComponent(PolicyDocument)));
    const Statement = document.Statement.filter(({ Action }) => !Action.includes('s3:GetObject'));
    const less = JSON.stringify({ ...document, Statement });
    await cloud.call(admin, 'iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: less });
  }
}

const policyDocument = z.looseObject({
  Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) })),
});
