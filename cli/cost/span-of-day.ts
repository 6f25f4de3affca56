import { UsageError } from '../usage.ts';
import type { Span } from './read-metrics.ts';

const dayMillis = 86_400_000;

export type DaySpan = Span & { readonly day: string; readonly hours: number };

/** The day that is asked for, else yesterday or, of the local lake, today; as far as it has come. Throws UsageError of a day to come. */
export function spanOfDay(day: string | undefined, now: number, isLocal: boolean): DaySpan {
  const named = day ?? new Date(isLocal ? now : now - dayMillis).toISOString().slice(0, 10);
  const from = Date.parse(`${named}T00:00:00Z`);
  if (from > now) throw new UsageError(`--day ${named} is to come: there are no metrics of it.`);
  const to = Math.min(from + dayMillis, Math.max(now, from + 1));
  return { day: named, from: new Date(from), to: new Date(to), hours: (to - from) / 3_600_000 };
}
