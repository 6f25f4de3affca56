import { Worker } from 'node:worker_threads';
import type { Reply, Step } from './message.ts';

/** One thread, started when it is first needed and again when it was lost. It works at one step at a time; the others wait. */
export type Lane = {
  /** Steps under way and waiting. */
  readonly load: () => number;
  send(step: Step): void;
  /** Ends the thread once nothing is under way. */
  refresh(): void;
  close(): Promise<void>;
};

export type LaneEvents = {
  reply(reply: Reply): void;
  /** The thread is gone, with all that it knew: `guilty` was at work, the others only lost their place. */
  lost(guilty: number | undefined, why: LostBy): void;
};

export type LostBy = 'time' | 'memory' | 'fault';

export type LaneLimits = {
  readonly stepMillis: number;
  readonly heapMegabytes: number;
  readonly stackMegabytes: number;
};

const start = new URL('../../../kernel/start.mjs', import.meta.url);
const module = new URL('./thread.ts', import.meta.url);

export function createLane(limits: LaneLimits, events: LaneEvents): Lane {
  let worker: Worker | undefined;
  let current: { readonly step: Step; readonly timer: NodeJS.Timeout } | undefined;
  let waiting: Step[] = [];

  function startWorker(): Worker {
    const started = new Worker(start, {
      argv: [module.href],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, stackSizeMb: limits.stackMegabytes },
    });
    started.on('message', (reply: Reply) => {
      if (worker !== started) return;
      endStep();
      events.reply(reply);
      next();
    });
    started.on('error', (error) =>
      lose(started, 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'fault'),
    );
    started.on('exit', () => lose(started, 'fault'));
    started.unref();
    return started;
  }

  function endStep() {
    if (current) clearTimeout(current.timer);
    current = undefined;
  }

  function lose(lost: Worker, why: LostBy) {
    if (worker !== lost) return;
    worker = undefined;
    const guilty = current?.step.job;
    endStep();
    waiting = [];
    void lost.terminate();
    events.lost(guilty, why);
  }

  function next() {
    const step = current ? undefined : waiting.shift();
    if (!step) return;
    const thread = worker ?? startWorker();
    worker = thread;
    current = { step, timer: setTimeout(() => lose(thread, 'time'), limits.stepMillis) };
    thread.postMessage(step);
  }

  return {
    load: () => waiting.length + (current ? 1 : 0),
    send(step) {
      waiting.push(step);
      next();
    },
    refresh() {
      if (worker && !current) lose(worker, 'memory');
    },
    async close() {
      const last = worker;
      worker = undefined;
      endStep();
      waiting = [];
      await last?.terminate();
    },
  };
}
