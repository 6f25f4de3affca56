import type { ReadValue } from './read-number.ts';

const zero = 0x30;
const dash = 0x2d;
const colon = 0x3a;
const point = 0x2e;
const dayMillis = 86_400_000;

/** `2026-11-17` as days since the epoch; undefined for what is no day of the calendar. */
export const readDate: ReadValue = (bytes, from, to) => (to - from === 10 ? dayAt(bytes, from) : undefined);

/** `true`, `t`, `1`, … as 1, their opposites as 0. */
export const readBoolean: ReadValue = (bytes, from, to) => {
  const text = to - from > 5 ? '' : bytes.toString('latin1', from, to).toLowerCase();
  return booleans[text];
};

const booleans: Readonly<Record<string, number>> = { true: 1, t: 1, '1': 1, false: 0, f: 0, '0': 0 };

/** `2026-11-17 22:58:26[.123456]`, or with a T and a Z, as microseconds since the epoch. */
export const readMicros: ReadValue = (bytes, from, to) => {
  const end = bytes[to - 1] === 0x5a ? to - 1 : to;
  const seconds = secondsAt(bytes, from, end);
  if (seconds === undefined) return undefined;
  const micros = end - from === 19 ? 0 : microsAt(bytes, from + 19, end);
  if (micros === undefined) return undefined;
  const all = seconds * 1e6 + micros;
  return Number.isSafeInteger(all) ? all : BigInt(seconds) * 1_000_000n + BigInt(micros);
};

/** The same as milliseconds; undefined where that would lose something. */
export const readMillis: ReadValue = (bytes, from, to) => {
  const micros = readMicros(bytes, from, to);
  if (micros === undefined) return undefined;
  if (typeof micros === 'bigint') return micros % 1000n === 0n ? Number(micros / 1000n) : undefined;
  return micros % 1000 === 0 ? micros / 1000 : undefined;
};

function secondsAt(bytes: Buffer, from: number, to: number): number | undefined {
  if (to - from < 19) return undefined;
  const between = bytes[from + 10];
  if (between !== 0x20 && between !== 0x54) return undefined;
  const day = dayAt(bytes, from);
  const [hour, minute, second] = [pairAt(bytes, from + 11), pairAt(bytes, from + 14), pairAt(bytes, from + 17)];
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  if (bytes[from + 13] !== colon || bytes[from + 16] !== colon) return undefined;
  return day * 86_400 + hour * 3600 + minute * 60 + second;
}

/** `.5` to `.123456000`; undefined where there are more than six digits that say something. */
function microsAt(bytes: Buffer, from: number, to: number): number | undefined {
  const digits = to - from - 1;
  if (bytes[from] !== point || digits < 1 || digits > 9) return undefined;
  let value = 0;
  for (let at = 1; at <= 9; at += 1) {
    const digit = at <= digits ? (bytes[from + at] ?? 0) - zero : 0;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value % 1000 === 0 ? value / 1000 : undefined;
}

/** The day that was read last: most rows of a file are of few days. */
let knownDay: Day = { year: 0, month: 0, day: 0, value: undefined };

type Day = { readonly year: number; readonly month: number; readonly day: number; readonly value: number | undefined };

function dayAt(bytes: Buffer, from: number): number | undefined {
  if (bytes[from + 4] !== dash || bytes[from + 7] !== dash) return undefined;
  const [century, ofCentury] = [pairAt(bytes, from), pairAt(bytes, from + 2)];
  const [month, day] = [pairAt(bytes, from + 5), pairAt(bytes, from + 8)];
  if (century > 99 || ofCentury > 99 || month > 12 || day > 31) return undefined;
  const year = century * 100 + ofCentury;
  if (knownDay.year === year && knownDay.month === month && knownDay.day === day) return knownDay.value;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (year === 0 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  knownDay = { year, month, day, value: at.getTime() / dayMillis };
  return knownDay.value;
}

/** Two digits; more than 99 where there are none. */
function pairAt(bytes: Buffer, at: number): number {
  const tens = (bytes[at] ?? 0) - zero;
  const ones = (bytes[at + 1] ?? 0) - zero;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 1000 : tens * 10 + ones;
}
