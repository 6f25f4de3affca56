import { availableParallelism } from 'node:os';
import { AwsError } from '../../kernel/error.ts';
import type { Configuration } from './store.ts';
import { startWorker, type Worker, type WorkerSource } from './worker.ts';

export type Pool = {
  /** A free process of this very configuration, or a new one once the function has room for it. */
  acquire(configuration: Configuration): Promise<Worker>;
  release(worker: Worker): void;
  /** Ends the processes of a function that was changed or deleted: idle ones now, busy ones after their invocation. */
  retire(functionName: string): void;
  killSession(sessionName: string): void;
  /** Kills every process of the function. */
  killFunction(functionName: string): void;
  stop(): Promise<void>;
  /** Throws once the pool is stopped: what ends then is not the function's fault. */
  refuseWhenStopped(): void;
};

export type PoolOptions = WorkerSource & {
  /** Processes of one function at a time, on this machine; more invocations wait for a free one. */
  readonly processesPerFunction?: number;
  /** How long a process without work is kept warm. */
  readonly idleMs?: number;
};

const defaultIdleMs = 300_000;
/** A process ends well before its credentials do. */
const maxAgeMs = 1_800_000;

/** Keeps the processes of all functions; an invocation waits its turn when its function has all it may have. */
export function createPool(options: PoolOptions): Pool {
  const { cloud } = options;
  const limit = options.processesPerFunction ?? Math.max(4, availableParallelism() * 2);
  const idleMs = options.idleMs ?? defaultIdleMs;
  const workers = new Set<Worker>();
  const starting = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  let stopped = false;

  function refuseWhenStopped(): void {
    if (stopped) throw new AwsError('ServiceException', 'The local cloud is stopping.', 500);
  }
  const countOf = (name: string) =>
    [...workers].filter((one) => one.configuration.FunctionName === name && one.sandbox.alive()).length +
    (starting.get(name) ?? 0);

  function end(worker: Worker): void {
    workers.delete(worker);
    if (worker.sandbox.alive()) worker.sandbox.kill();
    worker.logs.flush();
  }
  function wakeNext(name: string): void {
    waiting.get(name)?.shift()?.();
  }
  function sweep(): void {
    for (const worker of workers) if (!worker.busy && cloud.clock.now() - worker.usedAt > idleMs) end(worker);
    cloud.clock.after(idleMs, sweep);
  }
  async function launch(configuration: Configuration): Promise<Worker> {
    const name = configuration.FunctionName;
    starting.set(name, (starting.get(name) ?? 0) + 1);
    try {
      const worker = await startWorker(options, configuration);
      workers.add(worker);
      worker.sandbox.exited.then(() => {
        workers.delete(worker);
        wakeNext(name);
        return worker.logs.flush();
      });
      return worker;
    } catch (error) {
      wakeNext(name);
      throw error;
    } finally {
      starting.set(name, (starting.get(name) ?? 1) - 1);
    }
  }
  /** An idle process, or a new one if there is room, made where need be by ending an idle one of another version. */
  function take(configuration: Configuration): Worker | Promise<Worker> | undefined {
    refuseWhenStopped();
    const idle = [...workers].filter(
      (one) => isFree(one) && one.configuration.FunctionName === configuration.FunctionName,
    );
    const ready = idle.find((one) => isFor(one, configuration));
    if (ready !== undefined) {
      ready.busy = true;
      return ready;
    }
    if (countOf(configuration.FunctionName) >= limit) {
      if (idle[0] === undefined) return undefined;
      end(idle[0]);
    }
    return launch(configuration);
  }
  cloud.clock.after(idleMs, sweep);
  return {
    async acquire(configuration) {
      const name = configuration.FunctionName;
      let worker = take(configuration);
      while (worker === undefined) {
        await new Promise<void>((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
        worker = take(configuration);
      }
      return worker;
    },
    release(worker) {
      worker.busy = false;
      worker.onLine = undefined;
      worker.usedAt = cloud.clock.now();
      const spent = worker.retired || worker.usedAt - worker.startedAt > maxAgeMs;
      if (spent || !worker.sandbox.alive()) end(worker);
      wakeNext(worker.configuration.FunctionName);
    },
    retire(functionName) {
      for (const worker of workers) {
        if (worker.configuration.FunctionName !== functionName) continue;
        worker.retired = true;
        if (!worker.busy) end(worker);
      }
    },
    killSession(sessionName) {
      for (const worker of workers) if (worker.sandbox.sessionName === sessionName) worker.sandbox.kill();
    },
    killFunction(functionName) {
      for (const worker of workers) if (worker.configuration.FunctionName === functionName) worker.sandbox.kill();
    },
    refuseWhenStopped,
    async stop() {
      stopped = true;
      for (const queue of waiting.values()) for (const wake of queue.splice(0)) wake();
      const all = [...workers];
      for (const worker of all) worker.sandbox.kill();
      await Promise.all(all.map((worker) => worker.sandbox.exited));
      await Promise.all(all.map((worker) => worker.logs.flush()));
    },
  };
}

function isFree(worker: Worker): boolean {
  return !worker.busy && !worker.retired && worker.sandbox.alive();
}

function isFor(worker: Worker, configuration: Configuration): boolean {
  return (
    worker.configuration.FunctionArn === configuration.FunctionArn &&
    worker.configuration.RevisionId === configuration.RevisionId
  );
}
