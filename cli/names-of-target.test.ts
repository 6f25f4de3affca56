import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClient, namesOf, targetOf } from './target.ts';

const before = process.env.LAKE_PREFIX;
beforeEach(() => {
  delete process.env.LAKE_PREFIX;
});
afterEach(() => {
  delete process.env.LAKE_PREFIX;
  if (before !== undefined) process.env.LAKE_PREFIX = before;
});

test('the names of a lake have the prefix that its deployment had', async () => {
  const target = { stage: 'local', client: localClient('http://127.0.0.1:4566') };
  expect((await namesOf(target)).rawBucket).toBe('tributary-raw-local-000000000000');
  process.env.LAKE_PREFIX = 'acme';
  expect((await namesOf(target)).rawBucket).toBe('acme-raw-local-000000000000');
});

test('a stage and a prefix of which no names can be made are refused, with what was probably meant', () => {
  expect(() => targetOf({ stage: 'Prod' })).toThrow(/'Prod' is none; perhaps prod/);
  process.env.LAKE_PREFIX = 'Acme';
  expect(() => targetOf({ stage: 'prod' })).toThrow(/LAKE_PREFIX.*perhaps acme/);
});
