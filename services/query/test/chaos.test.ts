import type { Execution, Statement } from '@tributary/shared/athena.ts';
import type { LakeEvent } from '@tributary/shared/events.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dataset, readDataset } from '../src/core/dataset.ts';
import { createPlan } from '../src/functions/plan/plan.ts';
import { createReconcile } from '../src/functions/reconcile/reconcile.ts';
import { createAdvance } from '../src/jobs/advance.ts';
import { createSettleExecution } from '../src/jobs/settle-execution.ts';
import { createMemoryJobs } from './memory-jobs.ts';

const dataset: Dataset = readDataset(
  'usage.sql',
  `/*
table: usage
description: for this test
materialisation: incremental
after: [requests]
time: at
partition_column: day
key: [day]
columns: { day: date, hits: bigint }
*/
SELECT CAST(at AS date) AS day, count(*) AS hits FROM {{lake}}.requests WHERE {{days}} GROUP BY 1`,
);

const never = Number.POSITIVE_INFINITY;
const days = ['2026-11-20', '2026-11-21', '2026-11-22'];

class Killed extends Error {}

type Query = { readonly id: string; readonly sql: string; readonly days: readonly string[]; state: Execution['state'] };

/**
 * The service on a source that counts versions of days, an Athena that runs when it is told to, and a supervisor that kills
 * a function before any of its effects.
 */
function createWorld() {
  const source = new Map<string, number>();
  const target = new Map<string, number>();
  const queries = new Map<string, Query>();
  const tokens = new Map<string, string>();
  const events: LakeEvent[] = [];
  const overlaps: string[] = [];
  let clock = 0;
  let exists = false;
  let stepsUntilKill = never;
  const effect =
    <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      stepsUntilKill -= 1;
      if (stepsUntilKill < 0) throw new Killed();
      return run(...args);
    };
  const memory = createMemoryJobs();
  const jobs = {
    ...memory,
    addPending: effect(memory.addPending),
    claim: effect(memory.claim),
    recordStart: effect(memory.recordStart),
    continueRun: effect(memory.continueRun),
    endRun: effect(memory.endRun),
    recordEnd: effect(memory.recordEnd),
  };
  const running = () => [...queries.values()].filter(({ state }) => state === 'RUNNING');
  const startQuery = effect(async ({ sql, token }: Statement) => {
    const known = tokens.get(token);
    if (known) return known;
    const id = `q${queries.size + 1}`;
    tokens.set(token, id);
    if (running().length > 0) overlaps.push(id);
    const inDays = days.filter((day) => sql.includes(`DATE '${day}'`));
    queries.set(id, { id, sql, days: inDays, state: 'RUNNING' });
    return id;
  });
  const advance = createAdvance({
    jobs,
    startQuery,
    tableExists: async () => exists,
    names: { lakeDatabase: 'lake', lakeBucket: 'lake', workGroup: 'w' },
    now: () => new Date(clock),
    newId: () => `run${clock}_${queries.size}`,
    log: { info: () => undefined },
  });
  const settleExecution = createSettleExecution({
    datasets: [dataset],
    jobs,
    athena: {
      getQuery: async (id) => {
        const state = queries.get(id)?.state ?? 'FAILED';
        const failure = { category: 'other', message: 'ICEBERG_COMMIT_ERROR', retryable: true } as const;
        return { id, state, scannedBytes: 1, ...(state === 'FAILED' ? { failure } : {}) };
      },
      getUpdateCount: async () => 1,
    },
    advance,
    tryAgainLater: effect(async () => undefined),
    sendEvents: effect(async (sent: readonly LakeEvent[]) => {
      events.push(...sent);
    }),
    lakeDatabase: 'lake',
    now: () => new Date(clock),
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
  });
  const plan = createPlan({ datasets: [dataset], lakeDatabase: 'lake', jobs, advance });
  const reconcile = createReconcile({ datasets: [dataset], jobs, settleExecution, advance });
  const killedAfter = async (steps: number, run: () => Promise<void>) => {
    stepsUntilKill = steps;
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    stepsUntilKill = never;
  };
  return {
    source,
    target,
    events,
    overlaps,
    jobs: memory,
    queries,
    tell: (day: string, kill: number) =>
      killedAfter(kill, () =>
        plan({
          body: {
            id: 'e',
            source: 'tributary.enrich',
            'detail-type': 'Table Updated',
            detail: { version: '1', database: 'lake', table: 'requests', cause: 'rows', partitions: [day] },
          },
        }),
      ),
    settle: (kill: number) =>
      killedAfter(kill, async () => {
        for (const { id, state } of [...queries.values()]) if (state !== 'RUNNING') await settleExecution(id);
      }),
    reconcile: () => reconcile(),
    /** Athena ends what runs: a statement reads its days as they are now. */
    finish: (fails: boolean) => {
      const ended = running();
      for (const query of ended) query.state = fails ? 'FAILED' : 'SUCCEEDED';
      const done = fails ? [] : ended;
      exists ||= done.some(({ sql }) => sql.startsWith('CREATE'));
      const replaced = done.filter(({ sql }) => sql.startsWith('MERGE')).flatMap((query) => query.days);
      for (const day of replaced) target.set(day, source.get(day) ?? 0);
    },
    pass: (millis: number) => {
      clock += millis;
    },
  };
}

type World = ReturnType<typeof createWorld>;

async function write(world: World, day: string, kill: number): Promise<void> {
  world.source.set(day, world.source.size + [...world.source.values()].reduce((sum, version) => sum + version, 1));
  await world.tell(day, kill);
  // SQS delivers again what was killed
  await world.tell(day, never);
}

const step = fc.oneof(
  fc.record({ do: fc.constant('write' as const), day: fc.constantFrom(...days), kill: fc.nat(6) }),
  fc.record({ do: fc.constant('duplicate' as const), day: fc.constantFrom(...days), kill: fc.nat(6) }),
  fc.record({ do: fc.constant('finish' as const), fails: fc.boolean() }),
  fc.record({ do: fc.constant('settle' as const), kill: fc.nat(9) }),
  fc.record({ do: fc.constant('pass' as const), millis: fc.nat(100_000) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(world: World, one: Step): Promise<void> {
  if (one.do === 'write') return write(world, one.day, one.kill);
  if (one.do === 'duplicate') return world.tell(one.day, one.kill);
  if (one.do === 'settle') return world.settle(one.kill);
  if (one.do === 'finish') return world.finish(one.fails);
  world.pass(one.millis);
}

describe('plan, settle and reconcile', () => {
  test('make the table first, then replace the days, and tell the lake of both', async () => {
    const world = createWorld();
    world.source.set('2026-11-20', 1);
    await world.tell('2026-11-20', never);
    world.finish(false);
    await world.settle(never);
    world.finish(false);
    await world.settle(never);
    await world.settle(never);
    expect([...world.target]).toEqual([['2026-11-20', 1]]);
    expect(world.events).toMatchObject([
      { type: 'Table Updated', detail: { table: 'usage', cause: 'created', queryExecutionId: 'q1' } },
      { type: 'Table Updated', detail: { cause: 'rows', partitions: ['2026-11-20'], rows: 1, queryExecutionId: 'q2' } },
    ]);
  });

  test('try again what may succeed, four times, then keep the days for the next run', async () => {
    const world = createWorld();
    await world.tell('2026-11-20', never);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      world.finish(true);
      await world.settle(never);
      world.pass(3_600_000);
      await world.reconcile();
    }
    const failures = world.events.flatMap(({ type, detail }) => (type === 'Dataset Failed' ? [detail] : []));
    expect(failures.map(({ attempt, willRetry }) => [attempt, willRetry])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, false],
    ]);
    expect(await world.jobs.getState('usage')).toEqual({ pending: [], failed: ['2026-11-20'] });
  });

  test('lose no update and never run twice at once, whatever is killed, doubled, lost or late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = createWorld();
        for (const one of steps) await take(world, one);
        // No event of Athena's comes any more: reconcile alone brings it to its end. What was given up needs one more write.
        for (const day of days) await write(world, day, never);
        for (let round = 0; round < 12; round += 1) {
          world.finish(false);
          world.pass(3_600_000);
          await world.reconcile();
        }
        expect(await world.jobs.getState('usage')).toEqual({ pending: [], failed: [] });
        expect(Object.fromEntries(world.target)).toEqual(Object.fromEntries(world.source));
        expect(world.overlaps).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
