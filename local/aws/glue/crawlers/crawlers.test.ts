import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CreateCrawlerRequest } from '@aws-sdk/client-glue';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunningCloud, startCloud } from '../../../cloud.ts';
import { admin } from '../../../kernel/caller.ts';
import type { Input, OperationName, Output } from '../../../kernel/sdk.ts';

let folder: string;
let running: RunningCloud;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crawlers-'));
  running = await startCloud({ stateDir: folder, port: 0 });
  await running.cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'raw-bucket' });
  await glue('CreateDatabase', { DatabaseInput: { Name: 'raw' } });
  await iam('glue.amazonaws.com');
});
afterEach(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

const glue = <O extends OperationName<'glue'>>(name: O & string, input: Input<'glue', O>): Promise<Output<'glue', O>> =>
  running.cloud.call(admin, 'glue', name, input);

const allowed = [
  's3:GetObject',
  's3:ListBucket',
  ...['GetDatabase', 'GetTable', 'CreateTable', 'GetPartitions', 'BatchCreatePartition'].map((name) => `glue:${name}`),
];

async function iam(service: string, actions = allowed): Promise<void> {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await running.cloud.call(admin, 'iam', 'CreateRole', {
    RoleName: 'crawler',
    AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }),
  });
  await running.cloud.call(admin, 'iam', 'PutRolePolicy', {
    ...{ RoleName: 'crawler', PolicyName: 'crawl' },
    PolicyDocument: document({ Effect: 'Allow', Action: actions, Resource: '*' }),
  });
}

const put = (Key: string, Body: string | Buffer) =>
  running.cloud.call(admin, 's3', 'PutObject', { Bucket: 'raw-bucket', Key, Body: Buffer.from(Body) });

const settings = {
  Name: 'shop',
  Role: 'arn:aws:iam::000000000000:role/crawler',
  DatabaseName: 'raw',
  TablePrefix: 'shop_',
  Targets: { S3Targets: [{ Path: 's3://raw-bucket/raw/files/shop/' }] },
  RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
  SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
  Configuration: JSON.stringify({ Version: 1, Grouping: { TableLevelConfiguration: 5 } }),
} as const satisfies CreateCrawlerRequest;

async function crawled(Name = 'shop') {
  await glue('StartCrawler', { Name });
  return vi.waitFor(
    async () => {
      const { Crawler } = await glue('GetCrawler', { Name });
      if (Crawler?.State !== 'READY') throw new Error(`It is ${Crawler?.State}`);
      return Crawler?.LastCrawl;
    },
    { timeout: 20_000, interval: 50 },
  );
}

const tableNamed = async (Name: string) => (await glue('GetTable', { DatabaseName: 'raw', Name })).Table;

async function parquet(): Promise<Buffer> {
  const path = join(folder, 'made.parquet');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(
    `COPY (SELECT 1::INTEGER AS ID, 1.5::DECIMAL(10,2) AS total, DATE '2026-01-01' AS day, {'a': ['x']} AS deep) TO '${path}' (FORMAT parquet)`,
  );
  return readFileSync(path);
}

test('what lies in folders becomes tables, with columns, partitions and parameters as crawlers write them', async () => {
  await put(
    'raw/files/shop/orders/year=2026/month=11/a.json',
    '{"id":1,"at":"2026-01-01T00:00:00Z","o":{"A":1,"b":["x"]}}\n{"id":2.5}\n',
  );
  await put('raw/files/shop/orders/year=2026/month=12/b.json', '{"id":3}\n');
  await put('raw/files/shop/customers/c.csv', gzipSync('id;name\n1;Ada\n2;Bob\n'));
  await put('raw/files/shop/items/p.parquet', await parquet());
  await glue('CreateCrawler', settings);
  expect(await crawled()).toMatchObject({ Status: 'SUCCEEDED' });

  expect(await tableNamed('shop_orders')).toMatchObject({
    TableType: 'EXTERNAL_TABLE',
    CreatedBy: 'arn:aws:sts::000000000000:assumed-role/crawler/AWS-Crawler',
    PartitionKeys: [{ Name: 'year' }, { Name: 'month' }],
    Parameters: {
      UPDATED_BY_CRAWLER: 'shop',
      CrawlerSchemaSerializerVersion: '1.0',
      classification: 'json',
      compressionType: 'none',
      objectCount: '2',
      recordCount: '3',
      sizeKey: '79',
      averageRecordSize: '26',
      typeOfData: 'file',
    },
    StorageDescriptor: {
      Location: 's3://raw-bucket/raw/files/shop/orders/',
      Columns: [
        { Name: 'id', Type: 'double' },
        { Name: 'at', Type: 'string' },
        { Name: 'o', Type: 'struct<a:bigint,b:array<string>>' },
      ],
    },
  });
  const { Partitions } = await glue('GetPartitions', { DatabaseName: 'raw', TableName: 'shop_orders' });
  expect(Partitions?.map(({ Values }) => Values)).toEqual([
    ['2026', '11'],
    ['2026', '12'],
  ]);
  expect(Partitions?.[0]?.StorageDescriptor).toMatchObject({
    Location: 's3://raw-bucket/raw/files/shop/orders/year=2026/month=11/',
    Columns: [{ Name: 'id' }, { Name: 'at' }, { Name: 'o' }],
  });
  expect(await tableNamed('shop_customers')).toMatchObject({
    Parameters: { classification: 'csv', compressionType: 'gzip', delimiter: ';', 'skip.header.line.count': '1' },
    StorageDescriptor: {
      Columns: [
        { Name: 'id', Type: 'bigint' },
        { Name: 'name', Type: 'string' },
      ],
    },
  });
  expect((await tableNamed('shop_items'))?.StorageDescriptor?.Columns).toEqual([
    { Name: 'id', Type: 'int' },
    { Name: 'total', Type: 'decimal(10,2)' },
    { Name: 'day', Type: 'date' },
    { Name: 'deep', Type: 'struct<a:array<string>>' },
  ]);
});

test('a second crawl sees new folders only, and changes nothing that is there', async () => {
  await put('raw/files/shop/orders/day=1/a.json', '{"id":1}\n');
  await glue('CreateCrawler', settings);
  await crawled();
  const before = await tableNamed('shop_orders');
  await put('raw/files/shop/orders/day=1/b.json', '{"id":"text","more":1}\n');
  await put('raw/files/shop/orders/day=2/c.json', '{"id":2,"other":1}\n');
  expect(await crawled()).toMatchObject({ Status: 'SUCCEEDED' });
  expect(await tableNamed('shop_orders')).toEqual(before);
  const { Partitions } = await glue('GetPartitions', { DatabaseName: 'raw', TableName: 'shop_orders' });
  expect(Partitions?.map(({ Values }) => Values)).toEqual([['1'], ['2']]);
});

test("a name that is another table's is left to it", async () => {
  await glue('CreateTable', {
    DatabaseName: 'raw',
    TableInput: { Name: 'shop_orders', StorageDescriptor: { Location: 's3://elsewhere/' } },
  });
  await put('raw/files/shop/orders/a.json', '{"id":1}\n');
  await glue('CreateCrawler', settings);
  await crawled();
  const { TableList } = await glue('GetTables', { DatabaseName: 'raw' });
  expect(TableList?.map(({ Name }) => Name)).toEqual([
    'shop_orders',
    expect.stringMatching(/^shop_orders_[0-9a-f]{32}$/),
  ]);
  expect(TableList?.[0]?.StorageDescriptor?.Location).toBe('s3://elsewhere/');
});

describe('a crawl fails by name', () => {
  test.each([
    ['what is none of the formats', 'raw/files/shop/x/a.pdf', '%PDF-1.4\n\0', 'none of Parquet, JSON lines and CSV'],
    ['an array of JSON', 'raw/files/shop/x/a.json', '[{"id":1}]', 'none of Parquet, JSON lines and CSV'],
  ])('at %s', async (_, key, body, told) => {
    await put(key, body);
    await glue('CreateCrawler', settings);
    expect(await crawled()).toMatchObject({ Status: 'FAILED', ErrorMessage: expect.stringContaining(told) });
  });

  test('where its role may not do what it does', async () => {
    await put('raw/files/shop/x/a.json', '{"id":1}\n');
    await glue('CreateCrawler', settings);
    await running.cloud.call(admin, 'iam', 'DeleteRolePolicy', { RoleName: 'crawler', PolicyName: 'crawl' });
    expect(await crawled()).toMatchObject({
      Status: 'FAILED',
      ErrorMessage: expect.stringContaining('not authorized'),
    });
  });
});

test('the default bus is told that a crawl has begun and how it ended', async () => {
  const { QueueUrl } = await running.cloud.call(admin, 'sqs', 'CreateQueue', { QueueName: 'heard' });
  const Arn = 'arn:aws:sqs:eu-west-1:000000000000:heard';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: Arn },
    ],
  });
  await running.cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
  await running.cloud.call(admin, 'events', 'PutRule', { Name: 'crawls', EventPattern: '{"source":["aws.glue"]}' });
  await running.cloud.call(admin, 'events', 'PutTargets', { Rule: 'crawls', Targets: [{ Id: 'q', Arn }] });
  await put('raw/files/shop/orders/day=1/a.json', '{"id":1}\n');
  await glue('CreateCrawler', settings);
  await crawled();
  const heard: unknown[] = [];
  await vi.waitFor(
    async () => {
      const { Messages = [] } = await running.cloud.call(admin, 'sqs', 'ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      heard.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
      expect(heard).toHaveLength(2);
    },
    { timeout: 10_000 },
  );
  expect(heard).toContainEqual(
    expect.objectContaining({
      'detail-type': 'Glue Crawler State Change',
      detail: expect.objectContaining({
        crawlerName: 'shop',
        state: 'Succeeded',
        tablesCreated: '1',
        partitionsCreated: '1',
      }),
    }),
  );
  expect(heard).toContainEqual(expect.objectContaining({ detail: expect.objectContaining({ state: 'Started' }) }));
});

describe('a crawler', () => {
  test('is updated, listed and deleted, but not while it runs', async () => {
    await glue('CreateCrawler', settings);
    await expect(glue('CreateCrawler', settings)).rejects.toMatchObject({ code: 'AlreadyExistsException' });
    await glue('UpdateCrawler', { Name: 'shop', Schedule: 'cron(0 1 * * ? *)' });
    expect((await glue('GetCrawlers', {})).Crawlers).toMatchObject([
      {
        Name: 'shop',
        State: 'READY',
        Version: 2,
        TablePrefix: 'shop_',
        Schedule: { ScheduleExpression: 'cron(0 1 * * ? *)' },
      },
    ]);
    expect((await glue('ListCrawlers', {})).CrawlerNames).toEqual(['shop']);
    await expect(glue('StopCrawler', { Name: 'shop' })).rejects.toMatchObject({ code: 'CrawlerNotRunningException' });
    await glue('StartCrawler', { Name: 'shop' });
    await expect(glue('StartCrawler', { Name: 'shop' })).rejects.toMatchObject({ code: 'CrawlerRunningException' });
    await vi.waitFor(async () => glue('DeleteCrawler', { Name: 'shop' }), { timeout: 10_000 });
    await expect(glue('GetCrawler', { Name: 'shop' })).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  test.each([
    [
      'changes what is there',
      { SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'LOG' } },
      'UpdateBehavior',
    ],
    ['has classifiers', { Classifiers: ['mine'] }, 'Classifiers'],
    ['reads a database', { Targets: { JdbcTargets: [{ Path: 'x' }] } }, 'JdbcTargets'],
    ['leaves files out', { Targets: { S3Targets: [{ Path: 's3://raw-bucket/', Exclusions: ['*'] }] } }, 'Exclusions'],
    [
      'groups by schema',
      { Configuration: '{"Version":1,"Grouping":{"TableGroupingPolicy":"CombineCompatibleSchemas"}}' },
      'Configuration',
    ],
    ['has a schedule that is none', { Schedule: 'rate(1 day)' }, 'Invalid schedule'],
    ['has a role that Glue may not take', { Role: 'arn:aws:iam::000000000000:role/none' }, 'TrustPolicy'],
  ] satisfies [string, Partial<CreateCrawlerRequest>, string][])('that %s is refused', async (_, more, told) => {
    await expect(glue('CreateCrawler', { ...settings, ...more })).rejects.toThrow(told);
  });
});
