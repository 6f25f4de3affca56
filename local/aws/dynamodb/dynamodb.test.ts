import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../s3/test-endpoint.ts';
import { expire } from './expiry.ts';
import { createDynamoDb } from './service.ts';

describe('DynamoDB, as the SDK sees it', () => {
  let endpoint: TestEndpoint;
  let client: DynamoDBClient;
  const TableName = 'jobs';
  beforeEach(async () => {
    endpoint = await startEndpoint((cloud) => [createDynamoDb(cloud)]);
    client = new DynamoDBClient(endpoint.options);
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'state', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-state',
            KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
        Tags: [{ Key: 'service', Value: 'query' }],
      }),
    );
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.stop();
  });

  test('keeps items, with conditions, bytes and an index', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/jobs',
      CreationDateTime: expect.any(Date),
    });
    const Item = { pk: { S: 'a' }, state: { S: 'RUNNING' }, n: { N: '1.50' }, bytes: { B: new Uint8Array([1, 2]) } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const got = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
    expect(got.Item).toEqual({ ...Item, n: { N: '1.5' } });
    const again = new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(client.send(again)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'SET #s = :s ADD n :one',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': { S: 'DONE' }, ':one': { N: '1' } },
      }),
    );
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-state',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': { S: 'DONE' } },
      }),
    );
    expect(Items).toMatchObject([{ pk: { S: 'a' }, n: { N: '2.5' } }]);
    expect(endpoint.checked).toContainEqual({
      action: 'dynamodb:Query',
      resource: 'arn:aws:dynamodb:eu-west-1:000000000000:table/jobs/index/by-state',
    });
  });

  test('has its items again after a restart', async () => {
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' } } }));
    await endpoint.restart();
    expect((await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } }))).Item).toBeDefined();
  });

  test('deletes what has outlived its time', async () => {
    const { cloud } = endpoint;
    const second = Math.floor(cloud.clock.now() / 1000);
    for (const [pk, until] of [
      ['old', second - 10],
      ['new', second + 1000],
      ['no time', 1],
    ] as const)
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, until: { N: String(until) } } }));
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a text' }, until: { S: '1' } } }));
    await expire(cloud, TableName, 'until');
    const { Items } = await cloud.call({ kind: 'admin' }, 'dynamodb', 'Scan', { TableName });
    expect(Items?.map(({ pk }) => pk?.S).toSorted()).toEqual(['a text', 'new', 'no time']);
  });
});
