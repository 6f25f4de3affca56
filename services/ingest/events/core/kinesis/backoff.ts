const baseMs = 50;
const capMs = 5000;

/** How long to wait before an attempt, the first retry being 1: anything up to a bound that doubles (full jitter). `random` is in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20)));
}
