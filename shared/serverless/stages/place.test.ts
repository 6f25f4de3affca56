import { describe, expect, test } from 'vitest';
import { fakeFramework } from '../fake-framework.ts';
import { regionMistake, rightAccount } from './place.ts';

describe('the account of a stage', () => {
  // The fake's credentials are of 123456789012
  const hooks = (account?: string) =>
    rightAccount(fakeFramework({}), () => ({ parameters: {}, ...(account === undefined ? {} : { account }) }));
  const moments = ['before:aws:deploy:deploy:createStack', 'before:remove:remove'] as const;

  test.each(moments)('is asked for %s', async (moment) => {
    await expect(hooks('111122223333')[moment]?.()).rejects.toThrow(
      /stages\/dev\.yml says that dev is in account 111122223333, and these credentials are of 123456789012/,
    );
    await expect(hooks('123456789012')[moment]?.()).resolves.toBeUndefined();
  });

  test.each(moments)('may be any where the file names none, and none is asked for: %s', async (moment) => {
    const framework = fakeFramework({});
    const unasked = { ...framework, getProvider: () => ({ ...framework.getProvider('aws'), getAccountId: fail }) };
    await rightAccount(unasked, () => undefined)[moment]?.();
    await rightAccount(unasked, () => ({ parameters: {} }))[moment]?.();
  });
});

test('the region of a stage is the one that its file names', () => {
  const file = { region: 'eu-west-1', parameters: {} };
  expect(regionMistake('prod', file, 'us-east-1')).toMatch(/prod is in eu-west-1, and --region says us-east-1/);
  expect(regionMistake('prod', file, 'eu-west-1')).toBeUndefined();
  expect(regionMistake('prod', file)).toBeUndefined();
  expect(regionMistake('prod', { parameters: {} }, 'us-east-1')).toBeUndefined();
  expect(regionMistake('local', undefined, 'us-east-1')).toBeUndefined();
});

async function fail(): Promise<string> {
  throw new Error('asked for the account');
}
