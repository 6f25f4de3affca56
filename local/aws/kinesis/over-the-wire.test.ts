import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The cloud in a process of its own, which tests may kill. */
const source = `import { startCloud } from ${JSON.stringify(new URL('../../cloud.ts', import.meta.url).href)};
const running = await startCloud({ stateDir: process.argv[1], port: 0 });
process.on('SIGTERM', async () => { await running.stop(); process.exit(0); });
console.log(running.endpoint);`;

const folder = mkdtempSync(join(tmpdir(), 'kinesis-'));
const roleArn = 'arn:aws:iam::000000000000:role/worker';
let child: ChildProcess;
let kinesis: KinesisClient;
let lambda: LambdaClient;
let logs: CloudWatchLogsClient;
let iam: IAMClient;

async function start(): Promise<void> {
  child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  if (child.stdout === null) throw new Error('no output');
  const [endpoint] = await once(createInterface(child.stdout), 'line');
  const settings = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  kinesis = new KinesisClient(settings);
  lambda = new LambdaClient(settings);
  logs = new CloudWatchLogsClient(settings);
  iam = new IAMClient(settings);
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  kinesis.destroy();
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function fault(body: object): Promise<void> {
  const endpoint = await kinesis.config.endpoint?.();
  await fetch(`http://127.0.0.1:${endpoint?.port}/_lake/faults`, { method: 'POST', body: JSON.stringify(body) });
}

beforeAll(async () => {
  await start();
  const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument }));
  const Action = ['logs:CreateLogStream', 'logs:PutLogEvents', 'kinesis:GetRecords', 'kinesis:GetShardIterator'];
  const allowed = {
    Effect: 'Allow',
    Action: [...Action, 'logs:CreateLogGroup', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
    Resource: '*',
  };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: allowed });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own', PolicyDocument }));
});
afterAll(async () => {
  await end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function createFunction(FunctionName: string, code: string): Promise<void> {
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from(code));
  const runtime = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: roleArn } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Code: { ZipFile: zip.toBuffer() }, ...runtime }));
}

const streamArn = (name: string) => `arn:aws:kinesis:eu-west-1:000000000000:stream/${name}`;

async function putAll(StreamName: string, values: readonly string[], key: (value: string) => string): Promise<void> {
  let left = values.map((value) => ({ Data: Buffer.from(value), PartitionKey: key(value) }));
  while (left.length > 0) {
    const { Records = [] } = await kinesis.send(new PutRecordsCommand({ StreamName, Records: left }));
    left = left.filter((_record, index) => Records[index]?.ErrorCode !== undefined);
  }
}

async function readAll(StreamName: string): Promise<string[]> {
  const values: string[] = [];
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  for (const { ShardId } of Shards) {
    const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(start));
    for (let behind = 1; behind > 0 && ShardIterator !== undefined; ) {
      const page: Awaited<ReturnType<typeof next>> = await next(ShardIterator);
      values.push(...(page.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString()));
      behind = page.MillisBehindLatest ?? 0;
      ShardIterator = page.NextShardIterator;
    }
  }
  return values;
}

const next = (ShardIterator: string) => kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 700 }));

type Told = {
  readonly values: string[];
  readonly isFinal: boolean;
  readonly state: { readonly n?: number };
  readonly start: string;
};

async function told(FunctionName: string): Promise<Told[]> {
  const group = { logGroupName: `/aws/lambda/${FunctionName}` };
  const { events = [] } = await logs.send(new FilterLogEventsCommand(group)).catch(() => ({ events: [] }));
  const lines = events.map(({ message = '' }) => /TOLD (.*)/.exec(message)?.[1] ?? '');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function until(look: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (await look()) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error('it did not happen');
}

test('what was acknowledged over HTTP/2 is there after kill -9, through throttles and single failures, and resharding', async () => {
  const StreamName = 'killed';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  await fault({ at: 'kinesis:record', kind: 'error', match: StreamName, share: 0.1 });
  await fault({ at: 'kinesis:record', kind: 'throttle', match: StreamName, share: 0.1 });
  const values = Array.from({ length: 1_500 }, (_, index) => `${index % 40}#${index}`);
  const keyOf = (value: string) => value.split('#')[0] ?? '';
  await putAll(StreamName, values.slice(0, 500), keyOf);
  const count = { StreamName, TargetShardCount: 3, ScalingType: 'UNIFORM_SCALING' } as const;
  await kinesis.send(new UpdateShardCountCommand(count));
  await putAll(StreamName, values.slice(500, 1_000), keyOf);
  await end('SIGKILL');
  await start();
  await putAll(StreamName, values.slice(1_000), keyOf);
  expect((await readAll(StreamName)).sort()).toEqual([...values].sort());
});

test('AWS’s errors arrive as the SDK’s exceptions', async () => {
  const put = (PartitionKey: string, StreamName = 'killed') =>
    kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.alloc(10) }));
  await expect(put('k', 'nowhere')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(put('k'.repeat(257))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(next('AAAA')).rejects.toMatchObject({ name: 'InvalidArgumentException' });
});

test('a mapping has AWS’s defaults, is changed, listed and deleted; what AWS refuses is refused', async () => {
  await kinesis.send(new CreateStreamCommand({ StreamName: 'mapped' }));
  await createFunction('idle', 'export const handler = async () => null;');
  const mapping = { FunctionName: 'idle', EventSourceArn: streamArn('mapped') };
  const create = (more: object) => lambda.send(new CreateEventSourceMappingCommand({ ...mapping, ...more }));
  await expect(create({})).rejects.toThrow('StartingPosition');
  const StartingPosition = 'TRIM_HORIZON';
  await expect(create({ StartingPosition, MaximumRecordAgeInSeconds: 30 })).rejects.toThrow('at least 60');
  await expect(create({ StartingPosition, TumblingWindowInSeconds: 901 })).rejects.toThrow('less than or equal to 900');
  await expect(create({ StartingPosition: 'AT_TIMESTAMP' })).rejects.toThrow('StartingPositionTimestamp');
  const { UUID } = await create({ StartingPosition });
  expect(await lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    BisectBatchOnFunctionError: false,
    TumblingWindowInSeconds: 0,
    StartingPosition,
    State: 'Enabled',
  });
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, ParallelizationFactor: 3, Enabled: false }));
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'idle' }));
  expect(EventSourceMappings).toMatchObject([{ UUID, ParallelizationFactor: 3, State: 'Disabled' }]);
  expect(await lambda.send(new DeleteEventSourceMappingCommand({ UUID }))).toMatchObject({ State: 'Deleting' });
});

test('a deployed function counts each record once in tumbling windows, in order, although it failed and the cloud was killed', async () => {
  const StreamName = 'counted';
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await createFunction(
    'count',
    `let tried = false;
    export const handler = async ({ Records, state, window, isFinalInvokeForWindow: isFinal }) => {
      const values = Records.map(({ kinesis }) => atob(kinesis.data));
      const bad = tried ? -1 : values.indexOf('7');
      if (bad >= 0) tried = true;
      const done = bad < 0 ? values : values.slice(0, bad);
      console.log('TOLD ' + JSON.stringify({ values: done, isFinal, state, start: window.start }));
      const batchItemFailures = bad < 0 ? [] : [{ itemIdentifier: Records[bad].kinesis.sequenceNumber }];
      return { state: { n: (state.n ?? 0) + done.length }, batchItemFailures };
    };`,
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'count',
      EventSourceArn: streamArn(StreamName),
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  const values = Array.from({ length: 20 }, (_, index) => `${index}`);
  await putAll(StreamName, values.slice(0, 10), () => 'key');
  await until(async () => (await told('count')).flatMap((one) => one.values).includes('9'));
  await end('SIGKILL');
  await start();
  await putAll(StreamName, values.slice(10), () => 'key');
  const finals = async () => (await told('count')).filter(({ isFinal }) => isFinal);
  // A window's last invocation may come again, too.
  const windows = async () => new Map((await finals()).map(({ start, state }) => [start, state.n ?? 0]));
  const counted = async () => [...(await windows()).values()].reduce((sum, n) => sum + n, 0);
  await until(async () => (await counted()) >= values.length);
  const all = (await told('count')).flatMap((one) => one.values);
  // What the function was given when the cloud was killed may come again; its count is kept only once.
  expect([...new Set(all)]).toEqual(values);
  expect(await counted()).toBe(values.length);
});
