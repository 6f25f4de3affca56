import type { EmitEvent } from '../../events/event.ts';
import type { ExecutionState, StoredExecution } from '../store.ts';
import { createEngine } from './engine.ts';
import { createStateEvents } from './events.ts';
import { describeFailure, withoutPaths } from './failure.ts';
import { type ExecutionDeps, type Finished, runExecution } from './run-execution.ts';
import type { Statement } from './statement.ts';

export type ExecutorOptions = ExecutionDeps & {
  readonly emit: EmitEvent;
  /** How many executions run at once; the others wait in their order. */
  readonly slots: number;
  /** How long an execution may run. */
  readonly timeLimitMillis: number;
};

export type Executor = {
  submit(execution: StoredExecution, statement: Statement): void;
  stop(id: string): void;
  /** Fails what a former process left unfinished. */
  recover(): void;
  close(): Promise<void>;
};

type Waiting = { readonly id: string; readonly statement: Statement };
type Running = { readonly abort: AbortController; readonly ended: Promise<void> };

/** Runs executions, first come first served, and keeps their records. */
export function createExecutor(options: ExecutorOptions): Executor {
  const { cloud, store, slots, timeLimitMillis } = options;
  const announce = createStateEvents(cloud, options.emit);
  const engine = createEngine(store.folder);
  const waiting: Waiting[] = [];
  const running = new Map<string, Running>();

  function move(id: string, state: ExecutionState, change: Partial<StoredExecution> = {}): StoredExecution | undefined {
    const current = store.executions.get(id);
    if (!current) return undefined;
    const next = { ...current, ...change, state, sequence: current.sequence + 1 };
    store.executions.put(id, next);
    announce(next, current.state);
    return next;
  }

  const busySince = () =>
    Math.min(cloud.clock.now(), ...[...running.keys()].map((id) => store.executions.get(id)?.started ?? 0));

  function startWaiting() {
    while (running.size < slots) {
      const next = waiting.shift();
      if (!next) return;
      const abort = new AbortController();
      const ended = run(next, abort.signal).finally(() => {
        running.delete(next.id);
        startWaiting();
      });
      running.set(next.id, { abort, ended });
    }
  }

  async function run({ id, statement }: Waiting, signal: AbortSignal): Promise<void> {
    const execution = move(id, 'RUNNING', { started: cloud.clock.now() });
    if (!execution) return;
    const cancelTimeout = cloud.clock.after(timeLimitMillis, () => running.get(id)?.abort.abort('Query timeout'));
    try {
      const finished = await runExecution({ ...options, engine, execution, statement, signal, busySince });
      complete(id, finished);
    } catch (error) {
      cloud.log('error', 'An Athena execution broke', { id, error: String(error) });
      complete(id, { state: 'FAILED', failure: describeFailure(error), change: {} });
    } finally {
      cancelTimeout();
    }
  }

  function complete(id: string, { state, failure, reason, change }: Finished) {
    const { category, type, retryable } = failure ?? {};
    const error =
      category === undefined || type === undefined || retryable === undefined
        ? undefined
        : { category, type, retryable };
    const said = failure?.reason ?? reason;
    const told = said === undefined ? undefined : withoutPaths(said, cloud.stateDir);
    move(id, state, { ...change, completed: cloud.clock.now(), reason: told, error });
  }

  return {
    submit(execution, statement) {
      store.executions.put(execution.id, execution);
      announce(execution, undefined);
      waiting.push({ id: execution.id, statement });
      setImmediate(startWaiting);
    },
    stop(id) {
      const queued = waiting.findIndex((item) => item.id === id);
      if (queued >= 0) {
        waiting.splice(queued, 1);
        move(id, 'CANCELLED', { completed: cloud.clock.now(), reason: 'Query cancelled by user' });
      }
      running.get(id)?.abort.abort('Query cancelled by user');
    },
    recover() {
      for (const execution of [...store.executions.values()]) {
        if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') continue;
        const reason = 'INTERNAL_ERROR: the local cloud ended while the query was under way; run it again';
        const error = { category: 1, type: 100, retryable: true };
        move(execution.id, 'FAILED', { completed: cloud.clock.now(), reason, error });
      }
    },
    async close() {
      waiting.splice(0);
      const ending = [...running.values()];
      for (const { abort } of ending) abort.abort('The local cloud ends');
      await Promise.all(ending.map(({ ended }) => ended));
      engine.close();
    },
  };
}
