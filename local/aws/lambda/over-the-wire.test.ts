import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateDeliveryStreamCommand, DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-'));
let running: RunningCloud;
const settings = { region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
let iam: IAMClient;
let lambda: LambdaClient;
let logs: CloudWatchLogsClient;
let firehose: FirehoseClient;
let kinesis: KinesisClient;
let s3: S3Client;
let sqs: SQSClient;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  running = await startCloud({ stateDir: folder, port: 0 });
  const client = { ...settings, endpoint: running.endpoint };
  iam = new IAMClient(client);
  lambda = new LambdaClient(client);
  logs = new CloudWatchLogsClient(client);
  firehose = new FirehoseClient(client);
  kinesis = new KinesisClient(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  sqs = new SQSClient(client);
  cloudwatch = new CloudWatchClient(client);
  await role(
    'worker',
    'lambda.amazonaws.com',
    [
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
    ].flat(),
  );
  await role('to-s3', 'firehose.amazonaws.com', ['s3:PutObject']);
  await role('to-firehose', 'logs.amazonaws.com', ['firehose:PutRecord']);
});
afterAll(async () => {
  kinesis.destroy();
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function role(RoleName: string, Service: string, Action: readonly string[]): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
  const policy = { Effect: 'Allow', Action, Resource: '*' };
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: document(policy) }));
}

const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

async function create(FunctionName: string, source: string): Promise<void> {
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from(source));
  const Code = { ZipFile: zip.toBuffer() };
  const runtime = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: roleArn('worker') } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Code, ...runtime }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName });
}

async function messages(logGroupName: string): Promise<string[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName })).catch(() => ({ events: [] }));
  return events.map((event) => event.message ?? '');
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('it did not happen');
}

async function logged(group: string, text: string): Promise<string> {
  return until(async () => (await messages(`/aws/lambda/${group}`)).find((message) => message.includes(text)));
}

test('a function is invoked with the SDK, and its log and metrics can be read', async () => {
  await create(
    'greet',
    'export const handler = async ({ name }) => { console.log("hello", name); return { hello: name }; };',
  );
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: 'greet', Payload: '{"name":"ann"}', LogType: 'Tail' }),
  );
  expect(answer.StatusCode).toBe(200);
  expect(answer.Payload?.transformToString()).toBe('{"hello":"ann"}');
  expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toContain('REPORT RequestId');
  await logged('greet', 'hello ann');
  const Metric = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: 'greet' }],
  };
  const values = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 3_600, Stat: 'Sum' } }],
    }),
  );
  expect(values.MetricDataResults?.[0]?.Values?.[0]).toBe(1);
});

test('a call that the function’s role does not allow is denied, naming the action', async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'secrets' }));
  await s3.send(new PutObjectCommand({ Bucket: 'secrets', Key: 'k', Body: 'x' }));
  await create(
    'nosy',
    `export const handler = async () => {
      const answer = await fetch(process.env.AWS_ENDPOINT_URL + '/secrets/k', { headers: { authorization:
        'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-security-token': process.env.AWS_SESSION_TOKEN } });
      return [answer.status, await answer.text()];
    };`,
  );
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'nosy' }));
  const [status, text] = JSON.parse(answer.Payload?.transformToString() ?? '[]');
  expect(status).toBe(403);
  expect(text).toContain('s3:GetObject');
});

test('messages of a queue reach their function once each; what failed comes again alone', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  await create(
    'consume',
    `export const handler = async ({ Records }) => { console.log('got', Records.map((r) => r.body + '#' + r.attributes.ApproximateReceiveCount).join());
      return { batchItemFailures: Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1').map((r) => ({ itemIdentifier: r.messageId })) }; };`,
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'consume',
      EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:work',
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  for (const MessageBody of ['good', 'bad']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await logged('consume', 'bad#2');
  const lines = (await messages('/aws/lambda/consume')).filter((line) => line.includes('got'));
  expect(lines.filter((line) => line.includes('good'))).toHaveLength(1);
  await until(async () => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const left =
      Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    return left === 0 ? true : undefined;
  });
});

test('records of a stream reach their function in order, over HTTP/2', async () => {
  await kinesis.send(new CreateStreamCommand({ StreamName: 'events', ShardCount: 1 }));
  await create(
    'follow',
    `export const handler = async ({ Records }) => console.log('got', Records.map((r) => atob(r.kinesis.data)).join());`,
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'follow',
      EventSourceArn: 'arn:aws:kinesis:eu-west-1:000000000000:stream/events',
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  const Records = ['1', '2', '3'].map((value) => ({ Data: Buffer.from(value), PartitionKey: 'k' }));
  await kinesis.send(new PutRecordsCommand({ StreamName: 'events', Records }));
  await logged('follow', 'got 1,2,3');
});

test('log lines reach S3 as gzip members of envelopes, by subscription and delivery stream', async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'raw' }));
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: 'haproxy',
      ExtendedS3DestinationConfiguration: {
        RoleARN: roleArn('to-s3'),
        BucketARN: 'arn:aws:s3:::raw',
        Prefix: 'raw/logs/',
        BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 64 },
      },
    }),
  );
  const described = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: 'haproxy' }));
  const stream = { logGroupName: '/haproxy', logStreamName: 'edge-1' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/haproxy' }));
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName: '/haproxy',
      filterName: 'to-lake',
      filterPattern: '',
      destinationArn: described.DeliveryStreamDescription?.DeliveryStreamARN,
      roleArn: roleArn('to-firehose'),
    }),
  );
  const logEvents = ['line one', 'line two'].map((message) => ({ message, timestamp: Date.now() }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  const Key = await until(async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'raw', Prefix: 'raw/logs/' }));
    return Contents[0]?.Key;
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'raw', Key }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? '').toString();
  const envelopes = text
    .replace(/\}\{/g, '}\n{')
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(envelopes[0].messageType).toBe('CONTROL_MESSAGE');
  expect(envelopes[1].logEvents.map((event: { message: string }) => event.message)).toEqual(['line one', 'line two']);
});

test('an alarm on a queue tells its depth', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'dead',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['dead'] }));
  expect(MetricAlarms?.[0]?.StateValue).toBe('ALARM');
});
