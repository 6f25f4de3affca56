import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { localClient } from '../target.ts';
import { UsageError } from '../usage.ts';
import { orRemoved, removedSince } from './or-removed.ts';

async function lakeWith(removed: string, present: string) {
  const [query, others] = [createMemoryStore(), createMemoryStore()];
  for (const target of [removed, present]) await query.define({ target, digest: 'd', reads: [] }, 'n');
  await query.undefine(removed, Date.UTC(2026, 10, 20, 13));
  return (service: string) => (service === 'query' ? query : others);
}

test('a name that was removed is told with since when; another is not', async () => {
  const open = await lakeWith('old', 'usage');
  const error = await removedSince('old', open);
  expect(error).toBeInstanceOf(UsageError);
  expect(error?.message).toBe(
    'old was removed from services/query 2026-11-20 13:00:00 UTC: nothing of it runs any more. lake jobs says what is left of it.',
  );
  expect(await removedSince('usage', open)).toBeUndefined();
  expect(await removedSince('never', open)).toBeUndefined();
});

test('what is found is given, and other faults are told as they are', async () => {
  const target = { stage: 'local', client: localClient('http://127.0.0.1:9') };
  expect(await orRemoved('usage', target, () => 'found')).toBe('found');
  const fails = () => {
    throw new TypeError('a fault');
  };
  await expect(orRemoved('usage', target, fails)).rejects.toThrow(TypeError);
});
