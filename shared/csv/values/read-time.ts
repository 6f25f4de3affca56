import { plain } from './plain-digits.ts';
import { dateAt, moment, momentAt } from './plain-times.ts';
import type { ReadValue } from './read-number.ts';

/** `2026-11-17` as days since the epoch; undefined for what is no day of the calendar. */
export const readDate: ReadValue = (bytes, from, to) => (dateAt(bytes, from, to) ? plain.value : undefined);

/** `true`, `t`, `1`, … as 1, their opposites as 0. */
export const readBoolean: ReadValue = (bytes, from, to) => {
  const text = to - from > 5 ? '' : bytes.toString('latin1', from, to).toLowerCase();
  return booleans[text];
};

const booleans: Readonly<Record<string, number>> = { true: 1, t: 1, '1': 1, false: 0, f: 0, '0': 0 };

/** `2026-11-17 22:58:26[.123456]`, or with a T and a Z, as microseconds since the epoch. */
export const readMicros: ReadValue = (bytes, from, to) => {
  if (!momentAt(bytes, from, to)) return undefined;
  const { day, second, micros } = moment;
  const seconds = day * 86_400 + second;
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
