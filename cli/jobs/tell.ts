import { instant, span } from '@tributary/shared/span.ts';
import { count } from '../terminal/count.ts';
import { isUpkeep, tellAll, tellIds, tellUnits } from './lanes.ts';
import type { Held, Look } from './look.ts';

/** `3 days for 12 s, attempt 2`; empty where nothing runs. */
export function tellRunning({ running }: Pick<Look, 'running'>, now: number): string {
  if (running === undefined) return '';
  const { lane, units, attempt, executionId, since, notBefore, isStopped } = running;
  const what = tellUnits(lane, units.length, units[0]?.id);
  const which = attempt > 1 ? `, attempt ${attempt}` : '';
  if (executionId === undefined) {
    return notBefore > now ? `${what}${which} in ${span(notBefore - now)}` : `${what}${which}, about to start`;
  }
  const time = since === undefined ? '' : ` for ${span(now - since)}`;
  return `${what}${time}${which}${isStopped ? ', being stopped: it took too long' : ''}`;
}

/** `12 days for 4 min, held by requests`, `2 hours in 3 min`; empty where nothing waits but upkeep that is not due. */
export function tellWaiting(look: Pick<Look, 'due' | 'later' | 'held' | 'placeOf'>, now: number): string {
  const { due, later, held = [], placeOf } = look;
  const soon = later.filter((unit) => !isUpkeep(unit));
  const [oldest] = due;
  const [next] = soon;
  const [first] = held;
  const by = first === undefined ? '' : `, held by ${first.by}`;
  const place = placeOf === undefined || first !== undefined ? '' : `, for one of ${placeOf} statements`;
  return [
    ...(oldest === undefined ? [] : [`${tellAll(due)} for ${span(now - oldest.dueAt)}${by}${place}`]),
    ...(next === undefined ? [] : [`${tellAll(soon)} in ${span(next.dueAt - now)}`]),
  ].join('; ');
}

/** What holds it, a line for each target and cause: `held by usage, set aside since 2026-11-20 13:00:00 UTC (4 s): 2026-11-20`. */
export function tellHeld({ held = [], placeOf }: Pick<Look, 'held' | 'placeOf'>, now: number): readonly string[] {
  const groups = new Map<string, Held[]>();
  for (const each of held)
    groups.set(`${each.by} ${each.because}`, [...(groups.get(`${each.by} ${each.because}`) ?? []), each]);
  const lines = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const since = Math.min(...group.map((each) => each.since ?? now));
    const does = { waits: 'which waits itself', runs: 'which runs', 'set aside': 'set aside' }[first.because];
    const ids = tellIds(
      group.map(({ unit }) => unit),
      { of: group.length, most: mostHeld },
    );
    return [
      `held by ${first.by}, ${does} since ${instant(since)} (${span(now - since)})${ids === '' ? '' : `: ${ids}`}`,
    ];
  });
  return placeOf === undefined ? lines : [...lines, `waits for one of ${placeOf} statements to end`];
}

const mostHeld = 5;

/** What waits, in words that say which. */
export function tellDue({ due }: Pick<Look, 'due'>, now: number, most: number): string {
  const [oldest] = due;
  if (oldest === undefined) return 'nothing';
  const ids = due.slice(0, most).map(({ id }) => id);
  const names = tellIds(ids, { of: due.length, most });
  const since = `the first since ${instant(oldest.dueAt)} (${span(now - oldest.dueAt)})`;
  return `${tellAll(due)}, ${since}${names === '' ? '' : `: ${names}`}`;
}

/** What has a time to come: upkeep, and what was put off. */
export function tellLater({ later }: Pick<Look, 'later'>, now: number): string {
  const [next] = later;
  if (next === undefined) return '';
  const postponed = Math.max(...later.map((unit) => unit.postponed ?? 0));
  const off =
    postponed === 0
      ? ''
      : `; put off (${count(postponed, 'time')} at most), as the catalog does not know their hour yet`;
  return `${tellAll(later)}, the first at ${instant(next.dueAt)} (in ${span(next.dueAt - now)})${off}`;
}
