import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import type { Cloud } from '@tributary/local/kernel/cloud.ts';
import type { Permission } from '@tributary/local/kernel/permission.ts';
import type { Credentials } from './run-serverless.ts';

export type Asked = { readonly session: string; readonly permission: Permission };

export type DeployersCloud = {
  readonly endpoint: string;
  /** Every permission that the deployer was asked for, by the name of its session. */
  readonly asked: readonly Asked[];
  /** Credentials of a role that has these policies, as JSON text, and nothing else. */
  assume(session: string, policies: readonly string[]): Promise<Credentials>;
  /** What people's queries leave in a bucket. */
  put(bucket: string, key: string): Promise<void>;
  /** Buckets that keep versions, as those of another account would. */
  makeBuckets(...names: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
};

type ManagedPolicy = { readonly PolicyName: string; readonly PolicyDocument: string };

/** As a policy of its own: all that lie within a role have 10,240 characters together. */
async function attach(cloud: Cloud, RoleName: string, policy: ManagedPolicy): Promise<void> {
  const { Policy } = await cloud.call(admin, 'iam', 'CreatePolicy', policy);
  await cloud.call(admin, 'iam', 'AttachRolePolicy', { RoleName, PolicyArn: Policy?.Arn });
}

/** A local cloud whose deployer is a role like any other. */
export async function startDeployersCloud(): Promise<DeployersCloud> {
  const stateDir = mkdtempSync(join(tmpdir(), 'deployer-'));
  const running = await startCloud({ stateDir, port: 0 });
  const { cloud } = running;
  const asked: Asked[] = [];
  const authorize = cloud.authorize.bind(cloud);
  Object.assign(cloud, {
    authorize(caller: Parameters<typeof authorize>[0], permission: Permission) {
      if (caller.kind === 'role' && caller.roleArn.includes(':role/deployer-'))
        asked.push({ session: caller.sessionName, permission });
      authorize(caller, permission);
    },
  });
  return {
    endpoint: running.endpoint,
    asked,
    async assume(session, policies) {
      const RoleName = `deployer-${session}`;
      await cloud.call(admin, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trust(cloud.account) });
      for (const [index, PolicyDocument] of policies.entries())
        await attach(cloud, RoleName, { PolicyName: `${RoleName}-${index}`, PolicyDocument });
      const RoleArn = `arn:aws:iam::${cloud.account}:role/${RoleName}`;
      await beAdministrator(cloud, RoleArn);
      const { Credentials: issued } = await cloud.call(admin, 'sts', 'AssumeRole', {
        RoleArn,
        RoleSessionName: session,
      });
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = issued ?? {};
      return { AccessKeyId, SecretAccessKey, SessionToken };
    },
    async put(Bucket, Key) {
      await cloud.call(admin, 's3', 'PutObject', { Bucket, Key, Body: Buffer.from('a result') });
    },
    async makeBuckets(...names) {
      for (const Bucket of names) {
        await cloud.call(admin, 's3', 'CreateBucket', { Bucket });
        const VersioningConfiguration = { Status: 'Enabled' as const };
        await cloud.call(admin, 's3', 'PutBucketVersioning', { Bucket, VersioningConfiguration });
      }
    },
    async dispose() {
      await running.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Whoever deploys analysts is one of Lake Formation's: docs/analysts.md. */
async function beAdministrator({ call }: Cloud, arn: string): Promise<void> {
  const { DataLakeSettings: settings } = await call(admin, 'lakeformation', 'GetDataLakeSettings', {});
  const DataLakeAdmins = [...(settings?.DataLakeAdmins ?? []), { DataLakePrincipalIdentifier: arn }];
  await call(admin, 'lakeformation', 'PutDataLakeSettings', { DataLakeSettings: { ...settings, DataLakeAdmins } });
}

const trust = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  });
