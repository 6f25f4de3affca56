import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplicationRule } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect } from 'vitest';
import { type RunningCloud, startCloud } from '../../../cloud.ts';
import { admin } from '../../../kernel/caller.ts';

const rawRole = 'arn:aws:iam::000000000000:role/replicator';
export const [from, to] = ['raw-000000000000', 'raw-111111111111'];
export const target = { Bucket: `arn:aws:s3:::${to}`, Account: '111111111111' };
export const rule: ReplicationRule = {
  ID: 'raw',
  Status: 'Enabled',
  Priority: 1,
  Filter: { Prefix: 'raw/' },
  DeleteMarkerReplication: { Status: 'Disabled' },
  Destination: {
    ...target,
    AccessControlTranslation: { Owner: 'Destination' },
    ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
    Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
  },
};
export const destinationActions = [
  's3:ReplicateObject',
  's3:ReplicateDelete',
  's3:ReplicateTags',
  's3:ObjectOwnerOverrideToBucketOwner',
];
export const allow = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const bucketPolicy = (Action: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...allow(Action, `arn:aws:s3:::${to}/*`), Principal: { AWS: rawRole } }],
  });

export const sourceAccount = '000000000000';
const destinationAccount = '111111111111';

let dirs: string[];
let source: RunningCloud;
let destination: RunningCloud;

/** For each test of the file that calls it two local clouds, an account each, with a bucket in both; nothing is replicated before `replicateBy`. */
export function useTwoAccounts(): void {
  beforeEach(async () => {
    dirs = [];
    destination = await start(destinationAccount, []);
    source = await start(sourceAccount, [destination.endpoint]);
    await makeBucket(source, from);
    await makeBucket(destination, to);
    const trust = { Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await call(admin, 'iam', 'CreateRole', { RoleName: 'replicator', AssumeRolePolicyDocument });
    await mayReplicate(destinationActions);
    await permit(destinationActions);
  });
  afterEach(async () => {
    await Promise.all([source.stop(), destination.stop()]);
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  });
}

export const clouds = {
  source: () => source,
  destination: () => destination,
  /** Stops the first account's cloud, and starts it on the same state with these neighbours. */
  async restartSource(peers: readonly string[]): Promise<void> {
    const { stateDir } = source.cloud;
    await source.stop();
    source = await start(sourceAccount, peers, stateDir);
  },
};

async function start(account: string, peers: readonly string[], stateDir = newDir()): Promise<RunningCloud> {
  return startCloud({ stateDir, port: 0, account, peers });
}

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'accounts-'));
  dirs.push(dir);
  return dir;
}

export const call: RunningCloud['cloud']['call'] = (...args) => source.cloud.call(...args);

async function makeBucket({ cloud }: RunningCloud, Bucket: string): Promise<void> {
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket });
  await cloud.call(admin, 's3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
}

export async function replicateBy(...Rules: readonly ReplicationRule[]): Promise<void> {
  const ReplicationConfiguration = { Role: rawRole, Rules: [...Rules] };
  await call(admin, 's3', 'PutBucketReplication', { Bucket: from, ReplicationConfiguration });
}

export const permit = (Action: readonly string[]) =>
  destination.cloud.call(admin, 's3', 'PutBucketPolicy', { Bucket: to, Policy: bucketPolicy(Action) });
export const put = (Key: string, Body = Key) => call(admin, 's3', 'PutObject', { Bucket: from, Key, Body });
export const statusOf = async (Key: string, VersionId?: string) =>
  (await call(admin, 's3', 'HeadObject', { Bucket: from, Key, ...(VersionId && { VersionId }) })).ReplicationStatus;
export const settled = (Key: string, VersionId?: string) =>
  expect.poll(() => statusOf(Key, VersionId), { timeout: 10_000 });

export async function bodyAt(Key: string, VersionId?: string): Promise<string | undefined> {
  const input = { Bucket: to, Key, ...(VersionId !== undefined && { VersionId }) };
  const { Body } = await destination.cloud.call(admin, 's3', 'GetObject', input);
  return Body?.transformToString();
}

export async function mayReplicate(actions: readonly string[]): Promise<void> {
  const Statement = [
    allow(['s3:GetReplicationConfiguration', 's3:ListBucket'], `arn:aws:s3:::${from}`),
    allow(
      ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
      `arn:aws:s3:::${from}/*`,
    ),
    ...(actions.length > 0 ? [allow(actions, `arn:aws:s3:::${to}/*`)] : []),
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await call(admin, 'iam', 'PutRolePolicy', { RoleName: 'replicator', PolicyName: 'p', PolicyDocument });
}
