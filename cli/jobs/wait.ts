import { setTimeout as sleep } from 'node:timers/promises';
import type { Look } from './look.ts';
import { type Awaited, follow } from './ordered.ts';
import { planners } from './place.ts';

export type Waiting = {
  readonly look: () => Promise<Look>;
  /** After each look. */
  readonly tell: (awaited: readonly Awaited[], look: Look) => void;
  /** Throws when the signal fires. */
  readonly pause: (millis: number) => Promise<void>;
  readonly now: () => number;
};

export type Waited = { readonly look: Look; readonly awaited: readonly Awaited[] };

/** The order lies in its queue, and nobody takes it. */
export class NotTakenUpError extends Error {
  override readonly name = 'NotTakenUpError';
}

const firstPauseMs = 500;
const longestPauseMs = 5_000;
const patienceMs = 300_000;

/** Looks again and again until all that is awaited is done or set aside. */
export async function waitFor(ordered: readonly Awaited[], before: Look, waiting: Waiting): Promise<Waited> {
  const { look, tell, pause, now } = waiting;
  const began = now();
  let awaited = ordered;
  for (let millis = firstPauseMs; ; millis = Math.min(millis * 1.3, longestPauseMs)) {
    const seen = await look();
    awaited = follow(awaited, seen, before);
    tell(awaited, seen);
    const isOverdue = now() - began > patienceMs;
    if (isOverdue && awaited.every(({ at }) => at === 'nowhere')) {
      throw new NotTakenUpError(
        `services/${before.target.service} has not taken up the order for ${patienceMs / 60_000} minutes: lake logs ${planners[before.target.service]} --errors and lake replay dead-letters say why.`,
      );
    }
    // An order is taken up as a whole: what was never seen went by between two looks.
    if (awaited.every((unit) => isOver(unit) || (isOverdue && unit.at === 'nowhere'))) return { look: seen, awaited };
    await pause(millis);
  }
}

export function isOver({ at }: Awaited): boolean {
  return at === 'done' || at === 'aside';
}

/** A pause that a signal ends, by throwing. */
export function createPause(signal: AbortSignal): Waiting['pause'] {
  return async (millis) => {
    await sleep(millis, undefined, { signal });
  };
}
