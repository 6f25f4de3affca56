import { zoneConverter } from './zone.ts';

const months: Readonly<Record<string, number>> = {
  Jan: 0,
  Feb: 1,
  Mar: 2,
  Apr: 3,
  May: 4,
  Jun: 5,
  Jul: 6,
  Aug: 7,
  Sep: 8,
  Oct: 9,
  Nov: 10,
  Dec: 11,
};

export type DateReader = {
  /** `20/Nov/2026:13:50:17.908` (or without milliseconds) in the configured zone → epoch milliseconds; null when it is no date. */
  accept(text: string, from: number, to: number): number | null;
  /** `20/Nov/2026:13:50:17 +0000` → epoch milliseconds; null when it is no date. */
  clf(text: string, from: number, to: number): number | null;
  /** A syslog header's date → epoch milliseconds, null when it is none; a missing year is the last one that puts it not after `near`. */
  header(text: string, near: number): number | null;
};

/** Reads HAProxy's dates, which are local time without a zone. Hours are converted once and kept: logs stay in few hours. */
export function createDateReader(timeZone: string): DateReader {
  const toUtc = timeZone === 'UTC' ? (local: number) => local : zoneConverter(timeZone);
  const inZone = hourCache(toUtc);
  const inUtc = hourCache((local) => local);

  const inSecond = secondCache((text, from) => inZone(text, from) + withinHour(text, from));

  const accept = (text: string, from: number, to: number): number | null => {
    const length = to - from;
    if (length !== 24 && length !== 20) return null;
    const sum = inSecond(text, from) + (length === 24 ? milliseconds(text, from + 20) : 0);
    return Number.isNaN(sum) ? null : sum;
  };

  const clf = (text: string, from: number, to: number): number | null => {
    if (to - from !== 26) return null;
    const sum = inUtc(text, from) + withinHour(text, from) - zoneOffset(text, from + 20);
    return Number.isNaN(sum) ? null : sum;
  };

  const header = (text: string, near: number): number | null => {
    if (/^\d{4}-/.test(text)) return isoDate(text);
    const [name = '', day = '', time = ''] = text.split(/ +/);
    const month = months[name];
    const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
    if (month === undefined || hour > 23 || minute > 59 || second > 60) return null;
    const year = new Date(near).getUTCFullYear();
    const dates = [year - 1, year, year + 1]
      .map((each) => Date.UTC(each, month, Number(day), hour, minute, second))
      .filter((each) => isDay(each - second * 1000, month, Number(day)))
      .map(toUtc);
    return dates.findLast((each) => each <= near + slackMs) ?? null;
  };
  return { accept, clf, header };
}

/** Clocks differ, and so do zones that nobody has configured. */
const slackMs = 86_400_000;

/** Before it there were no logs: what says so has lost its date. */
const epoch = 0;

/** RFC 3339, or ISO 8601 with a time → epoch milliseconds, UTC without a zone; null where there is no such day. */
export function isoDate(text: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const read = Date.parse((/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`).replace(',', '.'));
  const start = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(read) || read < epoch || !isDay(start, Number(month) - 1, Number(day)) ? null : read;
}

/** Whether a moment, UTC, is of this day: months have fewer days than 31, and `Date` goes on to the next. */
function isDay(at: number, month: number, day: number): boolean {
  const date = new Date(at);
  return date.getUTCMonth() === month && date.getUTCDate() === day;
}

/** Many lines of a busy log are of one second: the last one is at hand. */
function secondCache(read: (text: string, from: number) => number): (text: string, from: number) => number {
  let last = '\n';
  let lastStart = Number.NaN;
  return (text, from) => {
    if (text.startsWith(last, from)) return lastStart;
    const start = read(text, from);
    if (Number.isNaN(start)) return start;
    last = text.slice(from, from + secondLength);
    lastStart = start;
    return start;
  };
}

const secondLength = 20;

/** The start of the hour that `20/Nov/2026:13` at a position names; NaN when it names none. The last hour is at hand, others in a map. */
function hourCache(toUtc: (local: number) => number): (text: string, from: number) => number {
  const hours = new Map<string, number>();
  let last = '\n';
  let lastStart = Number.NaN;
  return (text, from) => {
    if (text.startsWith(last, from)) return lastStart;
    const hour = text.slice(from, from + hourLength);
    const start = hours.get(hour) ?? readHour(hour, toUtc);
    if (Number.isNaN(start)) return start;
    if (hours.size >= 1000) hours.clear();
    hours.set(hour, start);
    last = hour;
    lastStart = start;
    return start;
  };
}

const hourLength = 14;

function readHour(text: string, toUtc: (local: number) => number): number {
  const parts = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d)$/.exec(text);
  const month = months[parts?.[2] ?? ''];
  if (parts === null || month === undefined || Number(parts[4]) > 23) return Number.NaN;
  const day = Number(parts[1]);
  const local = Date.UTC(Number(parts[3]), month, day, Number(parts[4]));
  return Number(parts[3]) >= 1970 && isDay(local, month, day) ? toUtc(local) : Number.NaN;
}

/** `:MM:SS` 14 characters after `from`, in milliseconds; NaN when it is none. */
function withinHour(text: string, from: number): number {
  const minute = twoDigits(text, from + 15);
  const second = twoDigits(text, from + 18);
  const punctuated = text.charCodeAt(from + 14) === 58 && text.charCodeAt(from + 17) === 58;
  return punctuated && minute <= 59 && second <= 60 ? minute * 60_000 + second * 1000 : Number.NaN;
}

/** `.mmm`. */
function milliseconds(text: string, at: number): number {
  return text.charCodeAt(at) === 46 ? twoDigits(text, at + 1) * 10 + digit(text, at + 3) : Number.NaN;
}

/** ` +hhmm` in milliseconds. */
function zoneOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at + 1) === 45 ? -1 : 1;
  if (text.charCodeAt(at) !== 32 || (sign === 1 && text.charCodeAt(at + 1) !== 43)) return Number.NaN;
  return sign * (twoDigits(text, at + 2) * 60 + twoDigits(text, at + 4)) * 60_000;
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}
