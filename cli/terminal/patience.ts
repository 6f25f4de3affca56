/** The first word after this long without one. */
const patienceMs = 5_000;
/** Then after ever longer pauses, up to this one. */
const longestPauseMs = 30_000;

/** How often a silence must have been broken by now: after 5, 10, 20 and 40 s, then every 30 s. */
export function wordsDue(silentMs: number): number {
  let due = 0;
  for (let at = patienceMs; at <= silentMs; at += Math.min(at, longestPauseMs)) due += 1;
  return due;
}

export type Wait = {
  /** How far it is: the last that was told. */
  readonly state: string;
  /** What it waits for, where that is known. */
  readonly awaited: string;
  readonly silentMs: number;
};

/** `12,000 of 18,000 requests enriched; waiting for the function tributary-enrich-local-plan (10 s)` */
export function tellWait({ state, awaited, silentMs }: Wait): string {
  const waiting = awaited === '' ? 'waiting' : `waiting for ${awaited}`;
  return `${state === '' ? '' : `${state}; `}${waiting} (${Math.floor(silentMs / 1_000)} s)`;
}
