import {
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../s3/test-endpoint.ts';
import { createDynamoDb } from './service.ts';

const TableName = 'query-jobs';
const arn = `arn:aws:dynamodb:eu-west-1:000000000000:table/${TableName}`;
const key = (sk: string) => ({ pk: { S: 'target#usage' }, sk: { S: sk } });
const bytes = (...values: number[]) => ({ B: new Uint8Array(values) });

describe('a table of jobs, with pk and sk, made by CloudFormation', () => {
  let endpoint: TestEndpoint;
  let client: DynamoDBClient;
  beforeEach(async () => {
    endpoint = await startEndpoint((cloud) => [createDynamoDb(cloud)]);
    client = new DynamoDBClient(endpoint.options);
    const type = endpoint.service('dynamodb')?.resources?.find((each) => each.type === 'AWS::DynamoDB::Table');
    const properties = {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    };
    const request = { stackName: 's', stackId: 's', logicalId: 'Jobs', generatedName: 'x', tags: {} };
    await type?.create(properties, request, endpoint.context);
    endpoint.checked.length = 0;
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.stop();
  });

  const put = (sk: string, more: PutItemCommand['input']['Item'] = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { ...key(sk), ...more } }));
  const get = async (sk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: key(sk), ConsistentRead: true }))).Item;
  const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    client.send(
      new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken ? { ClientRequestToken } : {}) }),
    );

  test('has its time to live', async () => {
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  test('queries by the beginning of a sort key, bytes and all', async () => {
    for (const sk of ['unit#2', 'unit#1', 'run']) await put(sk, { statement: bytes(31, 139, 0, 255) });
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :unit)',
        FilterExpression: 'statement = :statement',
        ExpressionAttributeValues: {
          ':pk': { S: 'target#usage' },
          ':unit': { S: 'unit#' },
          ':statement': bytes(31, 139, 0, 255),
        },
      }),
    );
    expect(Items?.map(({ sk }) => sk?.S)).toEqual(['unit#1', 'unit#2']);
    expect(Items?.[0]?.statement).toEqual(bytes(31, 139, 0, 255));
    expect(endpoint.checked).toContainEqual({ action: 'dynamodb:Query', resource: arn });
  });

  test('updates and deletes by conditions on bytes and versions', async () => {
    await put('run', { statement: bytes(1, 2), version: { N: '1' } });
    const update = (version: string) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('run'),
          UpdateExpression: 'SET statement = :new, version = version + :one',
          ConditionExpression: 'version = :version AND statement = :old',
          ExpressionAttributeValues: {
            ':new': bytes(3),
            ':old': bytes(1, 2),
            ':one': { N: '1' },
            ':version': { N: version },
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
    await expect(update('7')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((await update('1')).Attributes).toMatchObject({ statement: bytes(3), version: { N: '2' } });
    const remove = (statement: { B: Uint8Array }) =>
      client.send(
        new DeleteItemCommand({
          TableName,
          Key: key('run'),
          ConditionExpression: 'statement = :statement',
          ExpressionAttributeValues: { ':statement': statement },
        }),
      );
    await expect(remove(bytes(1, 2))).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await remove(bytes(3));
    expect(await get('run')).toBeUndefined();
  });

  const start = (run: string): TransactWriteItem[] => [
    {
      Put: {
        TableName,
        Item: { ...key('run'), id: { S: run }, statement: bytes(9) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName,
        Key: key('unit#1'),
        UpdateExpression: 'SET run = :run',
        ExpressionAttributeValues: { ':run': { S: run } },
      },
    },
    { Delete: { TableName, Key: key('unit#2') } },
    {
      ConditionCheck: {
        TableName,
        Key: key('target'),
        ConditionExpression: 'digest = :digest',
        ExpressionAttributeValues: { ':digest': bytes(5, 6) },
      },
    },
  ];

  test('a transaction does all of it or nothing, and says why', async () => {
    for (const sk of ['unit#1', 'unit#2']) await put(sk);
    await put('target', { digest: bytes(5, 6) });
    await transact(start('first'));
    expect(await get('run')).toMatchObject({ id: { S: 'first' }, statement: bytes(9) });
    expect(await get('unit#1')).toMatchObject({ run: { S: 'first' } });
    expect(await get('unit#2')).toBeUndefined();
    expect(endpoint.checked.map(({ action }) => action)).toEqual(
      expect.arrayContaining(
        ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((it) => `dynamodb:${it}`),
      ),
    );
    await put('unit#2');
    const refused = transact(
      start('second').map((one) =>
        one.Put ? { Put: { ...one.Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } } : one,
      ),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[ConditionalCheckFailed, None, None, None]'),
      CancellationReasons: [
        { Code: 'ConditionalCheckFailed', Item: { ...key('run'), id: { S: 'first' }, statement: bytes(9) } },
        { Code: 'None' },
        { Code: 'None' },
        { Code: 'None' },
      ],
    });
    expect(await get('unit#1')).toMatchObject({ run: { S: 'first' } });
    expect(await get('unit#2')).toBeDefined();
  });

  test('what fails only when it is done undoes what was done before', async () => {
    await put('unit#1', { n: { S: 'a text' } });
    await put('unit#2', { n: { N: '1' } });
    const add = (sk: string) => ({
      Update: {
        TableName,
        Key: key(sk),
        UpdateExpression: 'SET n = n + :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    });
    const created = { Put: { TableName, Item: key('new') } };
    await expect(transact([created, add('unit#2'), add('unit#1')])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'None' }, { Code: 'ValidationError' }],
    });
    expect(await get('new')).toBeUndefined();
    expect((await get('unit#2'))?.n).toEqual({ N: '1' });
  });

  test('of many that want the one place, one gets it, whole', async () => {
    await put('target', { digest: bytes(5, 6) });
    const tries = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => transact(start(`run ${index}`))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await get('unit#1'))?.run).toEqual((await get('run'))?.id);
  });

  test('a token stands for one request', async () => {
    await put('target', { digest: bytes(5, 6) });
    await transact(start('first'), 'token');
    await transact(start('first'), 'token');
    await expect(transact(start('second'), 'token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  test.each([
    [
      'two of one item',
      () => [{ Put: { TableName, Item: key('a') } }, { Delete: { TableName, Key: key('a') } }],
      'one item',
    ],
    [
      'two in one',
      () => [{ Put: { TableName, Item: key('a') }, Delete: { TableName, Key: key('b') } }],
      'only contain one',
    ],
    ['no key', () => [{ Delete: { TableName, Key: { pk: { S: 'x' } } } }], 'key element does not match'],
  ])('%s is refused', async (_what, items, why) => {
    await expect(transact(items())).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(why),
    });
  });

  test('a right that is missing refuses the whole', async () => {
    await put('target', { digest: bytes(5, 6) });
    endpoint.deny(({ action }) => action === 'dynamodb:ConditionCheckItem');
    await expect(transact(start('first'))).rejects.toMatchObject({ name: expect.stringContaining('AccessDenied') });
    expect(await get('run')).toBeUndefined();
  });
});
