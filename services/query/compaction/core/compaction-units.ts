import type { TableUpdated } from '@tributary/shared/events.ts';
import { byHand } from '@tributary/shared/jobs/causes.ts';
import type { NewUnit } from '@tributary/shared/jobs/unit.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { eventTypeOf, rawTableOf } from './event-table.ts';

export const compactLane = 'compact';
export const listLane = 'list';

/** A day of an event type, `order_placed/2026-11-20`: what units are of. */
export type EventDay = { readonly eventType: string; readonly day: string };

/** Reads a unit's id, `optimize:` in front of it or not; throws for what is none. */
export function eventDayOf(id: string): EventDay {
  const [, eventType, day] = /^(?:\w+:)?([a-z][a-z0-9_]*)\/(\d{4}-\d{2}-\d{2})$/.exec(id) ?? [];
  if (eventType === undefined || day === undefined) throw new Error(`Not a day of an event type: ${id}`);
  return { eventType, day };
}

export type Closing = {
  /** A day is closed so long after its end. */
  readonly closeMs: number;
  /** What comes later gathers for so long, as each time the whole day is made again. */
  readonly gatherMs: number;
};

export type Change = {
  readonly detail: Pick<TableUpdated, 'table' | 'partitions'>;
  readonly stamp: string;
  readonly now: number;
};

/** The days of an event type that objects landed in; undefined for another table. */
export function compactionUnits({ detail, stamp, now }: Change, closing: Closing): readonly NewUnit[] | undefined {
  const eventType = eventTypeOf(detail.table);
  if (eventType === undefined) return undefined;
  const days = new Set((detail.partitions ?? []).flatMap((partition) => dayOf(partition) ?? []));
  const why = [`Table Updated of raw.${rawTableOf(eventType)}`];
  return [...days].toSorted().map((day) => ({ ...dayUnit({ eventType, day }, closing, now), stamp, why }));
}

/** Days that somebody asks for: nothing is gathered first. */
export function orderedUnits(
  ids: readonly string[],
  { stamp, now }: Pick<Change, 'stamp' | 'now'>,
  { closeMs }: Pick<Closing, 'closeMs'>,
): readonly NewUnit[] {
  return ids.map((id) => ({ ...dayUnit(eventDayOf(id), { closeMs, gatherMs: 0 }, now), stamp, why: [byHand] }));
}

/** The unit that looks for days of an event type that lay there before. */
export function listUnit(eventType: string, now: number): NewUnit {
  return { id: eventType, lane: listLane, stamp: 'list', dueAt: now, since: now, why: ['filled'] };
}

/** Of the rows of the list's statement: event type, year, month and day of each. */
export function listedUnits(rows: Rows, now: number, closing: Closing): readonly NewUnit[] {
  return rows.flatMap(([eventType = '', year = '', month = '', day = '']) => {
    const found = validDay(`${year}-${month}-${day}`);
    if (found === undefined) return [];
    return [{ ...dayUnit({ eventType, day: found }, closing, now), stamp: 'filled', why: ['filled'] }];
  });
}

type Rows = readonly (readonly (string | undefined)[])[];

const dayMs = 86_400_000;

function dayUnit({ eventType, day }: EventDay, { closeMs, gatherMs }: Closing, now: number) {
  const closed = Date.parse(day) + dayMs + closeMs;
  const dueAt = Math.max(closed, now + gatherMs);
  return { id: `${eventType}/${day}`, lane: compactLane, dueAt, partition: day, since: now };
}

function dayOf(partition: string): string | undefined {
  const value = (name: string) => partitionsOf(`${partition}/`).find((one) => one.name === name)?.value;
  return validDay(`${value('year')}-${value('month')}-${value('day')}`);
}

function validDay(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
