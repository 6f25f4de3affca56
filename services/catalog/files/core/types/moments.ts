import { daysOfCivil } from '@tributary/shared/csv/values/civil-days.ts';

const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/;
const timestampForm =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

/** `2026-11-29` as days since the epoch; undefined for what is no day of the calendar. */
export function daysOf(text: string): number | undefined {
  const [, year, month, day] = dateForm.exec(text) ?? [];
  return year === undefined ? undefined : daysOfCivil(Number(year), Number(month), Number(day));
}

/**
 * `2026-11-29T10:00:00.123456+02:00`, or with a space, without seconds or zone (then UTC), as microseconds since the epoch; undefined where
 * it is none, or has more digits than microseconds.
 */
export function microsOf(text: string): number | bigint | undefined {
  return usualMicros(text) ?? anyMicros(text);
}

const [dash, colon, point, letterT, letterZ, zero] = [0x2d, 0x3a, 0x2e, 0x54, 0x5a, 0x30];
const withSeconds = '2026-11-29T10:00:00Z'.length;
const withMillis = '2026-11-29T10:00:00.250Z'.length;

/** `2026-11-29T10:00:00Z` and `2026-11-29T10:00:00.250Z`, as most are; undefined for all others. */
function usualMicros(text: string): number | undefined {
  const { length } = text;
  if ((length !== withSeconds && length !== withMillis) || text.charCodeAt(length - 1) !== letterZ) return undefined;
  if (!marks.every(([at, code]) => text.charCodeAt(at) === code)) return undefined;
  const days = daysOfCivil(pairAt(text, 0) * 100 + pairAt(text, 2), pairAt(text, 5), pairAt(text, 8));
  const [hour, minute, second] = [pairAt(text, 11), pairAt(text, 14), pairAt(text, 17)];
  const millis = length === withSeconds ? 0 : millisAt(text);
  if (days === undefined || millis === undefined || !isOfClock(hour, minute, second)) return undefined;
  return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1e6 + millis * 1000;
}

const marks = [
  [4, dash],
  [7, dash],
  [10, letterT],
  [13, colon],
  [16, colon],
] as const;

/** What is none is NaN, and no comparison with it holds. */
function isOfClock(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

function pairAt(text: string, at: number): number {
  return digitAt(text, at) * 10 + digitAt(text, at + 1);
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - zero;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

function millisAt(text: string): number | undefined {
  const millis = pairAt(text, 20) * 10 + digitAt(text, 22);
  return text.charCodeAt(19) === point && !Number.isNaN(millis) ? millis : undefined;
}

function anyMicros(text: string): number | bigint | undefined {
  const [, date = '', hour = '', minute = '', second = '0', fraction = '', zone = ''] = timestampForm.exec(text) ?? [];
  const days = daysOf(date);
  if (days === undefined || !isOfClock(Number(hour), Number(minute), Number(second))) return undefined;
  const offset = minutesOf(zone);
  if (offset === undefined || /[1-9]/.test(fraction.slice(6))) return undefined;
  const seconds = days * 86_400 + Number(hour) * 3600 + (Number(minute) - offset) * 60 + Number(second);
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const all = seconds * 1e6 + micros;
  return Number.isSafeInteger(all) ? all : BigInt(seconds) * 1_000_000n + BigInt(micros);
}

function minutesOf(zone: string): number | undefined {
  const [, sign, hours = '', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 18 || Number(minutes) > 59) return undefined;
  const all = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -all : all;
}

const shortest = '2026-11-29'.length;
const longest = 40;

/** Of a year, a month and a day, be it one of no calendar: `0000-00-00`, `2026-02-30`. */
const dayForm = /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/;
const instantForm =
  /^(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-4]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d{1,6}0*)?)? ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * What a text is that says a day or an instant; undefined where it says neither, or an instant finer than microseconds. One that no calendar or clock
 * has is meant as one all the same: it is rescued, and does not make texts of all others.
 */
export function momentOf(text: string): 'date' | 'timestamp' | undefined {
  if (text.length < shortest || text.length > longest || text[4] !== '-' || text[7] !== '-') return undefined;
  if (text.length === shortest) return dayForm.test(text) ? 'date' : undefined;
  if (usualMicros(text) !== undefined) return 'timestamp';
  const [, day] = instantForm.exec(text) ?? [];
  return day !== undefined && dayForm.test(day) ? 'timestamp' : undefined;
}
