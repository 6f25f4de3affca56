import { attemptOf, type TargetState } from './run.ts';

/** Which targets' statements run, and which targets wait for one to end. Times are epoch ms. */
export type Slots = {
  /** Another one at each change. */
  readonly version: number;
  readonly running: Readonly<Record<string, Held>>;
  readonly waiting: Readonly<Record<string, Queued>>;
};

/** `run`: the run and attempt whose it is, or, before there is one, will be. */
export type Held = { readonly run: string; readonly at: number };

export type Queued = {
  /** Since when the oldest of its work has been due. */
  readonly dueAt: number;
  /** It goes behind all that does not. */
  readonly yields: boolean;
  /** When it was last told that there is a place for it. */
  readonly calledAt?: number | undefined;
};

/** `isBegun`: the run is the target's; else another may become it. */
export type Wish = { readonly target: string; readonly run: string; readonly isBegun: boolean } & Pick<
  Queued,
  'dueAt' | 'yields'
>;

export const noSlots: Slots = { version: 0, running: {}, waiting: {} };

// Whoever was told of a place and does not come leaves it to others, and whoever has one and has begun no run has been killed.
const patienceMs = 60_000;

type At = { readonly most: number; readonly now: number };

/** What becomes of the slots when a target wants one: it has it, or it waits for its turn. */
export function wish(slots: Slots, wished: Wish, { most, now }: At): Slots {
  const { target, run, dueAt, yields } = wished;
  const held = slots.running[target];
  if (held !== undefined) return { ...slots, running: { ...slots.running, [target]: again(held, wished, now) } };
  // Whoever was told of a place and has come in vain is to be told again.
  const waiting = { ...patient(slots.waiting, now), [target]: { dueAt, yields } };
  const isNext = inOrder(waiting).slice(0, free(slots, most)).includes(target);
  if (!isNext) return { ...slots, waiting };
  const { [target]: _, ...others } = waiting;
  return { ...slots, running: { ...slots.running, [target]: { run, at: now } }, waiting: others };
}

function again(held: Held, { run, isBegun }: Wish, now: number): Held {
  return { run: isBegun ? run : held.run, at: held.at + patienceMs / 2 > now ? held.at : now };
}

/** A run no longer needs the slot of its target; another run's stays. */
export function leave(slots: Slots, target: string, run: string): Slots {
  const { [target]: held, ...running } = slots.running;
  return held?.run === run ? { ...slots, running } : slots;
}

/** Says to those who are next that there is a place for them, unless they have been told; they are `called`. */
export function call(slots: Slots, { most, now }: At): { readonly slots: Slots; readonly called: readonly string[] } {
  const waiting = patient(slots.waiting, now);
  const called = inOrder(waiting)
    .slice(0, free(slots, most))
    .filter((target) => waiting[target]?.calledAt === undefined);
  const told = called.flatMap((target) => {
    const queued = waiting[target];
    return queued === undefined ? [] : [[target, { ...queued, calledAt: now }] as const];
  });
  return { slots: { ...slots, waiting: { ...waiting, ...Object.fromEntries(told) } }, called };
}

/** What the slots are by what their targets do: of no use to nobody, and of use to all whose statements run. `targets`: all there are. */
export function repair(slots: Slots, states: ReadonlyMap<string, TargetState>, { now }: Pick<At, 'now'>): Slots {
  const kept = Object.entries(slots.running).filter(
    ([target, held]) => needs(states.get(target), now) || (states.has(target) && held.at + patienceMs > now),
  );
  const running: Record<string, Held> = Object.fromEntries(kept);
  for (const [target, { run, executionId }] of states)
    if (run !== undefined && executionId !== undefined && running[target]?.run !== attemptOf(run))
      running[target] = { run: attemptOf(run), at: now };
  const waiting = Object.fromEntries(Object.entries(slots.waiting).filter(([target]) => states.has(target)));
  return { ...slots, running, waiting };
}

/** Of a run that waits for its next attempt, the time has yet to come. */
function needs({ run, executionId }: TargetState = { claimedAt: {} }, now: number): boolean {
  return run !== undefined && (executionId !== undefined || run.notBefore <= now);
}

function free({ running }: Slots, most: number): number {
  return Math.max(0, most - Object.keys(running).length);
}

function patient(waiting: Slots['waiting'], now: number): Slots['waiting'] {
  return Object.fromEntries(
    Object.entries(waiting).filter(([, { calledAt }]) => calledAt === undefined || calledAt + patienceMs > now),
  );
}

function inOrder(waiting: Slots['waiting']): readonly string[] {
  return Object.entries(waiting)
    .toSorted(([a, one], [b, other]) => {
      const byKind = Number(one.yields) - Number(other.yields);
      return byKind || one.dueAt - other.dueAt || (a < b ? -1 : 1);
    })
    .map(([target]) => target);
}
