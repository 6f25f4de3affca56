import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../s3/test-endpoint.ts';
import { createDynamoDb } from './service.ts';

const TableName = 'jobs';
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
const before = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk'].map(attribute),
  KeySchema: key('pk', 'sk'),
};
const index = (IndexName: string) => ({
  IndexName,
  KeySchema: key('dependency', 'dependencyOrder'),
  Projection: { ProjectionType: 'ALL' as const },
});
const after = (...names: readonly string[]) => ({
  ...before,
  AttributeDefinitions: ['pk', 'sk', 'dependency', 'dependencyOrder'].map(attribute),
  GlobalSecondaryIndexes: names.map(index),
});

describe('an index of a table that is there', () => {
  let endpoint: TestEndpoint;
  let client: DynamoDBClient;
  const update = async (properties: object, from: object) => {
    const type = endpoint.service('dynamodb')?.resources?.find((each) => each.type === 'AWS::DynamoDB::Table');
    const request = { stackName: 's', stackId: 's', logicalId: 'Jobs', generatedName: 'x', tags: {} };
    const current = { physicalId: TableName, attributes: {}, properties: from };
    await type?.update?.(current, properties, request, endpoint.context);
  };
  const put = (sk: string, dependency?: string) =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: {
          pk: { S: 'reads#usage' },
          sk: { S: sk },
          ...(dependency === undefined ? {} : { dependency: { S: dependency }, dependencyOrder: { S: `reads#${sk}` } }),
        },
      }),
    );
  const ask = async (dependency: string) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-dependency',
        KeyConditionExpression: 'dependency = :d AND begins_with(dependencyOrder, :reads)',
        ExpressionAttributeValues: { ':d': { S: dependency }, ':reads': { S: 'reads#' } },
      }),
    );
    return Items.map(({ sk }) => sk?.S);
  };
  beforeEach(async () => {
    endpoint = await startEndpoint((cloud) => [createDynamoDb(cloud)]);
    client = new DynamoDBClient(endpoint.options);
    const type = endpoint.service('dynamodb')?.resources?.find((each) => each.type === 'AWS::DynamoDB::Table');
    const request = { stackName: 's', stackId: 's', logicalId: 'Jobs', generatedName: 'x', tags: {} };
    await type?.create(before, request, endpoint.context);
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.stop();
  });

  test('is made by an update of the stack, with what the table has, and kept from then on', async () => {
    for (let at = 0; at < 30; at += 1) await put(`t${String(at).padStart(2, '0')}`, 'lake.a');
    await put('none');
    await update(after('by-dependency'), before);
    expect(await ask('lake.a')).toHaveLength(30);
    await put('u', 'lake.a');
    await put('t00', 'lake.b');
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'reads#usage' }, sk: { S: 't01' } },
        UpdateExpression: 'REMOVE dependency',
      }),
    );
    expect(await ask('lake.a')).toHaveLength(29);
    expect(await ask('lake.b')).toEqual(['t00']);
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      AttributeDefinitions: expect.arrayContaining(['pk', 'sk', 'dependency', 'dependencyOrder'].map(attribute)),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-dependency',
          IndexStatus: 'ACTIVE',
          IndexArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/jobs/index/by-dependency',
        },
      ],
    });
  });

  test('is taken away again, with the definitions of its keys, and made anew', async () => {
    await put('a', 'lake.a');
    await update(after('by-dependency'), before);
    await update(before, after('by-dependency'));
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.GlobalSecondaryIndexes).toBeUndefined();
    expect(Table?.AttributeDefinitions).toEqual(['pk', 'sk'].map(attribute));
    await expect(ask('lake.a')).rejects.toMatchObject({ name: 'ValidationException' });
    await update(after('by-dependency'), before);
    expect(await ask('lake.a')).toEqual(['a']);
  });

  test('is one of its kind in an update, and is not made twice', async () => {
    await expect(update(after('by-dependency', 'another'), before)).rejects.toMatchObject({
      message: 'Cannot perform more than one GSI creation or deletion in a single update',
    });
    const create = (...names: readonly string[]) =>
      client.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: ['pk', 'sk', 'dependency', 'dependencyOrder'].map(attribute),
          GlobalSecondaryIndexUpdates: names.map((name) => ({ Create: index(name) })),
        }),
      );
    await expect(create('one', 'two')).rejects.toMatchObject({ name: 'LimitExceededException' });
    await create('one');
    await expect(create('one')).rejects.toMatchObject({ name: 'ValidationException' });
    const remove = () =>
      client.send(
        new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'none' } }] }),
      );
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('has keys that are defined', async () => {
    const asked = client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: ['pk', 'sk', 'dependency'].map(attribute),
        GlobalSecondaryIndexUpdates: [{ Create: index('by-dependency') }],
      }),
    );
    await expect(asked).rejects.toMatchObject({ message: expect.stringContaining('dependencyOrder') });
  });
});
