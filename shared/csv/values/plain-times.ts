import { daysOfCivil } from './civil-days.ts';
import { plain } from './plain-digits.ts';
import type { ReadPlain } from './plain-values.ts';

const zero = 0x30;
const dash = 0x2d;
const colon = 0x3a;
const point = 0x2e;
const letterT = 0x54;
const letterZ = 0x5a;
const space = 0x20;

/** `2026-11-17` as days since the epoch; false for what is no day of the calendar. */
export const dateAt: ReadPlain = (bytes, from, to) => {
  const day = to - from === 10 ? dayAt(bytes, from) : undefined;
  plain.value = day ?? 0;
  return day !== undefined;
};

/** A moment as microseconds since the epoch; false where a double does not hold them. */
export const instantAt: ReadPlain = (bytes, from, to) => {
  if (!momentAt(bytes, from, to)) return false;
  plain.value = (moment.day * 86_400 + moment.second) * 1e6 + moment.micros;
  return Number.isSafeInteger(plain.value);
};

/** What `momentAt` has read: the day since the epoch, and what of it has passed. */
export const moment = { day: 0, second: 0, micros: 0 };

const withoutFraction = '2026-11-17 22:58:26'.length;

/** Whether the bytes [from, to) are `2026-11-17 22:58:26[.123456]`, or that with a T and a Z, which `moment` then is. */
export function momentAt(bytes: Buffer, from: number, to: number): boolean {
  const end = bytes[to - 1] === letterZ ? to - 1 : to;
  if (end - from < withoutFraction) return false;
  const day = dayAt(bytes, from);
  moment.second = secondAt(bytes, from + 10);
  moment.micros = end - from === withoutFraction ? 0 : microsAt(bytes, from + withoutFraction, end);
  if (day === undefined || moment.second < 0 || moment.micros < 0) return false;
  moment.day = day;
  return true;
}

/** ` 22:58:26` as seconds of the day; -1 where it is none. */
function secondAt(bytes: Buffer, from: number): number {
  const between = bytes[from];
  if ((between !== space && between !== letterT) || bytes[from + 3] !== colon || bytes[from + 6] !== colon) return -1;
  const hour = pairAt(bytes, from + 1);
  const minute = pairAt(bytes, from + 4);
  const second = pairAt(bytes, from + 7);
  return hour > 23 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
}

/** `.5` to `.123456000`; -1 where there are more than six digits that say something. */
function microsAt(bytes: Buffer, from: number, to: number): number {
  const digits = to - from - 1;
  if (bytes[from] !== point || digits < 1 || digits > 9) return -1;
  let value = 0;
  for (let at = from + 1; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  const nanos = value * (nanosOf[digits] ?? 0);
  return nanos % 1000 === 0 ? nanos / 1000 : -1;
}

/** How many nanoseconds the last of so many digits counts. */
const nanosOf = Array.from({ length: 10 }, (_, digits) => 10 ** (9 - digits));

function dayAt(bytes: Buffer, from: number): number | undefined {
  if (bytes[from + 4] !== dash || bytes[from + 7] !== dash) return undefined;
  const century = pairAt(bytes, from);
  const ofCentury = pairAt(bytes, from + 2);
  if (century > 99 || ofCentury > 99) return undefined;
  return daysOfCivil(century * 100 + ofCentury, pairAt(bytes, from + 5), pairAt(bytes, from + 8));
}

/** Two digits; more than 99 where there are none. */
function pairAt(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - zero;
  const ones = (bytes[at + 1] ?? 0) - zero;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 1000 : tens * 10 + ones;
}
