import { randomUUID } from 'node:crypto';
import { CreateJobCommand, DescribeJobCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import {
  allow,
  bodyAt,
  call,
  clouds,
  destinationActions,
  from,
  permit,
  put,
  replicateBy,
  rule,
  settled,
  sourceAccount,
  statusOf,
  useTwoAccounts,
} from './two-accounts-for-tests.ts';

useTwoAccounts();

describe('S3 Batch Replication', () => {
  const batchRole = 'arn:aws:iam::000000000000:role/replicator-batch';
  const generator = (ObjectReplicationStatuses: ('FAILED' | 'NONE')[], EnableManifestOutput = false) => ({
    S3JobManifestGenerator: {
      SourceBucket: `arn:aws:s3:::${from}`,
      EnableManifestOutput,
      Filter: { EligibleForReplication: true, ObjectReplicationStatuses },
    },
  });
  const client = () =>
    new S3ControlClient({
      endpointProvider: () => ({ url: new URL(clouds.source().endpoint) }),
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  const job = (ManifestGenerator: ReturnType<typeof generator>) =>
    client().send(
      new CreateJobCommand({
        AccountId: sourceAccount,
        ConfirmationRequired: false,
        Operation: { S3ReplicateObject: {} },
        Report: { Enabled: false },
        ClientRequestToken: randomUUID(),
        ManifestGenerator,
        Priority: 1,
        RoleArn: batchRole,
      }),
    );
  const done = async (JobId: string | undefined) => {
    const describeIt = () => new DescribeJobCommand({ AccountId: sourceAccount, JobId });
    const read = async () => (await client().send(describeIt())).Job;
    await expect.poll(async () => (await read())?.Status, { timeout: 10_000 }).not.toBe('Active');
    return read();
  };

  async function mayStart(action: string): Promise<void> {
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'batchoperations.s3.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    const RoleName = 'replicator-batch';
    await call(admin, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument }).catch(() => undefined);
    const Statement = [
      allow(['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'], `arn:aws:s3:::${from}`),
      allow([action], `arn:aws:s3:::${from}/*`),
    ];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await call(admin, 'iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument });
  }

  test('brings what failed, and what was there before the rule, under the same version ids', async () => {
    const before = await put('raw/before');
    await replicateBy(rule);
    await permit(['s3:ReplicateDelete']);
    const refused = await put('raw/refused');
    await settled('raw/refused').toBe('FAILED');
    await permit(destinationActions);
    await mayStart('s3:InitiateReplication');
    expect(await done((await job(generator(['FAILED']))).JobId)).toMatchObject({
      Status: 'Complete',
      ProgressSummary: { TotalNumberOfTasks: 1, NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 0 },
    });
    expect(await bodyAt('raw/refused', refused.VersionId)).toBe('raw/refused');
    await expect(bodyAt('raw/before')).rejects.toMatchObject({ code: 'NoSuchKey' });
    expect(await done((await job(generator(['FAILED', 'NONE']))).JobId)).toMatchObject({ Status: 'Complete' });
    expect(await bodyAt('raw/before', before.VersionId)).toBe('raw/before');
    expect(await done((await job(generator(['FAILED']))).JobId)).toMatchObject({ Status: 'Failed' });
  });

  test('fails of each object that the role may not begin, and of a bucket that it may not see', async () => {
    await put('raw/before');
    await replicateBy(rule);
    await mayStart('s3:GetObject');
    expect(await done((await job(generator(['NONE']))).JobId)).toMatchObject({
      Status: 'Complete',
      ProgressSummary: { TotalNumberOfTasks: 1, NumberOfTasksSucceeded: 0, NumberOfTasksFailed: 1 },
    });
    expect(await statusOf('raw/before')).toBeUndefined();
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [allow(['s3:GetObject'], '*')] });
    await call(admin, 'iam', 'PutRolePolicy', { RoleName: 'replicator-batch', PolicyName: 'p', PolicyDocument });
    await expect(job(generator(['NONE']))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is all that is done here of Batch Operations', async () => {
    await replicateBy(rule);
    await expect(job(generator(['FAILED'], true))).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
