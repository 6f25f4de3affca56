import { epochDay, MICROS_PER_DAY } from '../moment-text.ts';
import { zoneName } from '../zone.ts';
import { weekStart, yearStart } from './calendar.ts';
import type { Parsed } from './parse.ts';

/** A date or timestamp in ISO 8601 with what may be left out: `2026`, `2026-W45-1`, `2026-305`, `2026-11-01T22:05Z`. Milliseconds count. */
export function parseIso8601(text: string): Parsed | undefined {
  const [datePart = '', timePart, ...more] = text.split('T');
  const day = isoDay(datePart);
  if (day === undefined || more.length > 0) return undefined;
  const date = BigInt(day) * MICROS_PER_DAY;
  if (timePart === undefined) return { micros: date, zone: undefined };
  const read = TIME.exec(timePart);
  if (!read) return undefined;
  const zone = read[5] === undefined ? undefined : zoneName(read[5]);
  if (read[5] !== undefined && zone === undefined) return undefined;
  const millis = isoMillis(read);
  return millis === undefined ? undefined : { micros: date + BigInt(millis) * 1000n, zone };
}

/** Days since 1970-01-01 of an ISO date. */
export function isoDay(text: string): number | undefined {
  const calendar = /^([+-]?\d{4,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  const ordinal = /^([+-]?\d{4,9})-(\d{3})$/.exec(text);
  const week = /^([+-]?\d{4,9})-W(\d{1,2})(?:-(\d))?$/.exec(text);
  if (ordinal) return yearStart(Number(ordinal[1])) + Number(ordinal[2]) - 1;
  if (week) return weekStart(Number(week[1]), Number(week[2])) + Number(week[3] ?? 1) - 1;
  return calendar ? epochDay(Number(calendar[1]), Number(calendar[2] ?? 1), Number(calendar[3] ?? 1)) : undefined;
}

const TIME = /^(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

function isoMillis(read: RegExpExecArray): number | undefined {
  const [hour, minute, second] = [Number(read[1]), Number(read[2] ?? 0), Number(read[3] ?? 0)];
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && (minute > 0 || second > 0))) return undefined;
  return (hour * 3600 + minute * 60 + second) * 1000 + Number((read[4] ?? '').slice(0, 3).padEnd(3, '0'));
}
