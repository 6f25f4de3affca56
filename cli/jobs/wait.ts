import { lookUntil } from '../terminal/look-until.ts';
import type { Look } from './look.ts';
import { type Awaited, follow } from './ordered.ts';
import { whereToLook } from './place.ts';

export type Waiting = {
  readonly look: () => Promise<Look>;
  /** After each look but the last. */
  readonly tell: (awaited: readonly Awaited[], look: Look) => void;
  /** Throws when the signal fires. */
  readonly pause: (millis: number) => Promise<void>;
  readonly now: () => number;
};

export type Waited = { readonly look: Look; readonly awaited: readonly Awaited[] };

const patienceMs = 300_000;

/** Looks again and again until all that is awaited is done or set aside. Throws StuckError where nobody takes the order up. */
export async function waitFor(ordered: readonly Awaited[], before: Look, waiting: Waiting): Promise<Waited> {
  const { look, tell, pause, now } = waiting;
  const began = now();
  let awaited = ordered;
  const isNowhere = ({ at }: Awaited) => at === 'nowhere';
  return lookUntil<Waited>({
    async look() {
      const seen = await look();
      awaited = follow(awaited, seen, before);
      return { look: seen, awaited };
    },
    isDone() {
      // An order is taken up as a whole: what was never seen went by between two looks.
      const wasMissed = now() - began > patienceMs && !awaited.every(isNowhere);
      return awaited.every((unit) => isOver(unit) || (wasMissed && isNowhere(unit)));
    },
    tell: (seen) => tell(awaited, seen.look),
    stateOf: () => (awaited.every(isNowhere) ? 'nowhere' : `${now()}`),
    stuck: (_, minutes) => {
      const { service } = before.target;
      return `services/${service} has not taken up the order for ${minutes} minutes: ${whereToLook(service)}`;
    },
    patienceMs,
    pause,
    now,
  });
}

export function isOver({ at }: Awaited): boolean {
  return at === 'done' || at === 'aside';
}
