/** Lets tasks run side by side, and one that must be alone run alone, in the order that they come. */
export type Gate = {
  together<T>(task: () => Promise<T>): Promise<T>;
  alone<T>(task: () => Promise<T>): Promise<T>;
};

export function createGate(): Gate {
  let lastAlone: Promise<unknown> = Promise.resolve();
  const running = new Set<Promise<unknown>>();
  return {
    together(task) {
      const run = lastAlone.then(task);
      const forget = () => running.delete(run);
      running.add(run);
      run.then(forget, forget);
      return run;
    },
    alone(task) {
      const before = Promise.allSettled([lastAlone, ...running]);
      const run = before.then(task);
      lastAlone = run.then(
        () => undefined,
        () => undefined,
      );
      return run;
    },
  };
}
