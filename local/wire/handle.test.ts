import { Readable } from 'node:stream';
import { CloudFormationClient, CreateChangeSetCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../kernel/caller.ts';
import { AwsError } from '../kernel/error.ts';
import { type Backend, handle } from './handle.ts';
import { type Listener, listen } from './listen.ts';

type Seen = { service: string; operation: string; input: Readonly<Record<string, unknown>>; body: string };

const answers: Record<string, (input: Readonly<Record<string, unknown>>) => unknown> = {
  'glue:GetTable': ({ Name }) => {
    if (Name === 'gone') throw new AwsError('EntityNotFoundException', 'Table gone not found.');
    return { Table: { Name, CreateTime: new Date(1_700_000_000_000), Parameters: { a: 'b' } } };
  },
  'cloudformation:DescribeStacks': () => ({
    Stacks: [
      {
        StackName: 's & t',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'k', OutputValue: '<v>' }],
      },
    ],
  }),
  'cloudformation:CreateChangeSet': () => ({ Id: 'arn:change', StackId: 'arn:stack' }),
  's3:GetObject': () => ({
    Body: Readable.from([Buffer.from('hel'), Buffer.from('lo')]),
    ContentLength: 5,
    Metadata: { owner: 'us' },
  }),
  's3:PutObject': () => ({ ETag: '"abc"' }),
  's3:ListObjectsV2': () => ({
    Name: 'b',
    KeyCount: 1,
    Contents: [{ Key: 'a b', Size: 3, LastModified: new Date(0) }],
    CommonPrefixes: [{ Prefix: 'x/' }],
  }),
  's3:ListParts': () => ({ Parts: [{ PartNumber: 1, Size: 9 }] }),
  'kinesis:PutRecord': () => ({ ShardId: 'shard-0', SequenceNumber: '1' }),
  'monitoring:PutMetricData': () => ({}),
  'lambda:Invoke': () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"x":1}') }),
};

describe('the endpoint, as the SDK sees it', () => {
  const seen: Seen[] = [];
  let listener: Listener;
  const backend: Backend = {
    callerOf: (accessKeyId) => (accessKeyId === 'test' ? admin : undefined),
    async call(_caller, service, operation, input, { http }) {
      let body = '';
      if (operation === 'PutObject') for await (const chunk of http.body) body += Buffer.from(chunk).toString();
      seen.push({ service, operation, input, body });
      const answer = answers[`${service}:${operation}`];
      if (answer === undefined) throw new AwsError('NotImplemented', `${service}:${operation}`, 501);
      return answer(input);
    },
    other: async () => undefined,
  };
  const options = () => ({
    endpoint: `http://127.0.0.1:${listener.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  beforeAll(async () => {
    listener = await listen(0, (request, response) => void handle(backend, request, response));
  });
  afterAll(() => listener.close());

  test('reads and writes JSON, with timestamps as dates and errors by name', async () => {
    const glue = new GlueClient(options());
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: 'd', Name: 't' }));
    expect(Table).toMatchObject({ Name: 't', CreateTime: new Date(1_700_000_000_000), Parameters: { a: 'b' } });
    await expect(glue.send(new GetTableCommand({ DatabaseName: 'd', Name: 'gone' }))).rejects.toMatchObject({
      name: 'EntityNotFoundException',
    });
  });

  test('reads the query protocol’s nested lists and writes its XML', async () => {
    const cloudformation = new CloudFormationClient(options());
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({}));
    expect(Stacks).toMatchObject([
      { StackName: 's & t', CreationTime: new Date(0), Outputs: [{ OutputKey: 'k', OutputValue: '<v>' }] },
    ]);
    await cloudformation.send(
      new CreateChangeSetCommand({
        StackName: 's',
        ChangeSetName: 'c',
        Parameters: [{ ParameterKey: 'a', ParameterValue: '1' }, { ParameterKey: 'b' }],
        Capabilities: ['CAPABILITY_IAM'],
      }),
    );
    expect(seen.at(-1)?.input).toEqual({
      StackName: 's',
      ChangeSetName: 'c',
      Parameters: [{ ParameterKey: 'a', ParameterValue: '1' }, { ParameterKey: 'b' }],
      Capabilities: ['CAPABILITY_IAM'],
    });
  });

  test('tells S3’s operations apart, streams bodies both ways and binds headers', async () => {
    const s3 = new S3Client({ ...options(), forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k/ü #?.txt', Body: 'hello', Metadata: { owner: 'me' } }));
    expect(seen.at(-1)).toMatchObject({
      operation: 'PutObject',
      input: { Bucket: 'b', Key: 'k/ü #?.txt', Metadata: { owner: 'me' } },
    });
    expect(seen.at(-1)?.body).toContain('hello');
    const got = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k', Range: 'bytes=0-4' }));
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got.Metadata).toEqual({ owner: 'us' });
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'a/' }));
    expect(listed).toMatchObject({ Contents: [{ Key: 'a b', Size: 3 }], CommonPrefixes: [{ Prefix: 'x/' }] });
    const parts = await s3.send(new ListPartsCommand({ Bucket: 'b', Key: 'k', UploadId: 'u' }));
    expect(parts.Parts).toMatchObject([{ PartNumber: 1, Size: 9 }]);
  });

  test('serves clear-text HTTP/2 and CBOR on the same port', async () => {
    await new KinesisClient(options()).send(
      new PutRecordCommand({ StreamName: 's', PartitionKey: 'p', Data: Buffer.from('data') }),
    );
    expect(Buffer.from(new Uint8Array(Object.values(seen.at(-1)?.input.Data ?? {}))).toString()).toBe('data');
    await new CloudWatchClient(options()).send(
      new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 2 }] }),
    );
    expect(seen.at(-1)?.input).toMatchObject({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 2 }] });
  });

  test('names what it does not cover, and who is not known', async () => {
    const lambda = new LambdaClient(options());
    const invoked = await lambda.send(new InvokeCommand({ FunctionName: 'f', Payload: '{}' }));
    expect(invoked).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'lambda:GetFunction',
    });
    const stranger = new LambdaClient({ ...options(), credentials: { accessKeyId: 'AKIAX', secretAccessKey: 'x' } });
    await expect(stranger.send(new GetFunctionCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});
