import { setTimeout as sleep } from 'node:timers/promises';

export type Looking<T> = {
  readonly look: () => Promise<T>;
  readonly isDone: (seen: T) => boolean;
  readonly tell: (seen: T) => void;
  /** What changes as long as something moves. */
  readonly stateOf: (seen: T) => string;
  /** What is said where nothing moves for too long. */
  readonly stuck: (seen: T, minutes: number) => string;
  readonly pause: (millis: number) => Promise<void>;
  /** Epoch ms. */
  readonly now: () => number;
};

/** Nothing has moved for too long. */
export class StuckError extends Error {
  override readonly name = 'StuckError';
}

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const patienceMs = 600_000;

/** Looks again and again until what was asked for is done. Throws StuckError where nothing moves for ten minutes. */
export async function lookUntil<T>({ look, isDone, tell, stateOf, stuck, pause, now }: Looking<T>): Promise<T> {
  let state: string | undefined;
  let movedAt = now();
  for (let millis = firstPauseMs; ; millis = Math.min(millis * 1.3, longestPauseMs)) {
    const seen = await look();
    if (isDone(seen)) return seen;
    tell(seen);
    const next = stateOf(seen);
    if (next !== state) [state, movedAt] = [next, now()];
    if (now() - movedAt > patienceMs) throw new StuckError(stuck(seen, patienceMs / 60_000));
    await pause(millis);
  }
}

export type Interruptible = {
  readonly pause: (millis: number) => Promise<void>;
  readonly isInterrupted: () => boolean;
};

/** Pauses that Ctrl-C ends, for as long as the work lasts. */
export async function interruptible<T>(work: (how: Interruptible) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work({
      pause: (millis) => sleep(millis, undefined, { signal: stop.signal }),
      isInterrupted: () => stop.signal.aborted,
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
