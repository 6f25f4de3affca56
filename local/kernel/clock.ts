/** Time and timers as the services see them; every timer ends with the clock. */
export type Clock = {
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. A failing task is reported, never thrown into the loop. */
  after(ms: number, task: () => void | Promise<void>): () => void;
  /** Resolves after `ms`, or when the clock stops: who waits for the time would otherwise wait for ever. */
  wait(ms: number): Promise<void>;
  stop(): void;
};

/** The machine's clock, `aheadMs` ahead. */
export function systemClock(onError: (error: unknown) => void, aheadMs = 0): Clock {
  const timers = new Set<NodeJS.Timeout>();
  const waiting = new Set<() => void>();
  function after(ms: number, task: () => void | Promise<void>): () => void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      Promise.resolve().then(task).catch(onError);
    }, ms);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  }
  return {
    now: () => Date.now() + aheadMs,
    after,
    wait: (ms) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        after(ms, wake);
      }),
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const wake of waiting) wake();
    },
  };
}
