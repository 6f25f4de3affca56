/** Kept for what follows the last segment: writing its files, the message about the rest, a slow moment. */
const reserveMs = 5000;

export type Pace = {
  /** Whether a segment as slow as the slowest so far, and then some, would still be done in time. */
  readonly hasTimeForAnother: () => boolean;
};

/** Asked after each segment. */
export function createPace(remainingMs: () => number): Pace {
  let slowestMs = 0;
  let before = remainingMs();
  return {
    hasTimeForAnother(): boolean {
      const now = remainingMs();
      slowestMs = Math.max(slowestMs, before - now);
      before = now;
      return now >= slowestMs * 2 + reserveMs;
    },
  };
}
