import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createIam } from '../iam/service.ts';
import { createSmallCloud } from '../iam/small-cloud.ts';
import { createSts } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'sts-'));
const clock = systemClock(() => {});
const { cloud, call, add } = createSmallCloud({ stateDir: folder, clock });
const roleArn = 'arn:aws:iam::000000000000:role/deployer';

beforeAll(async () => {
  const iam = createIam(cloud);
  add(iam, createSts(cloud, iam));
  await call(admin, 'iam', 'CreateRole', {
    RoleName: 'deployer',
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::000000000000:root' } }],
    }),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names the administrator', async () => {
  expect(await call(admin, 'sts', 'GetCallerIdentity', {})).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/admin',
  });
});

it('lets the administrator assume a role that trusts the account', async () => {
  const answer = await call(admin, 'sts', 'AssumeRole', { RoleArn: roleArn, RoleSessionName: 'ann' });
  expect(answer.AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/deployer/ann');
  expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA/);
});

it('refuses a session longer than the role allows', async () => {
  const ask = { RoleArn: roleArn, RoleSessionName: 'ann', DurationSeconds: 7200 };
  await expect(call(admin, 'sts', 'AssumeRole', ask)).rejects.toThrow('MaxSessionDuration');
});
