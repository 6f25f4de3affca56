import {
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
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
});
