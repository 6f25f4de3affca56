import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
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
  dispose(): Promise<void>;
};

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
        await cloud.call(admin, 'iam', 'PutRolePolicy', { RoleName, PolicyName: `p${index}`, PolicyDocument });
      const RoleArn = `arn:aws:iam::${cloud.account}:role/${RoleName}`;
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
    async dispose() {
      await running.stop();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

const trust = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  });
