export type Looking<T> = {
  readonly look: () => Promise<T>;
  readonly isDone: (seen: T) => boolean;
  /** After each look but the last. */
  readonly tell: (seen: T) => void;
  /** What changes as long as something moves. */
  readonly stateOf: (seen: T) => string;
  /** What is said where nothing moves for too long. */
  readonly stuck: (seen: T, minutes: number) => string;
  /** Ten minutes, unless this says otherwise. */
  readonly patienceMs?: number;
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

/** Looks again and again until what was asked for is done. Throws StuckError where nothing moves for too long. */
export async function lookUntil<T>(looking: Looking<T>): Promise<T> {
  const { look, isDone, tell, stateOf, stuck, patienceMs = 600_000, pause, now } = looking;
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
