import type { NumberField } from './pattern.ts';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const DAY = 86_400_000;

export type Fields = Readonly<Record<NumberField, number>> & { readonly micros: number };

/** The fields of local time in microseconds since 1970-01-01. */
export function fieldsOf(local: bigint): Fields {
  const micros = Number(((local % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const date = new Date(Number((local - BigInt(micros)) / 1000n));
  const day = Math.floor(date.getTime() / DAY);
  const hour = date.getUTCHours();
  const year = date.getUTCFullYear();
  return {
    year,
    ...weekOf(day),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfWeek: dayOfWeek(day),
    dayOfYear: day - yearStart(year) + 1,
    hour,
    hour11: hour % 12,
    hour12: hour % 12 || 12,
    hour24: hour || 24,
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    century: Math.floor(year / 100),
    micros,
  };
}

/** The day (since 1970-01-01) on which an ISO week begins. */
export function weekStart(weekyear: number, week: number): number {
  const fourth = yearStart(weekyear) + 3;
  return fourth - (dayOfWeek(fourth) - 1) + (week - 1) * 7;
}

export function yearStart(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime() / DAY;
}

/** 1: Monday. */
function dayOfWeek(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function weekOf(day: number): { readonly weekyear: number; readonly week: number } {
  const thursday = day - dayOfWeek(day) + 4;
  const weekyear = new Date(thursday * DAY).getUTCFullYear();
  return { weekyear, week: Math.floor((thursday - yearStart(weekyear)) / 7) + 1 };
}
