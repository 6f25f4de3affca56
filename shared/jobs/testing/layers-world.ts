import type { Athena, Execution, Statement } from '../../athena.ts';
import type { LakeEvent } from '../../events.ts';
import type { JobStore } from '../job-store.ts';
import { createJobs, type Jobs } from '../jobs.ts';
import type { Target } from '../target.ts';
import { countCalls } from './count-calls.ts';
import { createMemoryStore } from './memory-store.ts';
import { createTurns } from './turns.ts';

const never = Number.POSITIVE_INFINITY;

export class KilledError extends Error {}
class ThrottledError extends Error {}

export type Message = { readonly id: string; readonly body: unknown; readonly at: number };

export type Query = {
  readonly id: string;
  readonly target: string;
  readonly units: readonly string[];
  /** What it will have written: of what was there when it began. */
  readonly rows: ReadonlyMap<string, string | undefined>;
  state: Execution['state'];
  failure?: NonNullable<Execution['failure']> | undefined;
};

export type Ending = 'succeeds' | 'commit conflict' | 'system fault' | 'mistake';

export type LayersSettings = {
  /** Their statements are `write <target> <unit>,<unit>…`. */
  readonly targets: readonly Target[];
  readonly statementsAtOnce: number;
  /** The rows of units of a target, by partition (undefined: none), as they are computed now. */
  readonly compute: (target: string, units: readonly string[]) => ReadonlyMap<string, string | undefined>;
  readonly plan: (service: {
    readonly jobs: Jobs;
    readonly store: JobStore;
    readonly now: () => number;
  }) => (message: Pick<Message, 'id' | 'body'>) => Promise<void>;
};

/**
 * A service with targets that read one another, whose functions run at the same time, call by call in any order, and are killed before any of their
 * effects; an Athena that runs when it is told to, and reads as it begins; a queue that delivers what and when it is told to.
 */
export function createLayersWorld({ targets, statementsAtOnce, compute, plan }: LayersSettings) {
  const tables = new Map<string, Map<string, string>>(targets.map(({ name }) => [name, new Map()]));
  const queries: Query[] = [];
  const tokens = new Map<string, string>();
  const faults: string[] = [];
  let messages: Message[] = [];
  const counted = { messages: 0, calls: 0 };
  let clock = 1_000_000;
  let ids = 0;
  let stepsUntilKill = never;
  let throttled = 0;
  const newId = () => {
    ids += 1;
    return `i${ids}`;
  };
  const turns = createTurns();
  const effect =
    <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await turns.take();
      stepsUntilKill -= 1;
      if (stepsUntilKill < 0) throw new KilledError();
      return run(...args);
    };
  const store = createMemoryStore();
  const jobs = countCalls(store, effect, (calls) => {
    counted.calls += calls;
  });
  const running = () => queries.filter(({ state }) => state === 'RUNNING');
  const note = (fault: string) => faults.push(fault);
  const startQuery = effect(async ({ sql, token }: Statement) => {
    if (throttled > 0) {
      throttled -= 1;
      throw new ThrottledError();
    }
    const known = tokens.get(token);
    if (known !== undefined) return known;
    const id = newId();
    tokens.set(token, id);
    const [, target = '', units = ''] = sql.split(' ');
    if (running().some((query) => query.target === target)) note(`two statements of ${target} at once`);
    if (running().length >= statementsAtOnce) note(`more than ${statementsAtOnce} statements at once`);
    const of = units.split(',');
    queries.push({ id, target, units: of, rows: compute(target, of), state: 'RUNNING' });
    return id;
  });
  const athena: Athena = {
    startQuery,
    getQuery: effect(async (id: string) => {
      const { state = 'FAILED', failure } = queries.find((query) => query.id === id) ?? {};
      return { id, state, scannedBytes: 1, ...(failure ? { failure } : {}) };
    }),
    stopQuery: async () => undefined,
    getUpdateCount: async () => 1,
    getRows: async () => ({ columns: [], rows: [] }),
  };
  const send = (body: unknown, at = clock) => {
    counted.messages += 1;
    messages.push({ id: newId(), body, at });
  };
  const service = createJobs({
    targets,
    jobs,
    athena,
    tableExists: async () => true,
    names: { database: 'lake', workGroup: 'w' },
    wake: effect(async (advance: string, seconds: number) => send({ advance }, clock + seconds * 1_000)),
    sendEvents: effect(async (_: readonly LakeEvent[]) => undefined),
    maxMs: 900_000,
    statementsAtOnce,
    measure: async () => undefined,
    now: () => clock,
    newId,
    chance: () => 0,
    log: { info: () => undefined, warn: () => undefined },
    count: () => undefined,
    countBy: () => undefined,
  });
  const handle = plan({ jobs: service, store: jobs, now: () => clock });
  /** What is thrown is tried again; `kill`: after so many effects. */
  const attempt = async (act: () => Promise<void>, kill: number): Promise<boolean> => {
    stepsUntilKill = kill;
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof KilledError || error instanceof ThrottledError) return false;
      throw error;
    } finally {
      stepsUntilKill = never;
    }
  };
  const due = () => messages.filter(({ at }) => at <= clock);
  return {
    tables,
    queries,
    faults,
    store,
    counted,
    send,
    running,
    due,
    isQuiet: () => messages.length === 0 && running().length === 0,
    now: () => clock,
    pass: (millis: number) => {
      clock = Math.max(1, clock + millis);
    },
    throttle: (times: number) => {
      throttled = times;
    },
    lose: (message: Message) => {
      messages = messages.filter((each) => each !== message);
    },
    /** Delivers one; `again`: it comes once more although it was done. */
    async deliver(message: Message, { kill = never, again = false } = {}) {
      messages = messages.filter((each) => each !== message);
      const isDone = await attempt(() => handle(message), kill);
      if (!isDone || again) messages.push({ ...message, at: clock });
    },
    /** Athena's event of an execution; lost where its function is killed, or it is never told. */
    tell: (query: Query, kill = never) => attempt(() => service.settleExecution(query.id), kill),
    reconcile: (kill = never) => attempt(() => service.reconcile(), kill),
    /** Several at once, whose calls go on in the order that `choose` says. */
    together: turns.together,
    finish(query: Query, how: Ending = 'succeeds') {
      query.state = how === 'succeeds' ? 'SUCCEEDED' : 'FAILED';
      if (how === 'succeeds') write(tables.get(query.target), query.rows);
      else query.failure = failureOf(how);
    },
  };
}

function write(table: Map<string, string> | undefined, rows: Query['rows']): void {
  for (const [partition, row] of rows)
    if (row === undefined) table?.delete(partition);
    else table?.set(partition, row);
}

function failureOf(message: string): NonNullable<Query['failure']> {
  const isMistake = message === 'mistake';
  return { category: isMistake ? 'user' : 'system', message, retryable: !isMistake };
}

export type LayersWorld = ReturnType<typeof createLayersWorld>;
