import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mapCache } from '@tributary/cli/logs/maps.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';
import { lake, startLakeCommand } from './lake.ts';

describe('lake logs', () => {
  let cloud: TestLake;
  beforeAll(async () => {
    cloud = await startLake();
  });
  afterAll(() => cloud?.dispose());
  const at = (...args: readonly string[]) => lake(args, { env: { AWS_ENDPOINT_URL: cloud.endpoint } });

  async function resourceOf(LogicalResourceId: string): Promise<string> {
    const { StackResourceDetail: resource } = await cloud.cloud.call(admin, 'cloudformation', 'DescribeStackResource', {
      StackName: 'tributary-ingest-local',
      LogicalResourceId,
    });
    return resource?.PhysicalResourceId ?? '';
  }

  async function send(MessageBody: string): Promise<void> {
    await cloud.cloud.call(admin, 'sqs', 'SendMessage', { QueueUrl: await resourceOf('ParseQueue'), MessageBody });
  }

  test('tells errors with their stacks by the source', async () => {
    await send('{ no JSON');
    const { stdout } = await eventually(
      () => at('logs', 'parse-logs', '--errors'),
      ({ stdout: text }) => text.includes('A message failed'),
    );
    const lines = stdout.split('\n');
    const [first = '', ...stack] = lines.slice(lines.findIndex((line) => line.includes('A message failed')));
    expect(first).toMatch(
      /^\d{4}-\S+Z ERROR A message failed and will be tried again messageId=\S+ error=.* request=\S+$/,
    );
    expect(stack[0]).toMatch(/^ {4}SyntaxError: /);
    expect(stack.join('\n')).toMatch(/^ {4}at \S+ \(shared\/sqs\.ts:\d+:\d+\)$/m);
    expect(stack.join('\n')).not.toContain('handler.mjs');
  });

  test('gives the lines as they are to programs, and those of one request', async () => {
    const { stdout } = await at('logs', 'parse-logs', '--errors', '--json');
    const line = stdout.split('\n').find((each) => each.includes('A message failed')) ?? '';
    const { function_request_id: request, bundle } = JSON.parse(line);
    const configuration = await new LambdaClient(cloud.client).send(
      new GetFunctionConfigurationCommand({ FunctionName: 'tributary-ingest-local-parse-logs' }),
    );
    expect(bundle).toBe(configuration.Environment?.Variables?.BUNDLE);
    const all = await at('logs', '--request', request);
    expect(all.stdout).toContain(`parse-logs ERROR`);
    expect(all.stdout).toContain('REPORT Duration');
    expect(new Set(all.stdout.match(/request=\S+/g))).toEqual(new Set([`request=${request}`]));
  });

  test('follows until Ctrl-C', async () => {
    const following = startLakeCommand(['logs', 'parse-logs', '--follow', '--errors', '--since', '1s'], {
      env: { AWS_ENDPOINT_URL: cloud.endpoint },
    });
    await send('[ no JSON either');
    await following.said(/A message failed/);
    following.child.kill('SIGINT');
    expect((await following.ended).code).toBe(0);
  });

  test('shows a stack as it is where its map is gone, and says so', async () => {
    const Bucket = await resourceOf('ServerlessDeploymentBucket');
    const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
    const { Contents: maps = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'serverless/tributary-ingest/local/maps/parse-logs/' }),
    );
    expect(maps).toHaveLength(1);
    for (const { Key } of maps) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    for (const { Key = '' } of maps) rmSync(join(mapCache, Key.replace(/^.*maps\/(.*)\/(.*)\.gz$/, '$1-$2')));
    const { stdout } = await at('logs', 'parse-logs', '--errors');
    expect(stdout).toMatch(/handler\.mjs:\d+:\d+/);
    expect(stdout).toMatch(/\(the source map of bundle [0-9a-f]{16} is not to be had: it was never brought there/);
  });

  test('says what there is instead of a function that is not, and of a time that is none', async () => {
    expect(await at('logs', 'parse-log')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('parse-logs, plan'),
    });
    expect(await at('logs', '--since', 'soon')).toMatchObject({ code: 2, stderr: expect.stringContaining('10m') });
    expect(await at('logs', '--request', 'a"b')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--request'),
    });
    expect(await at('logs', 'drain')).toMatchObject({ code: 0, stdout: '' });
  });
});
