import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { putLines } from '@tributary/cli/log-lines.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake, startLakeCommand } from './lake.ts';

const sample = new URL('../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url);
const records = 400;
const usage = 'integration_usage';

type Derived = { readonly name: string; readonly state: string };

describe('lake status, logs --id, trace and doctor', () => {
  let cloud: TestLake;
  /** An object of raw, one of its rows, and the file that it lies in. */
  let key = '';
  let record = '';
  let file = '';
  beforeAll(async () => {
    cloud = await startLake();
    const lines = gunzipSync(readFileSync(sample)).toString('utf8').split('\n').slice(0, records);
    const stream = { logGroupName: cloud.names.haproxyLogGroup, logStreamName: 'on-call' };
    async function* all() {
      yield* lines;
    }
    await putLines(new CloudWatchLogsClient(cloud.client), stream, all());
    await eventually(
      () => cloud.query(`SELECT sum(requests) FROM ${usage}`).catch(() => []),
      ([row]) => Number(row?.[0]) > 0,
      150_000,
    );
    const [row = []] = await cloud.query('SELECT source_key, record_id, "$path" FROM haproxy_requests LIMIT 1');
    [key, record, file] = [row[0] ?? '', row[1] ?? '', row[2] ?? ''];
  });
  afterAll(() => cloud?.dispose());
  const env = () => ({ AWS_ENDPOINT_URL: cloud.endpoint });
  const at = (...args: readonly string[]) => lake(args, { env: env() });

  test('status says what came in, what waits and how fresh each table is, and that nothing is wrong', async () => {
    const { stdout } = await eventually(
      () => at('status', '--json'),
      ({ stdout: text }) => JSON.parse(text).waysIn[0].rows.day === records,
    );
    const { wrong, waysIn, tables, alarms, notAsked, deadLetters } = JSON.parse(stdout);
    expect({ wrong, notAsked, deadLetters }).toEqual({ wrong: [], notAsked: [], deadLetters: [] });
    expect(waysIn[0]).toMatchObject({
      way: 'logs',
      rejected: { day: 0 },
      lastObject: { key: expect.stringContaining('raw/logs/haproxy/') },
    });
    expect(tables).toContainEqual({ table: usage, kind: 'iceberg', writtenAt: expect.stringMatching(/^20/) });
    expect(alarms.total).toBeGreaterThan(20);
    const told = await at('status');
    expect(told).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toContain('✓ nothing is wrong');
    expect(told.stdout).toMatch(/│ logs +│.*│ +400 │ +400 │ +0 │ +0 │/);
    expect(told.stdout).not.toContain('\u001b');
  });

  test('status --watch looks again until Ctrl-C', async () => {
    const watching = startLakeCommand(['status', '--watch', '--json'], { env: env() });
    await watching.said(/"waysIn"[\s\S]*"waysIn"/);
    watching.child.kill('SIGINT');
    const { stdout } = await watching.ended;
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(2);
  });

  test('logs --id shows what all functions wrote of one object', async () => {
    const { code, stdout } = await at('logs', '--id', `s3://${cloud.names.rawBucket}/${key}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+Z parse-logs INFO +Parsed a segment .*$/m);
    expect(stdout.split('\n').filter((line) => line !== '' && !line.includes(key))).toEqual([]);
  });

  test('trace follows an object of raw to its dataset', async () => {
    // What also reads orders, of which this lake has none, waits for them.
    const made = ['integration_requests', usage, 'slow_endpoints'];
    const json = await eventually(
      async () => JSON.parse((await at('trace', key, '--json')).stdout),
      ({ derived }) =>
        made.every((name) => derived.some((each: Derived) => each.name === name && each.state === 'done')),
      120_000,
    );
    expect(json).toMatchObject({ kind: 'object', key, reader: 'parse-logs', now: { state: 'computing', begin: null } });
    const waiting = json.derived.filter(({ name }: Derived) => !made.includes(name));
    expect(waiting).toMatchObject([{ name: 'account_health', state: 'waiting' }]);
    const { code, stdout } = await at('trace', key);
    expect(code).toBe(0);
    for (const words of [
      `s3://${cloud.names.rawBucket}/${key}\n`,
      'parse-logs: ',
      'of haproxy_requests',
      'integration_requests: ',
      `${usage} (days 2026-11-20): `,
    ])
      expect(stdout).toContain(words);
  });

  test('trace leads back to it from its file, its row, and the statement that computed it', async () => {
    expect((await at('trace', file)).stdout).toContain(`s3://${cloud.names.rawBucket}/${key}\n`);
    const row = await at('trace', record, '--since', '2026-11-20');
    expect(row.code).toBe(0);
    for (const words of [`${record} is a row of haproxy_requests, in ${file}`, 'is a row of integration_requests', key])
      expect(row.stdout).toContain(words);
    const [{ executionId = '' } = {}] = JSON.parse((await at('jobs', usage, '--json')).stdout).log;
    expect((await at('trace', executionId)).stdout).toContain(`is a statement of ${usage}, services/query`);
  });

  test('trace ends with 1 where nothing is known, and with 2 where the call is wrong', async () => {
    expect(await at('trace', 'raw/logs/haproxy/never')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('there is no such object'),
    });
    expect(await at('trace', 's3://elsewhere/raw/x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no bucket of this lake'),
    });
  });

  test('doctor finds nothing wrong, and does not ask what the local cloud has not', async () => {
    const { code, stdout } = await at('doctor', '--json', '--query');
    const { wrong, findings } = JSON.parse(stdout);
    const of = (state: string) => findings.filter((each: { readonly state: string }) => each.state === state);
    expect({ code, wrong, wrongs: of('wrong') }).toEqual({ code: 0, wrong: false, wrongs: [] });
    expect(of('ok')).toContainEqual(expect.objectContaining({ of: 'tributary-query-local' }));
    expect(of('ok')).toContainEqual(expect.objectContaining({ words: 'answers: a row of integrations' }));
    expect(of('not asked')).toContainEqual(expect.objectContaining({ of: 'quota of Athena' }));
  });

  test('status ends with 1 at a dead letter, and has the command', async () => {
    const sqs = new SQSClient({ ...cloud.client, useQueueUrlAsEndpoint: false });
    const QueueName = 'tributary-ingest-local-parse-dead';
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const MessageBody = JSON.stringify({ detail: { object: { key: 'raw/logs/haproxy/never' } } });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const told = await at('status');
    expect(told).toMatchObject({ code: 1, stdout: expect.stringContaining('1 dead letter') });
    expect(told.stdout).toContain(`begin lake replay dead-letters ${QueueName} --go`);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });
});

test('without a cloud doctor says so and what to do, and the others end', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const { code, stdout } = await lake(['doctor'], { env });
  expect(code).toBe(1);
  expect(stdout).toContain('✗ local cloud: no local cloud answers');
  expect(stdout).toContain('mend npm start');
  for (const args of [['status'], ['trace', 'raw/logs/haproxy/x']])
    expect(await lake(args, { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no local cloud answers'),
    });
});
