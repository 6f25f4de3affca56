import type { Cloud } from './cloud.ts';

/**
 * What the fault `slow` does to something that runs: awaited before anything is committed or written, it makes the time so far
 * `factor` times as long, and `leastMs` at least, or until it is to stop. `match` knows a part of the subject.
 */
export function createSlowness(
  { clock, faults }: Pick<Cloud, 'clock' | 'faults'>,
  { at, subject }: { readonly at: string; readonly subject: string },
  signal: AbortSignal,
): () => Promise<void> {
  const started = clock.now();
  const slow = faults.strike(at, subject).filter(({ kind }) => kind === 'slow');
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
