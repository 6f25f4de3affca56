import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fakeFramework } from './fake-framework.ts';
import { checkInput } from './input.ts';

const serviceDir = fileURLToPath(new URL('../../services/query', import.meta.url));

describe('what a command is given', () => {
  const check = (options: Parameters<typeof fakeFramework>[0]['options'] = {}, environment: NodeJS.ProcessEnv = {}) =>
    checkInput(fakeFramework({ serviceDir, options }), environment);

  test('is taken when names can be made of it', () => {
    expect(() => check({ stage: 'feature-12', param: ['retrySeconds=400'] }, { LAKE_PREFIX: 'acme' })).not.toThrow();
    expect(() => check()).not.toThrow();
  });

  test.each([
    [{ stage: 'Prod' }, {}, /'Prod' is none; perhaps prod/],
    [{ stage: 'a--b' }, {}, /perhaps a-b/],
    [{ stage: '' }, {}, /perhaps dev/],
    [{}, { LAKE_PREFIX: 'Acme_Data' }, /LAKE_PREFIX.*'Acme_Data' is none; perhaps acme-data/],
    [{}, { LAKE_PREFIX: '' }, /LAKE_PREFIX/],
    [{ param: ['retrySecond=1'] }, {}, /Was retrySeconds meant/],
    [{ stage: 'dev', region: 'us-east-1' }, {}, /stages\/dev\.yml says that dev is in eu-west-1/],
  ])('is refused: %j %j', (options, environment, reason) => {
    expect(() => check(options, environment)).toThrow(reason);
  });

  test('is refused for all that is wrong at once', () => {
    expect(() => check({ stage: 'Prod', param: ['prefix=acme', 'maxReceives=0'] })).toThrow(
      /Prod[\s\S]*LAKE_PREFIX=acme[\s\S]*maxReceives takes a whole number from 1 to 1000, not '0'/,
    );
  });
});
