import { expect, test } from 'vitest';
import { flagsOf } from './flags.ts';

test('a command that is told to somebody means the same lake', () => {
  expect(flagsOf({ stage: 'local' })).toBe('');
  expect(flagsOf({ stage: 'prod', region: 'eu-central-1' })).toBe(' --stage prod --region eu-central-1');
  expect(flagsOf({ stage: 'local', profile: 'on-call' })).toBe(' --profile on-call');
});
