import type { Aside } from '../lake/jobs.ts';

/** What was set aside for one reason, and is tried again at one time. */
export type AsideGroup = {
  readonly reason: string;
  readonly units: readonly string[];
  /** The first of them. */
  readonly since: string | null;
  readonly retryAt: string | null;
};

/** As they came, a group for each reason and time of another try. */
export function asideGroups(aside: readonly Aside[]): readonly AsideGroup[] {
  const groups = new Map<string, Aside[]>();
  for (const each of aside) {
    const key = JSON.stringify([each.reason, each.retryAt]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((group) => ({
    reason: group[0]?.reason.trim() ?? '',
    units: group.map(({ id }) => id),
    since: group.flatMap(({ since }) => since ?? []).toSorted()[0] ?? null,
    retryAt: group[0]?.retryAt ?? null,
  }));
}

/** `2026-11-18, 2026-11-19 and 40 more` */
export function someOf(all: readonly string[], most: number): string {
  const more = all.length - most;
  const named = all.slice(0, most).join(', ');
  return more > 0 ? `${named} and ${more.toLocaleString('en-GB')} more` : named;
}
