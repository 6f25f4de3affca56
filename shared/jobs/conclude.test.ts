import { expect, test } from 'vitest';
import type { LakeEvent } from '../events.ts';
import { createConclude } from './conclude.ts';
import type { Run } from './run.ts';
import type { Lane, Target } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';

const never = Number.POSITIVE_INFINITY;
const limits = { maxUnits: 9, maxPartitions: 9, maxBytes: never, maxIdBytes: never, everyMs: 0 };
const write: Lane = { limits, statement: () => 'MERGE', update: () => ({ cause: 'rows' }) };

/** A target whose run has ended; `after` is told what the store knew when its units were done with. */
async function ended(lane: Lane, failure?: { readonly message: string }, partitions: readonly string[] = ['a', 'b']) {
  const jobs = createMemoryStore();
  let atRemoval = 0;
  const conclude = createConclude({
    jobs: {
      ...jobs,
      remove: async (...args) => {
        atRemoval = (await jobs.versions('t')).length;
        await jobs.remove(...args);
      },
    },
    getUpdateCount: async () => 1,
    getRows: async () => ({ columns: [], rows: [] }),
    wake: async () => undefined,
    sendEvents: async () => undefined,
    database: 'lake',
    now: () => 500,
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
  });
  const target: Target = { name: 't', digest: 'new', lanes: { write: lane } };
  const units = partitions.map((partition) => ({ id: partition, version: 'v', partition }));
  const run = { id: 'r', lane: 'write', digest: 'd1', units, attempt: 1, notBefore: 0 };
  await conclude(target, {
    run,
    executionId: 'e1',
    at: 300,
    state: failure === undefined ? 'SUCCEEDED' : 'FAILED',
    scannedBytes: 7,
    ...(failure === undefined ? {} : { failure: { ...failure, category: 'user', retryable: false } }),
  });
  return { versions: await jobs.versions('t'), standings: await jobs.standings(), atRemoval };
}

test('of what a run has made it is remembered by which SQL, before its units are done with', async () => {
  const { versions, atRemoval } = await ended({ ...write, makes: true });
  expect(versions).toEqual([
    { partition: 'a', digest: 'd1', executionId: 'e1', at: 500 },
    { partition: 'b', digest: 'd1', executionId: 'e1', at: 500 },
  ]);
  expect(atRemoval).toBe(2);
});

test('a run that adds to its partitions, or fails, makes none', async () => {
  expect((await ended(write)).versions).toEqual([]);
  expect((await ended({ ...write, makes: true }, { message: 'no' })).versions).toEqual([]);
});

test('how its rows stand is what a run that was to change them came to', async () => {
  expect((await ended(write)).standings).toMatchObject([
    { target: 't', freshAt: 500, last: { state: 'SUCCEEDED', executionId: 'e1', at: 500, message: '' } },
  ]);
  expect((await ended(write, { message: 'DIVISION_BY_ZERO' })).standings).toEqual([
    {
      target: 't',
      reads: [],
      freshAt: undefined,
      last: { state: 'FAILED', executionId: 'e1', at: 500, message: 'DIVISION_BY_ZERO' },
    },
  ]);
  const { update: _, ...upkeep } = write;
  expect((await ended(upkeep)).standings).toEqual([]);
});

test('the lake hears of the table that a statement wrote to, where it is not the target itself', async () => {
  const events: LakeEvent[] = [];
  const conclude = createConclude({
    jobs: createMemoryStore(),
    getUpdateCount: async () => 3,
    getRows: async () => ({ columns: [], rows: [] }),
    wake: async () => undefined,
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    database: 'lake',
    now: () => 0,
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
  });
  const update = () => ({ cause: 'rows' as const, table: 'order_placed_events', partitions: ['2026-11-20'] });
  const target: Target = {
    name: 'compaction',
    digest: 'd',
    lanes: { compact: { limits, statement: () => '', update } },
  };
  const run: Run = { id: 'r', lane: 'compact', digest: 'd', units: [], attempt: 1, notBefore: 0 };
  await conclude(target, { run, executionId: 'q', at: 0, state: 'SUCCEEDED', scannedBytes: 0 });
  expect(events).toEqual([
    {
      type: 'Table Updated',
      detail: {
        ...{ version: '1', database: 'lake', table: 'order_placed_events', queryExecutionId: 'q', cause: 'rows' },
        ...{ partitions: ['2026-11-20'], rows: 3 },
      },
    },
  ]);
});
