import { expect, test } from 'vitest';
import { createLogStore } from './log-store.ts';
import type { JobsTable } from './table.ts';
import { createVersionStore } from './version-store.ts';

const day = 86_400;
const start = { executionId: 'e', at: 1_000_000 };
const run = {
  ...{ id: 'r', lane: 'write', digest: 'd', attempt: 1, notBefore: 0 },
  units: [{ id: 'a', version: 'v', why: ['Table Updated of lake.t'] }],
};

/** A table that remembers until when its items are kept, by the beginning of their keys; undefined for those that stay. */
function remembering() {
  const kept = new Map<string, unknown>();
  const none = async () => ({ items: [] });
  const table: JobsTable = {
    get: async () => undefined,
    update: async ({ pk }, { update, values }) => {
      kept.set(pk.split('#')[0] ?? pk, update.includes('expiresAt = :expires') ? values?.[':expires'] : undefined);
      return true;
    },
    updated: async () => ({}),
    remove: async () => true,
    query: none,
    queryDependency: none,
  };
  return { table, kept };
}

test('what ran is kept for as many days as the parameter says, and each item of it', async () => {
  const { table, kept } = remembering();
  const log = createLogStore(table, 30);
  const until = 1_000 + 30 * day;
  await log.recordOwner('t', start);
  await log.recordEntry('t', run, start);
  expect([...kept]).toEqual([
    ['execution', until],
    ['log', until],
    ['caused', until],
  ]);
  kept.clear();
  await log.recordEnd('t', run, { start, state: 'SUCCEEDED', scannedBytes: 0, message: '', at: 2_000_000 });
  expect([...kept]).toEqual([
    ['log', until],
    ['caused', until],
  ]);
});

test('by which SQL a partition was made is kept as long as its rows', async () => {
  const { table, kept } = remembering();
  const versions = createVersionStore(table, 30);
  await versions.made('t', [{ partition: 'a', digest: 'd', executionId: 'e', at: 1 }]);
  await versions.noteBackfill('t', { from: 'a', to: 'b', at: 1_000_000 });
  expect([...kept]).toEqual([
    ['made', undefined],
    ['backfill', 1_000 + 30 * day],
  ]);
});
