// What envelopes can say: years of four digits.
const earliest = -62_135_596_800_000;
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Milliseconds since 1970 of a number that counts seconds, milliseconds or microseconds since then: its size says which. As
 * seconds 10^11 is the year 5138, as milliseconds March 1973. Null for 0, which is how publishers say that they have none, and for what is no time.
 */
export function fromEpoch(count: number): number | null {
  return count === 0 ? null : bounded(count * unitOf(count, 1000));
}

/** The same of a number that counts in a known unit, `unitMs` long, unless its size says that it counts in a smaller one; 0 is 1970. */
export function fromEpochIn(unitMs: number, count: number): number | null {
  return bounded(count * unitOf(count, unitMs));
}

const units: readonly (readonly [below: number, unitMs: number])[] = [
  [1e11, 1000],
  [1e14, 1],
  [1e17, 1e-3],
];

function unitOf(count: number, longestMs: number): number {
  const [, unitMs = Number.NaN] = units.find(([below]) => Math.abs(count) < below) ?? [];
  return Math.min(unitMs, longestMs);
}

/** An instant that an envelope can hold, in whole milliseconds; null otherwise. */
export function bounded(instant: number | null): number | null {
  if (instant === null || !(instant >= earliest && instant <= latest)) return null;
  // 1.001 s times 1000 is 1000.9999999999999.
  return Number.isInteger(instant) ? instant : Math.trunc(Math.round(instant * 1e3) / 1e3);
}
