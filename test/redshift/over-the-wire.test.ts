import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'tributary-redshift-'));
const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:ends';
const where = { WorkgroupName: 'reporting', Database: 'dev' };
let running: RunningCloud;
let client: RedshiftDataClient;

async function open(): Promise<void> {
  running = await startCloud({ stateDir, port: 0, redshiftUrl: '' });
  client = new RedshiftDataClient({
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

beforeAll(open);
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

const ended = (Id: string | undefined) =>
  eventually(
    () => client.send(new DescribeStatementCommand({ Id })),
    ({ Status }) => Status === 'FINISHED' || Status === 'FAILED',
  );

test('a client of the SDK runs statements, hears of their ends, and finds all again after a restart', async () => {
  expect(existsSync(join(stateDir, 'redshift-data/databases'))).toBe(false);
  const { call } = running.cloud;
  const policy = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [policy] });
  const { QueueUrl } = await call(admin, 'sqs', 'CreateQueue', { QueueName: 'ends', Attributes: { Policy } });
  await call(admin, 'events', 'PutRule', { Name: 'ends', EventPattern: '{"source":["aws.redshift-data"]}' });
  await call(admin, 'events', 'PutTargets', { Rule: 'ends', Targets: [{ Id: '1', Arn: queueArn }] });

  const Sqls = ['CREATE TABLE usage (day DATE, requests BIGINT)', "INSERT INTO usage VALUES ('2026-11-20', 3)"];
  const { Id } = await client.send(
    new BatchExecuteStatementCommand({ ...where, Sqls, WithEvent: true, StatementName: 'fill' }),
  );
  expect((await ended(Id)).SubStatements).toMatchObject([
    { Status: 'FINISHED' },
    { Status: 'FINISHED', ResultRows: 1 },
  ]);
  const { Messages = [] } = await eventually(
    () => call(admin, 'sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 1 }),
    ({ Messages: received = [] }) => received.length > 0,
  );
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
    source: 'aws.redshift-data',
    'detail-type': 'Redshift Data Statement Status Change',
    resources: ['arn:aws:redshift-serverless:eu-west-1:000000000000:workgroup/reporting'],
    detail: { statementId: Id, statementName: 'fill', state: 'FINISHED' },
  });

  await running.stop();
  await open();
  expect(await client.send(new DescribeStatementCommand({ Id }))).toMatchObject({ Id, Status: 'FINISHED' });
  const sum = await client.send(new ExecuteStatementCommand({ ...where, Sql: 'SELECT day, requests FROM usage' }));
  await ended(sum.Id);
  const { Records, ColumnMetadata } = await client.send(new GetStatementResultCommand({ Id: sum.Id }));
  expect(Records).toEqual([[{ stringValue: '2026-11-20' }, { longValue: 3 }]]);
  expect(ColumnMetadata?.map(({ name, typeName }) => [name, typeName])).toEqual([
    ['day', 'date'],
    ['requests', 'int8'],
  ]);
});
