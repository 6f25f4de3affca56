import { UsageError } from '../usage.ts';
import type { Declared } from './declared.ts';

export type DayFlags = {
  readonly day?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** An order has at most so many. */
const mostDays = 400;
const dayMillis = 86_400_000;
/** All of a dataset that reads tables without days, and of a table of rows. */
const allDays = 'all';

/** The days that are asked for (UTC), each once and in order; none where nothing is said of days. Throws UsageError. */
export function readDays(flags: DayFlags, { kind, name }: Declared, now: number): readonly string[] {
  if (kind === 'rows') return allOfRows(flags, name);
  const { day = [], from, to } = flags;
  if (from === undefined && to !== undefined)
    throw new UsageError(`Say from which day on: --from 2026-11-20 --to ${to}`);
  const days =
    from === undefined ? [...new Set(day.map((text) => named(text, kind)))].toSorted() : range(from, to, now);
  if (days.length > 0 && kind === 'view') {
    throw new UsageError(`${name} is a view: it has no days. Run the datasets that it reads instead.`);
  }
  if (days.length > 1 && days.includes(allDays))
    throw new UsageError('--day all is every day: say no other beside it.');
  if (days.length > mostDays) throw new UsageError(tooMany(`${days.length} days`));
  return days;
}

/** They are what all of the changes say, whatever day these are of. */
function allOfRows({ day = [allDays], from, to }: DayFlags, name: string): readonly string[] {
  if ((from ?? to) === undefined && day.every((each) => each === allDays)) return [allDays];
  throw new UsageError(`${name} has no days: it is made anew from all changes, without --day, --from and --to.`);
}

function tooMany(what: string): string {
  return `These are ${what}, and one call takes ${mostDays} at most. Run a part, then the next.`;
}

function named(text: string, kind: Declared['kind']): string {
  if (text !== allDays) return dayText(dayOf('--day', text));
  if (kind === 'dataset') return text;
  throw new UsageError('--day all is of datasets. Say which days: --day 2026-11-20, or --from and --to.');
}

/** As elsewhere in `lake`, the last one is no longer part of it; without it, up to and with today. */
function range(from: string, to: string | undefined, now: number): readonly string[] {
  const first = dayOf('--from', from);
  const end = to === undefined ? Math.floor(now / dayMillis) * dayMillis + dayMillis : dayOf('--to', to);
  if (end <= first) {
    throw new UsageError(
      to === undefined
        ? `There is no day from ${from} to today (UTC).`
        : `There is no day from ${from} until ${to}: --to is the day that is no longer part of it.`,
    );
  }
  const count = (end - first) / dayMillis;
  if (count > mostDays) throw new UsageError(tooMany(`${count} days`));
  return Array.from({ length: count }, (_, at) => dayText(first + at * dayMillis));
}

/** Epoch ms of a day's beginning. */
function dayOf(flag: string, text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 2026-02-31 would be the third of March.
  if (!Number.isNaN(at) && dayText(at) === text) return at;
  throw new UsageError(`${flag} takes a day (UTC), as in 2026-11-20, not ${text}`);
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
