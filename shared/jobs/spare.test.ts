import { describe, expect, test } from 'vitest';
import { createJobs } from './jobs.ts';
import type { Spared, Target } from './target.ts';
import { createMemoryStore } from './testing/memory-store.ts';
import type { NewUnit } from './unit.ts';

const limits = { maxUnits: 10, maxPartitions: 10, maxBytes: 1_000, maxIdBytes: 1_000, everyMs: 0 };
const unit = (id: string): NewUnit => ({ id, lane: 'optimize', stamp: 's', dueAt: 0 });

function setUp(verdicts: Readonly<Record<string, Spared>>) {
  const store = createMemoryStore();
  const statements: string[] = [];
  const looks: string[] = [];
  let clock = 1_000;
  let failure: string | undefined;
  let state: 'RUNNING' | 'FAILED' | 'SUCCEEDED' = 'RUNNING';
  const target: Target = {
    name: 't',
    digest: 'd',
    lanes: {
      optimize: {
        limits,
        statement: (units) => units.map(({ id }) => id).join(','),
        spared: async (units, now) => {
          looks.push(`${units.map(({ id }) => id).join(',')} at ${now}`);
          const found = units.flatMap(({ id }) => (verdicts[id] === undefined ? [] : [[id, verdicts[id]] as const]));
          return new Map(found);
        },
      },
    },
  };
  const jobs = createJobs({
    targets: [target],
    jobs: store,
    athena: {
      startQuery: async ({ sql }) => `q${statements.push(sql)}`,
      getQuery: async (id) => ({
        ...{ id, state, scannedBytes: 0 },
        ...(failure === undefined ? {} : { failure: { category: 'user', message: failure, retryable: false } }),
      }),
      stopQuery: async () => undefined,
      getUpdateCount: async () => undefined,
      getRows: async () => ({ columns: [], rows: [] }),
    },
    tableExists: async () => true,
    names: { database: 'lake', workGroup: 'w' },
    wake: async () => undefined,
    sendEvents: async () => undefined,
    maxMs: 60_000,
    measure: async () => undefined,
    now: () => clock,
    newId: () => `r${statements.length}`,
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
  });
  return {
    store,
    jobs,
    statements,
    looks,
    pass: (ms: number) => {
      clock += ms;
    },
    end: async (message?: string) => {
      failure = message;
      state = message === undefined ? 'SUCCEEDED' : 'FAILED';
      await jobs.goOn('t');
      state = 'RUNNING';
      failure = undefined;
    },
  };
}

describe('what a look says is not to be done', () => {
  test('is done with without a statement, and the others are done', async () => {
    const { store, jobs, statements } = setUp({ a: {} });
    await store.addUnits('t', [unit('a'), unit('b')]);
    await jobs.advance('t');
    expect(statements).toEqual(['b']);
    expect((await store.waiting('t', 0, 9)).map(({ id }) => id)).toEqual(['b']);
  });

  test('is not run at all where nothing is left', async () => {
    const { store, jobs, statements, looks } = setUp({ a: {}, b: {} });
    await store.addUnits('t', [unit('a'), unit('b')]);
    await jobs.advance('t');
    await jobs.advance('t');
    expect(statements).toEqual([]);
    expect(looks).toEqual(['a,b at 1000']);
    expect(await store.waiting('t', 0, 9)).toEqual([]);
  });

  test('is looked at again when the look says so, a minute later at the earliest', async () => {
    const { store, jobs, statements, looks, pass } = setUp({ a: { until: 100_000 } });
    await store.addUnits('t', [unit('a')]);
    await jobs.advance('t');
    pass(98_999);
    await jobs.advance('t');
    expect(looks).toEqual(['a at 1000']);
    pass(1);
    await jobs.advance('t');
    await jobs.advance('t');
    expect(looks).toEqual(['a at 1000', 'a at 100000']);
    expect(await store.waiting('t', 0, 9)).toMatchObject([{ dueAt: 160_000 }]);
    expect(statements).toEqual([]);
  });

  test('is gone on with once it has begun: a statement that asks for another run has changed what there is to see', async () => {
    const verdicts: Record<string, Spared> = {};
    const { store, jobs, statements, end } = setUp(verdicts);
    await store.addUnits('t', [unit('a')]);
    await jobs.advance('t');
    verdicts.a = {};
    await end('ICEBERG_VACUUM_MORE_RUNS_NEEDED: there are more files');
    await jobs.advance('t');
    expect(statements).toEqual(['a', 'a']);
    await end();
    expect(await store.waiting('t', 0, 9)).toEqual([]);
  });
});
