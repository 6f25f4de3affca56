import { attemptOf } from '@tributary/shared/jobs/run.ts';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { stagedName } from '../../core/statements/staged.ts';
import { createSweep } from './sweep.ts';

const run = { id: 'r', lane: 'write', digest: 'd', units: [], attempt: 2, notBefore: 0 };

test('staged tables of no run are removed, once an hour, and nothing else', async () => {
  const store = createMemoryStore();
  const removed: string[] = [];
  let now = 10_000_000;
  const underWay = stagedName('usage', attemptOf(run));
  const former = stagedName('usage', attemptOf({ ...run, attempt: 1 }));
  const gone = stagedName('gone', 'any');
  const sweep = createSweep({
    store,
    listFolders: async () => ['usage', 'my__staged_table', underWay, former, gone],
    removeTable: async (name) => void removed.push(name),
    now: () => now,
    log: { warn: () => undefined },
  });
  await store.claim('usage', run, { statement: '', at: 0, isNew: true });
  await sweep();
  expect(removed).toEqual([former, gone]);
  now += 3_000_000;
  await sweep();
  expect(removed).toHaveLength(2);
  now += 1_000_000;
  await store.endRun('usage', run);
  await sweep();
  expect(removed).toEqual([former, gone, underWay, former, gone]);
});
