import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';

const folder = mkdtempSync(join(tmpdir(), 'firehose-wire-'));
let running: RunningCloud;
let iam: IAMClient;
let kinesis: KinesisClient;
let lambda: LambdaClient;
let s3: S3Client;
let cloudformation: CloudFormationClient;

beforeAll(async () => {
  running = await startCloud({ stateDir: folder, port: 0 });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = { region: 'eu-west-1', credentials, endpoint: running.endpoint };
  iam = new IAMClient(client);
  kinesis = new KinesisClient(client);
  lambda = new LambdaClient(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  cloudformation = new CloudFormationClient(client);
});
afterAll(async () => {
  kinesis.destroy();
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:shape';
const streamArn = 'arn:aws:kinesis:eu-west-1:000000000000:stream/orders';

async function role(RoleName: string, Service: string): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
}

async function allow(RoleName: string, PolicyName: string, Action: readonly string[], Resource: string): Promise<void> {
  const PolicyDocument = document({ Effect: 'Allow', Action, Resource });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

/** Upper case for what says so, nothing for what is to be dropped, with the kind as the key. */
const source = `export const handler = async ({ records }) => ({
  records: records.map(({ recordId, data }) => {
    const { kind, text } = JSON.parse(atob(data));
    if (kind === 'noise') return { recordId, result: 'Dropped' };
    const changed = btoa(JSON.stringify({ kind, text: text.toUpperCase() }) + '\\n');
    return { recordId, result: 'Ok', data: changed, metadata: { partitionKeys: { kind } } };
  }),
});`;

function template(prefix: string, isPartitioned = true): string {
  const parameter = (ParameterName: string, ParameterValue: string) => ({ ParameterName, ParameterValue });
  const lambdaProcessor = { Type: 'Lambda', Parameters: [parameter('LambdaArn', functionArn)] };
  const Properties = {
    DeliveryStreamName: 'orders',
    DeliveryStreamType: 'KinesisStreamAsSource',
    KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: roleArn('deliver') },
    ExtendedS3DestinationConfiguration: {
      RoleARN: roleArn('deliver'),
      BucketARN: 'arn:aws:s3:::orders',
      Prefix: isPartitioned ? `${prefix}!{partitionKeyFromLambda:kind}/!{timestamp:yyyy}/` : 'plain/',
      ErrorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      ...(isPartitioned ? { DynamicPartitioningConfiguration: { Enabled: true } } : {}),
      ProcessingConfiguration: { Enabled: true, Processors: [lambdaProcessor] },
      S3BackupMode: 'Enabled',
      S3BackupConfiguration: { RoleARN: roleArn('deliver'), BucketARN: 'arn:aws:s3:::orders', Prefix: 'source/' },
    },
  };
  return JSON.stringify({ Resources: { Orders: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties } } });
}

async function stackStatus(isDone: (status: string) => boolean): Promise<string> {
  return until(async () => {
    const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: 'orders' }));
    const status = Stacks[0]?.StackStatus ?? '';
    return isDone(status) ? status : undefined;
  });
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 25_000; waited += 100) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error('it did not happen');
}

async function textUnder(Prefix: string): Promise<string> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'orders', Prefix }));
  const texts = Contents.map(async ({ Key }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'orders', Key }));
    return Body?.transformToString() ?? '';
  });
  return (await Promise.all(texts)).join('');
}

const send = (...records: readonly object[]) =>
  kinesis.send(
    new PutRecordsCommand({
      StreamName: 'orders',
      Records: records.map((one, at) => ({ Data: Buffer.from(JSON.stringify(one)), PartitionKey: `${at}` })),
    }),
  );

test('a stream is shaped by a function into partitions, with no more than the delivery role allows', async () => {
  await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 2 }));
  await s3.send(new CreateBucketCommand({ Bucket: 'orders' }));
  await role('worker', 'lambda.amazonaws.com');
  await role('deliver', 'firehose.amazonaws.com');
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from(source));
  const runtime = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: roleArn('worker') } as const;
  await lambda.send(
    new CreateFunctionCommand({ FunctionName: 'shape', Code: { ZipFile: zip.toBuffer() }, ...runtime }),
  );
  const read = ['kinesis:DescribeStream', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'];
  await allow('deliver', 'read', read, streamArn);
  await allow('deliver', 'write', ['s3:PutObject'], 'arn:aws:s3:::orders/*');
  await cloudformation.send(new CreateStackCommand({ StackName: 'orders', TemplateBody: template('kinds/') }));
  expect(await stackStatus((status) => !status.endsWith('IN_PROGRESS'))).toBe('CREATE_COMPLETE');

  await send({ kind: 'a', text: 'before the role may invoke' });
  const failed = await until(async () => (await textUnder('failed/processing-failed/')) || undefined);
  expect(JSON.parse(failed)).toMatchObject({ errorCode: 'Lambda.InvokeAccessDenied', lambdaArn: functionArn });

  await allow('deliver', 'invoke', ['lambda:InvokeFunction'], functionArn);
  await send({ kind: 'a', text: 'one' }, { kind: 'b', text: 'two' }, { kind: 'noise', text: 'three' });
  await until(async () =>
    (await textUnder('kinds/b/')) === '' || (await textUnder('kinds/a/')) === '' ? undefined : true,
  );
  expect(await textUnder('kinds/')).toBe('{"kind":"a","text":"ONE"}\n{"kind":"b","text":"TWO"}\n');
  await until(async () => ((await textUnder('source/')).split('}{').length === 4 ? true : undefined));
});

test('a template may move a stream’s prefix, not switch its partitions off', async () => {
  await cloudformation.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: template('moved/') }));
  expect(await stackStatus((status) => status.startsWith('UPDATE') && status.endsWith('COMPLETE'))).toBe(
    'UPDATE_COMPLETE',
  );
  await cloudformation.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: template('', false) }));
  await stackStatus((status) => status === 'UPDATE_ROLLBACK_COMPLETE');
  await send({ kind: 'c', text: 'after' });
  expect(await until(async () => (await textUnder('moved/c/')) || undefined)).toBe('{"kind":"c","text":"AFTER"}\n');
});
