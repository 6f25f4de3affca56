import type { Unit } from '@tributary/shared/jobs/unit.ts';
import { instant, span } from '@tributary/shared/span.ts';
import { tellAll, tellIds } from './lanes.ts';
import type { Look } from './look.ts';

type Group = {
  readonly units: readonly Unit[];
  readonly reason: string;
  readonly since: number;
  readonly retryAt: number | undefined;
};

export type AsideTold = { readonly now: number; readonly most: number; readonly retry: string };

/** What was set aside, as lines: a group for each reason and time of another try. `retry` is the command for it. */
export function tellAside(aside: Look['aside'], { now, most, retry }: AsideTold): readonly string[] {
  return groupsOf(aside).flatMap(({ units, reason, since, retryAt }) => {
    const ids = tellIds(
      units.map(({ id }) => id),
      { of: units.length, most },
    );
    return [
      `${tellAll(units)}${ids === '' ? '' : `: ${ids}`}`,
      ...reasonLines({ reason, since, retryAt }, { now, retry, otherwise }).map(indented),
    ];
  });
}

const otherwise = 'tried again when its input or SQL changes, or by:';

type Reason = Pick<Group, 'reason' | 'since' | 'retryAt'>;
type ReasonTold = Pick<AsideTold, 'now' | 'retry'> & {
  /** What is said where no time is set for another try. */
  readonly otherwise: string;
};

/** Why something was set aside, since when, and when and by what it is tried again. */
export function reasonLines(
  { reason, since, retryAt }: Reason,
  { now, retry, otherwise }: ReasonTold,
): readonly string[] {
  const again = retryAt === undefined ? otherwise : tellRetry(retryAt, now);
  return [...reason.trim().split(/\s*\n/), `set aside ${instant(since)} (${span(now - since)} ago); ${again} ${retry}`];
}

function tellRetry(retryAt: number, now: number): string {
  const when = retryAt > now ? `at ${instant(retryAt)} (in ${span(retryAt - now)})` : 'within minutes';
  return `tried again by itself ${when}, or at once by:`;
}

const indented = (line: string) => `  ${line}`;

function groupsOf(aside: Look['aside']): readonly Group[] {
  const groups = new Map<string, Unit[]>();
  for (const unit of aside) {
    const key = JSON.stringify([unit.lane, unit.aside?.reason, unit.aside?.retryAt]);
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return [...groups.values()].map((units) => ({
    units,
    reason: units[0]?.aside?.reason ?? '',
    since: Math.min(...units.map((unit) => unit.aside?.at ?? Number.POSITIVE_INFINITY)),
    retryAt: units[0]?.aside?.retryAt,
  }));
}
