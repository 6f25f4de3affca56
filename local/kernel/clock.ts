/** Time and timers as the services see them; every timer ends with the clock. */
export type Clock = {
  now(): number;
  /** Runs `task` once after `ms`; the returned function cancels it. A failing task is reported, never thrown into the loop. */
  after(ms: number, task: () => void | Promise<void>): () => void;
  stop(): void;
};

/** The machine's clock, `aheadMs` ahead. */
export function systemClock(onError: (error: unknown) => void, aheadMs = 0): Clock {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => Date.now() + aheadMs,
    after(ms, task) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        Promise.resolve().then(task).catch(onError);
      }, ms);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
