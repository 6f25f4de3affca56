import type { Execution, Statement } from '../../athena.ts';
import type { LakeEvent } from '../../events.ts';
import type { JobStore } from '../job-store.ts';
import { createJobs } from '../jobs.ts';
import type { Step, Target } from '../target.ts';
import type { UnitOfRun } from '../unit.ts';
import { createMemoryStore } from './memory-store.ts';

const never = Number.POSITIVE_INFINITY;

class KilledError extends Error {}

type Query = {
  readonly id: string;
  readonly sql: string;
  state: Execution['state'];
  failure?: Execution['failure'] | undefined;
};

export type StepEnding = 'succeeds' | 'commit conflict' | 'goes on';

/**
 * Jobs whose runs stage units, audit them, publish them in parts and tidy up, on an Athena of three words: what is staged by which run, and what readers see.
 * A function may be killed before any of its effects.
 */
export function createStepWorld() {
  const source = new Map<string, number>();
  const bad = new Set<string>();
  const queries = new Map<string, Query>();
  const tokens = new Map<string, string>();
  const staged = new Map<string, Map<string, number>>();
  const published = new Map<string, number>();
  const events: LakeEvent[] = [];
  const faults: string[] = [];
  const messages: string[] = [];
  const store = createMemoryStore();
  let clock = 1_000_000;
  let ids = 0;
  let effectsUntilKill = never;
  const effect =
    <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      effectsUntilKill -= 1;
      if (effectsUntilKill < 0) throw new KilledError();
      return run(...args);
    };
  const running = () => [...queries.values()].filter(({ state }) => state === 'RUNNING');
  const rowsOf = (sql: string): readonly (readonly string[])[] => {
    const [word = '', run = '', units = ''] = sql.split(' ');
    const there = [...(staged.get(run)?.keys() ?? [])];
    if (word === 'audit') return there.filter((unit) => bad.has(unit)).map((unit) => [unit]);
    return word === 'parts' ? units.split(',').map((unit) => [unit]) : [['example']];
  };
  const publish = (run: string, unit: string) => {
    const version = staged.get(run)?.get(unit);
    if (version === undefined) faults.push(`${unit} is published by ${run}, which has not staged it`);
    if (bad.has(unit)) faults.push(`${unit} is published, and fails its test`);
    published.set(unit, version ?? -1);
  };
  const carryOut = (sql: string) => {
    const [word = '', run = '', units = ''] = sql.split(' ');
    const list = units.split(',');
    if (word === 'stage') staged.set(run, new Map(list.map((unit) => [unit, source.get(unit) ?? 0])));
    if (word === 'drop') staged.delete(run);
    if (word === 'publish') for (const unit of list) publish(run, unit);
  };
  const end = (query: Query, ending: StepEnding) => {
    query.state = ending === 'succeeds' ? 'SUCCEEDED' : 'FAILED';
    if (ending === 'succeeds') carryOut(query.sql);
    else query.failure = { category: 'other', message: 'ICEBERG_COMMIT_ERROR', retryable: true };
  };
  const startQuery = effect(async ({ sql, token }: Statement) => {
    const known = tokens.get(token);
    if (known !== undefined) {
      if (queries.get(known)?.sql !== sql) faults.push(`${sql} has the token of ${queries.get(known)?.sql}`);
      return known;
    }
    const id = `q${queries.size + 1}`;
    tokens.set(token, id);
    if (running().length > 0) faults.push(`${sql} runs beside another`);
    if ([...queries.values()].some((query) => query.sql === sql)) faults.push(`${sql} is done twice`);
    queries.set(id, { id, sql, state: 'RUNNING' });
    return id;
  });
  const lane = {
    limits: { maxUnits: 6, maxPartitions: 100, maxBytes: never, maxIdBytes: never, everyMs: 0 },
    statement: () => '',
    steps: (units: readonly UnitOfRun[], runId: string): readonly Step[] => {
      const list = units.map(({ id }) => id).join(',');
      return [
        { name: 'stage', sql: `stage ${runId} ${list}` },
        { name: 'audit', sql: `audit ${runId}`, mustBeEmpty: true, expands: true },
        { name: 'parts', sql: `parts ${runId} ${list}`, expands: true },
        { name: 'drop', sql: `drop ${runId}`, always: true },
      ];
    },
    expand: (
      step: string,
      { rows }: { readonly rows: readonly (readonly (string | undefined)[])[] },
      { runId }: { readonly runId: string },
    ): readonly Step[] =>
      step === 'audit'
        ? rows.slice(0, 1).map(([unit]) => ({ name: 'example', sql: `example ${runId} ${unit}`, explains: true }))
        : rows.map(([unit]) => ({ name: 'publish', sql: `publish ${runId} ${unit}`, publishes: true })),
    update: () => ({ cause: 'rows' as const }),
  };
  const target: Target = { name: 't', digest: 'd', lanes: { write: lane } };
  const jobs: JobStore = {
    ...store,
    addUnits: effect(store.addUnits),
    claim: effect(store.claim),
    recordStart: effect(store.recordStart),
    retry: effect(store.retry),
    nextStep: effect(store.nextStep),
    recordEnd: effect(store.recordEnd),
    remove: effect(store.remove),
    limit: effect(store.limit),
    putAside: effect(store.putAside),
    endRun: effect(store.endRun),
  };
  const service = () =>
    createJobs({
      targets: [target],
      jobs,
      athena: {
        startQuery,
        getQuery: async (id) => {
          const { state = 'FAILED', failure } = queries.get(id) ?? {};
          return { id, state, scannedBytes: 1, ...(failure ? { failure } : {}) };
        },
        stopQuery: effect(async (id) => {
          const query = queries.get(id);
          if (query?.state !== 'RUNNING') return;
          query.state = 'CANCELLED';
          query.failure = { category: 'cancelled', message: 'stopped', retryable: false };
        }),
        getUpdateCount: async () => 1,
        getRows: async (id) => ({
          columns: [{ name: 'unit', type: 'varchar' }],
          rows: rowsOf(queries.get(id)?.sql ?? ''),
        }),
      },
      tableExists: async () => true,
      names: { database: 'lake', workGroup: 'w' },
      wake: effect(async (name: string) => void messages.push(name)),
      sendEvents: effect(async (sent: readonly LakeEvent[]) => void events.push(...sent)),
      maxMs: 900_000,
      measure: async () => undefined,
      now: () => clock,
      newId: () => {
        ids += 1;
        return `r${ids}`;
      },
      chance: () => 0,
      log: { info: () => undefined, warn: () => undefined },
      count: () => undefined,
      countBy: () => undefined,
    });
  const killedAfter = async (effects: number, act: () => Promise<void>): Promise<boolean> => {
    effectsUntilKill = effects;
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof KilledError)) throw error;
      return false;
    } finally {
      effectsUntilKill = never;
    }
  };
  return {
    ...{ source, bad, queries, staged, published, events, faults, store },
    async change(unit: string) {
      source.set(unit, (source.get(unit) ?? 0) + 1);
      await store.addUnits('t', [{ id: unit, lane: 'write', stamp: `${unit} ${source.get(unit)}`, dueAt: clock }]);
      messages.push('t');
    },
    /** A message whose function is killed comes again. */
    async deliver(kill: number) {
      for (const name of messages.splice(0))
        if (!(await killedAfter(kill, () => service().goOn(name)))) messages.push(name);
    },
    settle: (kill: number) =>
      killedAfter(kill, async () => {
        for (const { id, state } of [...queries.values()]) if (state !== 'RUNNING') await service().settleExecution(id);
      }),
    reconcile: (kill = never) => killedAfter(kill, () => service().reconcile()),
    finish(ending: StepEnding) {
      if (ending !== 'goes on') for (const query of running()) end(query, ending);
    },
    pass: (millis: number) => {
      clock += millis;
    },
  };
}

export type StepWorld = ReturnType<typeof createStepWorld>;
