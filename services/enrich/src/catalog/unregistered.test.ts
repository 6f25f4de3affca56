import { expect, test } from 'vitest';
import { createUnregistered } from './unregistered.ts';

const hour = (text: string) => new Date(`2026-11-20T${text}:00:00Z`);

test('an hour is waited for while there is something in it that the catalog does not know', async () => {
  const looked: string[] = [];
  const unregistered = createUnregistered(
    async () => new Set(['2026/11/20/13']),
    async (prefix) => {
      looked.push(prefix);
      return prefix.includes('hour=14');
    },
  );
  expect(await unregistered('requests', [hour('13'), hour('14'), hour('15'), hour('14')])).toEqual(
    new Set([hour('14').getTime()]),
  );
  expect(looked).toEqual([
    'lake/requests/year=2026/month=11/day=20/hour=14/',
    'lake/requests/year=2026/month=11/day=20/hour=15/',
  ]);
});
