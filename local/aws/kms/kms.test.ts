import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin, type Caller } from '../../kernel/caller.ts';
import type { Input, OperationName, ServiceName } from '../../kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'kms-'));
const account = '000000000000';
const role: Caller = { kind: 'role', roleArn: `arn:aws:iam::${account}:role/publisher`, sessionName: 's' };
const stranger: Caller = { ...role, roleArn: `arn:aws:iam::${account}:role/stranger` };
let running: RunningCloud;
let TopicArn = '';

function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O & string,
  input: Input<S, O>,
  caller: Caller = admin,
) {
  return running.cloud.call(caller, service, operation, input);
}

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
const made = async (input: Input<'kms', 'CreateKey'> = {}) =>
  (await call('kms', 'CreateKey', input)).KeyMetadata?.KeyId ?? '';
const encrypt = (AttributeValue: string) =>
  call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue });
const publish = (caller: Caller) => call('sns', 'Publish', { TopicArn, Message: 'm' }, caller);

async function createRole(RoleName: string, Action: readonly string[]) {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: policy(trust) });
  const PolicyDocument = policy({ Effect: 'Allow', Action, Resource: '*' });
  await call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument });
}

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0 });
  TopicArn = (await call('sns', 'CreateTopic', { Name: 'secret' })).TopicArn ?? '';
  await createRole('publisher', ['sns:Publish', 'kms:GenerateDataKey', 'kms:Decrypt']);
  await createRole('stranger', ['sns:Publish']);
});
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

test('a role’s own policies reach a key only where the key’s policy names the account', async () => {
  const KeyId = await made();
  await encrypt(KeyId);
  await expect(publish(role)).resolves.toBeDefined();
  await expect(publish(stranger)).rejects.toMatchObject({ code: 'KMSAccessDenied' });
  const other = { ...root, Principal: { AWS: stranger.roleArn } };
  await call('kms', 'PutKeyPolicy', { KeyId, Policy: policy(other), BypassPolicyLockoutSafetyCheck: true });
  await expect(publish(role)).rejects.toMatchObject({ code: 'KMSAccessDenied' });
  await expect(publish(stranger)).resolves.toBeDefined();
});

test('AWS’s own key is open to the account’s callers through SNS, and nobody changes it', async () => {
  await encrypt('alias/aws/sns');
  await expect(publish(stranger)).resolves.toBeDefined();
  const change = call('kms', 'DisableKey', { KeyId: 'alias/aws/sns' });
  await expect(change).rejects.toMatchObject({ code: 'UnsupportedOperationException' });
});

test('a key that goes is of no use at once, comes back on demand, and has no alias of AWS’s', async () => {
  const KeyId = await made();
  await encrypt(KeyId);
  await call('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  await expect(publish(role)).rejects.toMatchObject({ code: 'KMSInvalidState' });
  await expect(call('kms', 'ScheduleKeyDeletion', { KeyId })).rejects.toMatchObject({
    code: 'KMSInvalidStateException',
  });
  await call('kms', 'CancelKeyDeletion', { KeyId });
  await call('kms', 'EnableKey', { KeyId });
  await expect(publish(role)).resolves.toBeDefined();
  const alias = (AliasName: string) => call('kms', 'CreateAlias', { AliasName, TargetKeyId: KeyId });
  await alias('alias/one');
  await expect(alias('alias/one')).rejects.toMatchObject({ code: 'AlreadyExistsException' });
  await expect(alias('alias/aws/mine')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  const { Aliases } = await call('kms', 'ListAliases', { KeyId });
  expect(Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/one']);
});

test('a policy that shuts out who makes it, one that is none, and a key that is not there are refused', async () => {
  const shut = policy({ ...root, Principal: { Service: 'sns.amazonaws.com' } });
  await expect(made({ Policy: shut })).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
  await expect(made({ Policy: '{' })).rejects.toMatchObject({ code: 'MalformedPolicyDocumentException' });
  await expect(made({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' })).rejects.toMatchObject({
    code: 'NotImplemented',
  });
  for (const KeyId of ['alias/none', 'none'])
    await expect(call('kms', 'DescribeKey', { KeyId })).rejects.toMatchObject({ code: 'NotFoundException' });
  await encrypt('alias/none');
  await expect(publish(role)).rejects.toMatchObject({ code: 'KMSNotFound' });
});
