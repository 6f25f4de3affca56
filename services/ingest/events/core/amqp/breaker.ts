/** Keeps from a queue whose messages cannot be stored: each try gives one back, and quorum queues delete what came back too often. */
export type Breaker = {
  /** How long the queue is to be left alone yet; 0: it may be tried. */
  readonly restMs: (now: number) => number;
  /** What messages are written to is down: the pause until the next try grows. */
  failed(now: number): void;
  succeeded(): void;
};

const firstMs = 60_000;
// Twenty tries, RabbitMQ's default, take eight hours with it; and it is what one waits at most once all is well again.
const longestMs = 30 * 60_000;

export function createBreaker(): Breaker {
  let failures = 0;
  let until = 0;
  return {
    restMs: (now) => Math.max(0, until - now),
    failed(now) {
      until = now + Math.min(longestMs, firstMs * 2 ** failures);
      failures = Math.min(failures + 1, 20);
    },
    succeeded() {
      failures = 0;
      until = 0;
    },
  };
}
