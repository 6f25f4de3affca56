import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createSmallCloud, type SmallCloud } from '../iam/small-cloud.ts';
import { generateSecret } from './generate.ts';
import { secretResource } from './resources/secret.ts';
import { createSecretsManager } from './service.ts';

let folder: string;
let local: SmallCloud;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  local = createSmallCloud({ stateDir: folder, clock: systemClock(() => {}) });
  local.add(createSecretsManager(local.cloud));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (SecretId: string, VersionStage?: string) =>
  local.call(admin, 'secretsmanager', 'GetSecretValue', { SecretId, VersionStage });

it('keeps the current value and the one before it, found by name, ARN or partial ARN', async () => {
  const { ARN = '' } = await local.call(admin, 'secretsmanager', 'CreateSecret', { Name: 'crm', SecretString: 'one' });
  await local.call(admin, 'secretsmanager', 'PutSecretValue', { SecretId: 'crm', SecretString: 'two' });
  expect(await read('crm')).toMatchObject({ SecretString: 'two', VersionStages: ['AWSCURRENT'] });
  expect(await read(ARN, 'AWSPREVIOUS')).toMatchObject({ SecretString: 'one' });
  expect(await read(ARN.slice(0, -7))).toMatchObject({ SecretString: 'two' });
  await expect(read('other')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

it('keeps bytes as bytes', async () => {
  const bytes = new Uint8Array([0, 255, 7]);
  await local.call(admin, 'secretsmanager', 'CreateSecret', { Name: 'key', SecretBinary: bytes });
  expect(new Uint8Array((await read('key')).SecretBinary ?? [])).toEqual(bytes);
});

it('does not give out a secret that waits for its deletion', async () => {
  await local.call(admin, 'secretsmanager', 'CreateSecret', { Name: 'old', SecretString: 'x' });
  await local.call(admin, 'secretsmanager', 'DeleteSecret', { SecretId: 'old' });
  await expect(read('old')).rejects.toThrow('marked for deletion');
});

it('generates what the template asks for', async () => {
  const secret = JSON.parse(
    generateSecret({
      SecretStringTemplate: '{"user":"lake"}',
      GenerateStringKey: 'pw',
      PasswordLength: 20,
      ExcludePunctuation: true,
    }),
  );
  expect(secret).toEqual({ user: 'lake', pw: expect.stringMatching(/^[A-Za-z0-9]{20}$/) });
});

it('is created and removed by CloudFormation', async () => {
  const request = { logicalId: 'S', stackName: 's', stackId: 'i', generatedName: 's-S-1', tags: {} };
  const created = await secretResource.create({ GenerateSecretString: {} }, request, local.context);
  expect((await read(created.physicalId)).SecretString).toHaveLength(32);
  await secretResource.remove(created, {}, local.context);
  await expect(read('s-S-1')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});
