type Task = () => Promise<void>;

/** Runs at most so many tasks at once, in the order they came. */
export type Lanes = {
  run(task: Task): void;
  closed(): boolean;
  /** Starts nothing more; resolves when what runs has ended. */
  close(): Promise<void>;
};

export function createLanes(maxAtOnce: number, onError: (error: unknown) => void): Lanes {
  const waiting: Task[] = [];
  const running = new Set<Promise<void>>();
  let isClosed = false;
  const pump = () => {
    while (!isClosed && running.size < maxAtOnce && waiting.length > 0) start(waiting.shift());
  };
  const start = (task: Task | undefined) => {
    const run = Promise.resolve(task?.())
      .catch(onError)
      .finally(() => {
        running.delete(run);
        pump();
      });
    running.add(run);
  };
  return {
    run(task) {
      waiting.push(task);
      pump();
    },
    closed: () => isClosed,
    async close() {
      isClosed = true;
      await Promise.allSettled([...running]);
    },
  };
}
