/** Lets several functions run at the same time, of which one call goes on after another. */
export function createTurns() {
  let waiting: (() => void)[] | undefined;
  return {
    /** Waits for its turn; alone, it is always its own. */
    take: async (): Promise<void> => {
      const queue = waiting;
      if (queue !== undefined) await new Promise<void>((resolve) => queue.push(resolve));
    },
    /** `choose`: which of so many goes on. */
    async together(acts: readonly (() => Promise<unknown>)[], choose: (of: number) => number): Promise<void> {
      const queue: (() => void)[] = [];
      waiting = queue;
      let active = acts.length;
      const ended = acts.map(async (act) => {
        try {
          await act();
        } finally {
          active -= 1;
        }
      });
      while (active > 0) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        const [next] = queue.splice(choose(queue.length), 1);
        next?.();
      }
      waiting = undefined;
      await Promise.all(ended);
    },
  };
}
