/** A source of the lake: a table that files land in, and the hours (since 1970) in which any did. */
export type Source = { readonly name: string; readonly hours: readonly number[] };

export type Silent = {
  readonly name: string;
  /** The hour in which rows came last. */
  readonly lastHour: number;
  readonly rhythm: 'hour' | 'day';
};

const hourMs = 3_600_000;
const daysWatched = 3;
const hoursOfDay = 24;

/** How long hours are kept: what came each day for three days, and then none for over a day. */
export const hoursKept = 6 * hoursOfDay;

export function hourOf(atMs: number): number {
  return Math.floor(atMs / hourMs);
}

/**
 * Sources that had rows in every hour of three days, up to when they had some last, and none for over an hour now; or in every day, and none for over
 * a day. One that has been silent for longer than its hours are kept is none any more.
 */
export function silentSources(sources: readonly Source[], nowMs: number): readonly Silent[] {
  return sources.flatMap(({ name, hours }): readonly Silent[] => {
    const lastHour = Math.max(...hours);
    const kept = hours.filter((hour) => hour > hourOf(nowMs) - hoursKept);
    if (isSilent(kept, daysWatched * hoursOfDay, hourOf(nowMs))) return [{ name, lastHour, rhythm: 'hour' }];
    const days = kept.map((hour) => Math.floor(hour / hoursOfDay));
    const today = Math.floor(hourOf(nowMs) / hoursOfDay);
    return isSilent(days, daysWatched, today) ? [{ name, lastHour, rhythm: 'day' }] : [];
  });
}

/** Whether each of so many units up to the last is there, and at least one whole unit has passed since. */
function isSilent(units: readonly number[], wanted: number, now: number): boolean {
  const there = new Set(units);
  const last = Math.max(...units);
  if (now - last < 2) return false;
  return Array.from({ length: wanted }, (_, index) => last - index).every((unit) => there.has(unit));
}
