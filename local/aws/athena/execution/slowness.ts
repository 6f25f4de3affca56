import type { Cloud } from '../../../kernel/cloud.ts';
import type { StoredExecution } from '../store.ts';

/**
 * What the fault `slow` at `athena:run` does to an execution: awaited before anything is committed or written, it makes the time so far
 * `factor` times as long, and `leastMs` at least, or until the execution is to stop. `match` knows work group and statement.
 */
export function createSlowness(
  { clock, faults }: Pick<Cloud, 'clock' | 'faults'>,
  { workGroup, query }: Pick<StoredExecution, 'workGroup' | 'query'>,
  signal: AbortSignal,
): () => Promise<void> {
  const started = clock.now();
  const slow = faults.strike('athena:run', `${workGroup} ${query}`).filter(({ kind }) => kind === 'slow');
  let passed = slow.length === 0;
  return async () => {
    if (passed) return;
    passed = true;
    const elapsed = clock.now() - started;
    const whole = Math.max(...slow.map(({ factor = 1, leastMs = 0 }) => Math.max(elapsed * factor, leastMs)));
    await wait(clock, whole - elapsed, signal);
  };
}

function wait(clock: Cloud['clock'], ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}
