import { describe, expect, test } from 'vitest';
import { fakeFramework } from './fake-framework.ts';
import { type FakeStackOptions, fakeStack } from './fake-stack.ts';
import type { Resource } from './framework.ts';
import { takeIn } from './take-in.ts';

const kept = { DeletionPolicy: 'RetainExceptOnCreate' };
const bucket = {
  Type: 'AWS::S3::Bucket',
  ...kept,
  Properties: { BucketName: { 'Fn::Sub': `raw-\${AWS::AccountId}` } },
};
const database = { Type: 'AWS::Glue::Database', ...kept, Properties: { DatabaseInput: { Name: 'lake' } } };
const secret = { Type: 'AWS::SecretsManager::Secret', ...kept, Properties: { Name: 'salt' } };

/** The template that goes up, the change set's parameters and the imports before it. */
async function deployment(
  resources: Readonly<Record<string, Resource>>,
  options: FakeStackOptions = {},
  conditions = {},
) {
  const stack = fakeStack(options);
  const maker = { getCreateChangeSetParams: (...given: readonly unknown[]) => ({ given }) };
  const framework = fakeFramework({ resources, conditions, plugins: [{}, maker] });
  await takeIn(framework, async () => stack)['after:aws:deploy:deploy:createStack']?.();
  return {
    made: framework.service.provider.compiledCloudFormationTemplate.Resources,
    parameters: maker.getCreateChangeSetParams('a'),
    imported: stack.imported,
  };
}

describe('a deployment', () => {
  test('asks for what exists to be imported', async () => {
    expect((await deployment({})).parameters).toEqual({ given: ['a'], ImportExistingResources: true });
  });

  test('writes out the names of what is retained, and of nothing else', async () => {
    const { made } = await deployment({ Raw: bucket, Results: { ...bucket, DeletionPolicy: 'Delete' } });
    expect(made.Raw?.Properties?.BucketName).toBe('raw-123456789012');
    expect(made.Results).toEqual({ ...bucket, DeletionPolicy: 'Delete' });
  });

  test('names a database by its identifier, unless the stack has it without: that would make another one', async () => {
    const named = { ...database, Properties: { ...database.Properties, DatabaseName: 'lake' } };
    expect((await deployment({ Lake: database })).made.Lake).toEqual(named);
    expect((await deployment({ Lake: database }, { resources: { Lake: named } })).made.Lake).toEqual(named);
    expect((await deployment({ Lake: database }, { resources: { Lake: database } })).made.Lake).toEqual(database);
  });

  test("imports a secret that is there and not yet the stack's, into the stack as it is", async () => {
    const options = { secrets: { salt: 'arn:salt' }, resources: { Core: { Type: 'AWS::S3::Bucket' } } };
    const { imported } = await deployment({ Secret: secret }, options);
    expect(imported).toEqual([
      {
        id: 'Secret',
        type: 'AWS::SecretsManager::Secret',
        identifier: { Id: 'arn:salt' },
        template: JSON.stringify({ Resources: { Core: { Type: 'AWS::S3::Bucket' }, Secret: secret } }),
      },
    ]);
    expect((await deployment({ Secret: secret })).imported).toEqual([]);
    expect((await deployment({ Secret: secret }, { ...options, resources: { Secret: secret } })).imported).toEqual([]);
  });

  test('leaves a secret alone that the stack does not want', async () => {
    const options = { secrets: { salt: 'arn:salt' } };
    const conditional = { ...secret, Condition: 'MakesSecret' };
    const conditions = { MakesSecret: { 'Fn::Equals': ['arn:other', ''] } };
    expect((await deployment({ Secret: conditional }, options, conditions)).imported).toEqual([]);
    const { imported } = await deployment({ Secret: conditional }, options, {});
    expect(imported.map(({ template }) => template)).toEqual([JSON.stringify({ Resources: { Secret: secret } })]);
  });

  test('stops when the import fails, or the stack is too large for one', async () => {
    const options = { secrets: { salt: 'arn:salt' } };
    const failed = deployment({ Secret: secret }, { ...options, status: 'IMPORT_ROLLBACK_COMPLETE' });
    await expect(failed).rejects.toThrow(/IMPORT_ROLLBACK_COMPLETE its reason/);
    const large = { Large: { Type: 'AWS::S3::Bucket', Properties: { Text: 'x'.repeat(52_000) } } };
    await expect(deployment({ Secret: secret }, { ...options, resources: large })).rejects.toThrow(
      /too large.*as Secret/,
    );
  });

  test('refuses a framework that makes its change sets otherwise', async () => {
    const framework = fakeFramework({ plugins: [{}] });
    const hooks = takeIn(framework, async () => fakeStack({}));
    await expect(hooks['after:aws:deploy:deploy:createStack']?.()).rejects.toThrow(/osls 4\.3/);
  });
});
