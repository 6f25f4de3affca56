import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { Service } from '../../kernel/service.ts';
import { createSmallCloud, type SmallCloud } from '../iam/small-cloud.ts';
import { createLogs } from '../logs/service.ts';
import { createSecretsManager } from '../secretsmanager/service.ts';
import { createSsm } from '../ssm/service.ts';
import type { JsonObject } from './json.ts';
import { createCloudFormation } from './service.ts';

let folder: string;
let local: SmallCloud;
let formation: Service;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imports-'));
  local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
  formation = createCloudFormation(local.cloud, local.services);
  local.add(formation, createSsm(local.cloud), createLogs(local.cloud), createSecretsManager(local.cloud));
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
const group = (LogGroupName: unknown, more: JsonObject = kept) => ({
  Type: 'AWS::Logs::LogGroup',
  ...more,
  Properties: { LogGroupName, RetentionInDays: 7 },
});
const secret = { Type: 'AWS::SecretsManager::Secret', ...kept, Properties: { Name: 'salt', GenerateSecretString: {} } };
const parameter = (Value: string) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: 'p', Type: 'String', Value },
});

type Asked = {
  readonly stack?: string;
  readonly kind?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly named?: { readonly logicalId: string; readonly type: string; readonly by: Readonly<Record<string, string>> };
};

/** Makes a change set that takes in what is there, executes it where it can be, and tells how it and the stack ended. */
async function deploy(resources: object, { stack = 'lake', kind = 'CREATE', named }: Asked = {}) {
  const at = { StackName: stack, ChangeSetName: 'change' };
  await local.call(admin, 'cloudformation', 'CreateChangeSet', {
    ...at,
    ChangeSetType: kind,
    TemplateBody: JSON.stringify({ Resources: resources }),
    ...(named === undefined
      ? { ImportExistingResources: true }
      : {
          ResourcesToImport: [
            { LogicalResourceId: named.logicalId, ResourceType: named.type, ResourceIdentifier: named.by },
          ],
        }),
  });
  const described = await local.call(admin, 'cloudformation', 'DescribeChangeSet', at);
  const changes = (described.Changes ?? []).map(
    ({ ResourceChange }) => `${ResourceChange?.Action} ${ResourceChange?.LogicalResourceId}`,
  );
  if (described.Status === 'FAILED') return { changes, reason: described.StatusReason };
  await local.call(admin, 'cloudformation', 'ExecuteChangeSet', at);
  await formation.stop?.();
  const { Stacks = [] } = await local.call(admin, 'cloudformation', 'DescribeStacks', { StackName: stack });
  return { changes, status: Stacks[0]?.StackStatus };
}

async function remove(StackName = 'lake') {
  await local.call(admin, 'cloudformation', 'DeleteStack', { StackName });
  await formation.stop?.();
}

async function groups() {
  const { logGroups = [] } = await local.call(admin, 'logs', 'DescribeLogGroups', {});
  return logGroups.map(({ logGroupName, retentionInDays }) => `${logGroupName} ${retentionInDays}`);
}

describe('with ImportExistingResources', () => {
  test('what a removal has left is taken in again, as it is', async () => {
    expect(await deploy({ Group: group('/lake') })).toEqual({ changes: ['Add Group'], status: 'CREATE_COMPLETE' });
    await remove();
    await local.call(admin, 'logs', 'PutRetentionPolicy', { logGroupName: '/lake', retentionInDays: 30 });
    const again = await deploy({ Group: group('/lake'), Parameter: parameter('1') });
    expect(again).toEqual({ changes: ['Import Group', 'Add Parameter'], status: 'CREATE_COMPLETE' });
    expect(await groups()).toEqual(['/lake 30']);
    const { StackResources = [] } = await local.call(admin, 'cloudformation', 'DescribeStackResources', {
      StackName: 'lake',
    });
    expect(StackResources.map((each) => `${each.PhysicalResourceId} ${each.ResourceStatus}`)).toEqual([
      '/lake IMPORT_COMPLETE',
      'p CREATE_COMPLETE',
    ]);
    expect(await deploy({ Group: group('/lake') }, { kind: 'UPDATE' })).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  test('what would go with the stack is not taken in, and the change set says which', async () => {
    await local.call(admin, 'logs', 'CreateLogGroup', { logGroupName: '/lake' });
    const { reason } = await deploy({ Group: group('/lake', {}) });
    expect(reason).toMatch(
      /attempting to import some resources because they already exist.*affected resources are Group \(\{LogGroupName=\/lake\}\)$/,
    );
  });

  test('a name that a function makes is not known beforehand: the resource is made, and is there already', async () => {
    await local.call(admin, 'logs', 'CreateLogGroup', { logGroupName: '/lake' });
    const made = await deploy({ Group: group({ 'Fn::Sub': '/lake' }) });
    expect(made).toEqual({ changes: ['Add Group'], status: 'ROLLBACK_COMPLETE' });
  });

  test('a resource of another stack stays there', async () => {
    await deploy({ Group: group('/lake') }, { stack: 'first' });
    expect(await deploy({ Group: group('/lake') }, { stack: 'second' })).toMatchObject({ changes: ['Add Group'] });
  });

  test('a secret is not taken in: its identifier is made by AWS', async () => {
    await deploy({ Secret: secret });
    await remove();
    expect(await deploy({ Secret: secret })).toEqual({ changes: ['Add Secret'], status: 'ROLLBACK_COMPLETE' });
  });

  test('when the rest fails, what was taken in goes back to nobody', async () => {
    await local.call(admin, 'logs', 'CreateLogGroup', { logGroupName: '/lake' });
    await local.call(admin, 'ssm', 'PutParameter', { Name: 'p', Type: 'String', Value: 'there already' });
    const failed = { ...parameter('1'), DependsOn: 'Group' };
    expect(await deploy({ Group: group('/lake'), Failed: failed })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(await groups()).toHaveLength(1);
    await remove();
    expect(await deploy({ Group: group('/lake') })).toMatchObject({ status: 'CREATE_COMPLETE' });
  });
});

describe('with the type IMPORT', () => {
  const first = { Parameter: parameter('1') };
  const importing = (by: Readonly<Record<string, string>>, type = secret.Type) => ({
    kind: 'IMPORT' as const,
    named: { logicalId: 'Secret', type, by },
  });

  async function leftSecret(): Promise<string> {
    await deploy(first);
    const { ARN = '' } = await local.call(admin, 'secretsmanager', 'CreateSecret', {
      Name: 'salt',
      SecretString: 'grown old',
    });
    return ARN;
  }

  test('a secret is taken in by its ARN, and keeps its value', async () => {
    const Id = await leftSecret();
    const imported = await deploy({ ...first, Secret: secret }, importing({ Id }));
    expect(imported).toEqual({ changes: ['Import Secret'], status: 'IMPORT_COMPLETE' });
    const updated = await deploy({ Parameter: parameter('2'), Secret: secret }, { kind: 'UPDATE' });
    expect(updated).toEqual({ changes: ['Modify Parameter'], status: 'UPDATE_COMPLETE' });
    const { SecretString } = await local.call(admin, 'secretsmanager', 'GetSecretValue', { SecretId: 'salt' });
    expect(SecretString).toBe('grown old');
  });

  test.each([
    ['without a policy', { ...first, Secret: { ...secret, DeletionPolicy: undefined } }, /must have DeletionPolicy/],
    ['and something new', { ...first, Secret: secret, Other: group('/x') }, /Resources \[Other\] is missing from/],
    ['and a change', { Parameter: parameter('2'), Secret: secret }, /cannot modify or add \[Parameter\]/],
  ])('%s it is refused', async (_, resources, reason) => {
    const Id = await leftSecret();
    await expect(deploy(resources, importing({ Id }))).rejects.toThrow(reason);
  });

  test('what is not there, and a type that cannot be imported, are refused', async () => {
    await leftSecret();
    await expect(deploy({ ...first, Secret: secret }, importing({ Id: 'arn:none' }))).rejects.toThrow(/was not found/);
    await expect(deploy({ ...first, Secret: secret }, importing({ Id: 'x' }, 'AWS::SSM::Thing'))).rejects.toThrow(
      'ResourceTypes [AWS::SSM::Thing] are not supported for Import',
    );
  });
});
