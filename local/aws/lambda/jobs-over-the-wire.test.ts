import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';

const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
const spans = join(folder, 'spans');
let running: RunningCloud;
let lambda: LambdaClient;
let sqs: SQSClient;

const tables = 'arn:aws:dynamodb:eu-west-1:000000000000:table';
const statements = [
  {
    Effect: 'Allow',
    Action: ['PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'GetItem'].map((it) => `dynamodb:${it}`),
    Resource: `${tables}/jobs`,
  },
  { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], Resource: '*' },
];

beforeAll(async () => {
  running = await startCloud({ stateDir: folder, port: 0 });
  const options = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: running.endpoint,
  };
  lambda = new LambdaClient(options);
  sqs = new SQSClient(options);
  const iam = new IAMClient(options);
  const document = (Statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  await iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: document(trust) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'own', PolicyDocument: document(statements) }),
  );
  const dynamodb = new DynamoDBClient(options);
  for (const TableName of ['jobs', 'others'])
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
  dynamodb.destroy();
});
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function create(FunctionName: string, source: string): Promise<void> {
  const zip = new AdmZip();
  zip.addFile('index.mjs', Buffer.from(source));
  const Role = 'arn:aws:iam::000000000000:role/worker';
  const runtime = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Code: { ZipFile: zip.toBuffer() }, ...runtime }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName });
}

async function invoke(FunctionName: string, event: unknown): Promise<unknown> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return JSON.parse(Payload?.transformToString() ?? 'null');
}

test('a function keeps jobs with the rights of its role, and no others', async () => {
  await create(
    'jobs',
    `export const handler = async ({ operation, input }) => {
      const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', body: JSON.stringify(input), headers: {
        'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.' + operation,
        authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-security-token': process.env.AWS_SESSION_TOKEN } });
      return [answer.status, await answer.json()];
    };`,
  );
  const Key = { pk: { S: 'target' }, sk: { S: 'run' } };
  const statement = { B: 'H4sIAP8=' };
  const call = (operation: string, input: object) => invoke('jobs', { operation, input });
  const put = (TableName: string) =>
    call('PutItem', { TableName, Item: { ...Key, statement }, ConditionExpression: 'attribute_not_exists(pk)' });
  expect(await put('jobs')).toEqual([200, {}]);
  expect(await put('jobs')).toMatchObject([
    400,
    { __type: expect.stringContaining('ConditionalCheckFailedException') },
  ]);
  expect(await put('others')).toMatchObject([
    400,
    { __type: expect.stringContaining('AccessDenied'), message: expect.stringContaining('dynamodb:PutItem') },
  ]);
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': Key.pk } };
  expect(await call('Query', { TableName: 'jobs', ...query })).toMatchObject([200, { Items: [{ ...Key, statement }] }]);
  expect(await call('Scan', { TableName: 'jobs' })).toMatchObject([
    400,
    { message: expect.stringContaining('dynamodb:Scan') },
  ]);
  const change = {
    TableName: 'jobs',
    Key,
    ConditionExpression: 'statement = :old',
    ExpressionAttributeValues: { ':old': statement, ':new': { B: 'AA==' } },
  };
  expect(await call('UpdateItem', { ...change, UpdateExpression: 'SET statement = :new' })).toEqual([200, {}]);
  expect(await call('DeleteItem', { TableName: 'jobs', Key, ConditionExpression: 'attribute_exists(pk)' })).toEqual([
    200,
    {},
  ]);
}, 30_000);

test('a queue runs a function at most as often at once as ScalingConfig says', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  await create(
    'consume',
    `import { appendFileSync } from 'node:fs';
    export const handler = async () => {
      const from = Date.now();
      await new Promise((go) => setTimeout(go, 400));
      appendFileSync(${JSON.stringify(spans)}, from + ' ' + Date.now() + '\\n');
    };`,
  );
  const Entries = Array.from({ length: 8 }, (_, index) => ({ Id: String(index), MessageBody: 'work' }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'consume',
      EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:work',
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  );
  const found = await until(() => spansOf().length === 8, spansOf);
  const together = found.map(({ from }) => found.filter((other) => other.from <= from && from < other.to).length);
  expect(Math.max(...together)).toBe(2);
}, 30_000);

type Span = { readonly from: number; readonly to: number };

function spansOf(): readonly Span[] {
  if (!existsSync(spans)) return [];
  const lines = readFileSync(spans, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(' ').map(Number)).map(([from = 0, to = 0]) => ({ from, to }));
}

async function until<T>(isSo: () => boolean, look: () => T): Promise<T> {
  for (let waited = 0; !isSo() && waited < 20_000; waited += 50) await new Promise((go) => setTimeout(go, 50));
  expect(isSo()).toBe(true);
  return look();
}
