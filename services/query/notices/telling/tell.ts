import type { Notice } from '../core/notice.ts';
import { type Held, noticeText } from '../core/notice-text.ts';
import type { HoldState, HoldStore } from './hold-store.ts';
import type { Publish } from './publish.ts';

export type TellDeps = {
  readonly holds: HoldStore;
  readonly publish: Publish;
  readonly stage: string;
  readonly now: () => number;
};

export type Outcome = 'told' | 'held';

const holdMs = 3_600_000;
/** As long as a call may take: when one is killed between claim and message, the message that comes again finds the claim over. */
const claimMs = 60_000;

/** Tells of a notice, unless the same was told within the hour: then it is counted, and told with the next. Throws where it could not be told. */
export async function tell(deps: TellDeps, notice: Notice): Promise<Outcome> {
  const { holds, now } = deps;
  const state = await holds.state(notice.key);
  if (state !== undefined && state.until > now()) return hold(deps, notice);
  return (await claimAndPublish(deps, notice, state?.held)) ? 'told' : hold(deps, notice);
}

/** Tells of what was held back, and of which no more has come since its hour is over. Gives how many were told. */
export async function tellHeld(deps: TellDeps): Promise<number> {
  const due = (await deps.holds.all()).filter(({ until, held }) => held !== undefined && until <= deps.now());
  let told = 0;
  for (const state of due) if (await tellState(deps, state)) told += 1;
  return told;
}

async function tellState(deps: TellDeps, { notice, held }: HoldState): Promise<boolean> {
  if (notice === undefined || held === undefined) return false;
  const { count, events, since } = held;
  return claimAndPublish(deps, { ...notice, count, events, since }, undefined, held);
}

async function claimAndPublish(
  { holds, publish, stage, now }: TellDeps,
  notice: Notice,
  shown: Held | undefined,
  settled = shown,
): Promise<boolean> {
  if (!(await holds.claim(notice.key, now(), now() + claimMs))) return false;
  try {
    await publish(noticeText(notice, shown, stage));
  } catch (error) {
    await holds.release(notice.key);
    throw error;
  }
  await holds.told(notice.key, now() + holdMs, settled);
  return true;
}

async function hold({ holds }: TellDeps, notice: Notice): Promise<Outcome> {
  await holds.hold(notice);
  return 'held';
}
