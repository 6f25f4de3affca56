import type { TimeRange } from '@tributary/shared/sql.ts';
import type { Grain } from './dataset.ts';

/** All of a table: what a change means to who does not know of partitions. */
export const all = 'all';

/** A text that names no partition. */
export class NoPartitionError extends Error {
  override readonly name = 'NoPartitionError';
}

const lengths: Readonly<Record<Grain, number>> = { month: 7, day: 10, hour: 13 };

/** `2026-11-20T13` is an hour, `2026-11-20` a day, `2026-11` a month (UTC). Throws NoPartitionError. */
export function grainOf(text: string): Grain {
  const [grain] = Object.entries(lengths).find(([, length]) => length === text.length) ?? [];
  const isOne = /^\d{4}-\d{2}(-\d{2}(T\d{2})?)?$/.test(text) && !Number.isNaN(startOf(text));
  if (isOne && (grain === 'month' || grain === 'day' || grain === 'hour') && textOf(startOf(text), grain) === text)
    return grain;
  throw new NoPartitionError(`Not an hour, a day or a month: ${text}`);
}

/** From its beginning until the next one begins. */
export function spanOf(text: string): TimeRange {
  return { from: new Date(startOf(shifted(text, 0))), to: new Date(startOf(shifted(text, 1))) };
}

/** So many of its own kind later. */
export function shifted(text: string, by: number): string {
  const grain = grainOf(text);
  const at = new Date(startOf(text));
  if (grain === 'month') at.setUTCMonth(at.getUTCMonth() + by);
  if (grain === 'day') at.setUTCDate(at.getUTCDate() + by);
  if (grain === 'hour') at.setUTCHours(at.getUTCHours() + by);
  return textOf(at.getTime(), grain);
}

/** The partitions of a grain that a text of any grain touches: of a day its hours, of an hour its day. */
export function inGrain(text: string, grain: Grain): readonly string[] {
  const { from, to } = spanOf(text);
  const texts: string[] = [];
  let next = textOf(from.getTime(), grain);
  while (startOf(next) < to.getTime()) {
    texts.push(next);
    next = shifted(next, 1);
  }
  return texts;
}

/** Spans that touch or overlap, joined and in order. */
export function joinSpans(spans: readonly TimeRange[]): readonly TimeRange[] {
  const joined: { from: Date; to: Date }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = joined.at(-1);
    if (last === undefined || last.to < from) joined.push({ from, to });
    else if (last.to < to) last.to = to;
  }
  return joined;
}

/** The fewest months, days and hours that a span of whole hours consists of. */
export function piecesOf({ from, to }: TimeRange): readonly string[] {
  const pieces: string[] = [];
  let at = from.getTime();
  while (at < to.getTime()) {
    const piece = largestAt(at, to.getTime());
    pieces.push(piece);
    at = spanOf(piece).to.getTime();
  }
  return pieces;
}

function largestAt(at: number, end: number): string {
  const fits = (grain: Grain) => {
    const span = spanOf(textOf(at, grain));
    return span.from.getTime() === at && span.to.getTime() <= end;
  };
  if (fits('month')) return textOf(at, 'month');
  return textOf(at, fits('day') ? 'day' : 'hour');
}

const rest = '0000-01-01T00';

function startOf(text: string): number {
  return Date.parse(`${text}${rest.slice(text.length)}:00:00Z`);
}

function textOf(at: number, grain: Grain): string {
  return new Date(at).toISOString().slice(0, lengths[grain]);
}
