import type { Execution, Statement } from '../../athena.ts';
import { StatementRefusedError } from '../../athena.ts';
import type { LakeEvent } from '../../events.ts';
import type { JobStore } from '../job-store.ts';
import { createJobs } from '../jobs.ts';
import type { LaneLimits } from '../plan-runs.ts';
import type { Target } from '../target.ts';
import { createMemoryStore } from './memory-store.ts';

const never = Number.POSITIVE_INFINITY;

class KilledError extends Error {}

type Query = {
  readonly id: string;
  readonly sql: string;
  readonly lane: string;
  readonly units: readonly string[];
  state: Execution['state'];
  failure?: NonNullable<Execution['failure']> | undefined;
};

export type Ending = 'succeeds' | 'commit conflict' | 'system fault' | 'goes on';

const limits: LaneLimits = { maxUnits: 8, maxPartitions: 100, maxBytes: never, maxIdBytes: never, everyMs: 300_000 };

/**
 * Jobs on a source that counts the versions of its units, an Athena that runs when it is told to, and a supervisor that kills a function before
 * any of its effects.
 */
export function createWorld() {
  const source = new Map<string, number>();
  const written = new Map<string, number>();
  const poison = new Set<string>();
  const queries = new Map<string, Query>();
  const tokens = new Map<string, string>();
  const events: LakeEvent[] = [];
  const overlaps: string[] = [];
  const messages: string[] = [];
  const store = createMemoryStore();
  let clock = 1_000_000;
  let exists = false;
  let ids = 0;
  let sqlVersion = 1;
  let stepsUntilKill = never;
  const effect =
    <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      stepsUntilKill -= 1;
      if (stepsUntilKill < 0) throw new KilledError();
      return run(...args);
    };
  const running = () => [...queries.values()].filter(({ state }) => state === 'RUNNING');
  const startQuery = effect(async ({ sql, token }: Statement) => {
    const known = tokens.get(token);
    if (known !== undefined) return known;
    if (sql.startsWith('refused')) throw new StatementRefusedError('MALFORMED_QUERY: refused');
    const id = `q${queries.size + 1}`;
    tokens.set(token, id);
    if (running().length > 0) overlaps.push(id);
    const [lane = '', units = ''] = sql.split(' ');
    queries.set(id, { id, sql, lane, units: units === '' ? [] : units.split(','), state: 'RUNNING' });
    return id;
  });
  const jobs: JobStore = {
    ...store,
    addUnits: effect(store.addUnits),
    claim: effect(store.claim),
    recordStart: effect(store.recordStart),
    retry: effect(store.retry),
    recordStop: effect(store.recordStop),
    recordEnd: effect(store.recordEnd),
    remove: async (target, units) => {
      for (const unit of units) await effect(store.remove)(target, [unit]);
    },
    limit: async (target, units, limit, dueAt) => {
      for (const unit of units) await effect(store.limit)(target, [unit], limit, dueAt);
    },
    putAside: effect(store.putAside),
    release: effect(store.release),
    endRun: effect(store.endRun),
    noteWake: effect(store.noteWake),
  };
  const target = (): Target => ({
    name: 'usage',
    digest: `sql ${sqlVersion}`,
    lanes: {
      write: {
        limits,
        statement: (units) => `write ${units.map(({ id }) => id).join(',')}`,
        update: (units) => ({ cause: 'rows', partitions: units.map(({ id }) => id) }),
      },
    },
    table: { create: 'create', alter: 'alter', properties: 'p1' },
  });
  const service = () =>
    createJobs({
      targets: [target()],
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
        getRows: async () => ({ columns: [], rows: [] }),
      },
      tableExists: async () => exists,
      names: { database: 'lake', workGroup: 'w' },
      wake: effect(async (name: string) => {
        messages.push(name);
      }),
      sendEvents: effect(async (sent: readonly LakeEvent[]) => {
        events.push(...sent);
      }),
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
  const killedAfter = async (steps: number, act: () => Promise<void>) => {
    stepsUntilKill = steps;
    try {
      await act();
    } catch (error) {
      if (!(error instanceof KilledError)) throw error;
    }
    stepsUntilKill = never;
  };
  const isTooMuch = (unit: string) => poison.has(unit) && sqlVersion === 1;
  const succeed = (query: Query) => {
    query.state = 'SUCCEEDED';
    exists ||= query.lane === 'create';
    if (query.lane === 'write') for (const unit of query.units) written.set(unit, source.get(unit) ?? 0);
  };
  const end = (query: Query, ending: Ending) => {
    const failure = failureBy(ending, query.units.find(isTooMuch));
    if (ending === 'goes on') return;
    if (failure === undefined) return succeed(query);
    query.state = 'FAILED';
    query.failure = failure;
  };
  return {
    source,
    written,
    poison,
    queries,
    events,
    overlaps,
    store,
    /** A change of a unit's input, and the message that tells of it, which comes once more when its function is killed. */
    async change(unit: string, kill: number) {
      source.set(unit, (source.get(unit) ?? 0) + 1);
      const stamp = `${unit} ${source.get(unit)}`;
      const tell = async () => {
        await jobs.addUnits('usage', [{ id: unit, lane: 'write', stamp, dueAt: clock, partition: unit }]);
        await service().advance('usage');
      };
      await killedAfter(kill, tell);
      await tell();
    },
    /** What waits in the queue is delivered; a message whose function is killed comes again. */
    async deliver(kill: number) {
      for (const name of messages.splice(0)) {
        let isDone = false;
        await killedAfter(kill, async () => {
          await service().goOn(name);
          isDone = true;
        });
        if (!isDone) messages.push(name);
      }
    },
    settle: (kill: number) =>
      killedAfter(kill, async () => {
        for (const { id, state } of [...queries.values()]) if (state !== 'RUNNING') await service().settleExecution(id);
      }),
    reconcile: (kill = never) => killedAfter(kill, () => service().reconcile()),
    retry: () => service().retry('usage'),
    finish: (ending: Ending) => {
      for (const query of running()) end(query, ending);
    },
    runs: (unit: string) => running().some(({ units }) => units.includes(unit)),
    /** Another SQL, which no unit is too much for. */
    mend: () => {
      sqlVersion += 1;
    },
    pass: (millis: number) => {
      clock = Math.max(0, clock + millis);
    },
  };
}

function failureBy(ending: Ending, bad: string | undefined): Query['failure'] {
  if (ending === 'commit conflict') return { category: 'other', message: 'ICEBERG_COMMIT_ERROR', retryable: true };
  if (ending === 'system fault') return { category: 'system', message: 'INTERNAL_ERROR', retryable: true };
  return bad === undefined ? undefined : { category: 'user', message: `DIVISION_BY_ZERO at ${bad}`, retryable: false };
}

export type World = ReturnType<typeof createWorld>;
