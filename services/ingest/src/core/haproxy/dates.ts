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
  /** `20/Nov/2026:13:50:17.908` in the configured zone → epoch milliseconds; null when it is no date. */
  accept(text: string): number | null;
  /** A syslog header's date → epoch milliseconds; a missing year is the one that puts it nearest to `near`. */
  header(text: string, near: number): number | null;
};

/** Reads HAProxy's dates, which are local time without a zone. Hours are converted once and kept: logs stay in few hours. */
export function createDateReader(timeZone: string): DateReader {
  const toUtc = timeZone === 'UTC' ? (local: number) => local : zoneConverter(timeZone);
  const hours = new Map<string, number>();

  const hourStart = (hour: string): number | null => {
    const known = hours.get(hour);
    if (known !== undefined) return known;
    const start = readHour(hour, toUtc);
    if (start !== null) remember(hours, hour, start);
    return start;
  };

  const accept = (text: string): number | null => {
    if (text.length < 20) return null;
    const start = hourStart(text.slice(0, 14));
    const within = withinHour(text);
    return start === null || Number.isNaN(within) ? null : start + within;
  };

  const header = (text: string, near: number): number | null => {
    if (/^\d{4}-/.test(text)) return Number.isNaN(Date.parse(text)) ? null : Date.parse(text);
    const month = months[text.slice(0, 3)];
    if (month === undefined) return null;
    const [hour = 0, minute = 0, second = 0] = text.slice(7).split(':').map(Number);
    const year = new Date(near).getUTCFullYear();
    const candidates = [year - 1, year, year + 1].map((each) =>
      toUtc(Date.UTC(each, month, Number(text.slice(4, 6)), hour, minute, second)),
    );
    return candidates.reduce((best, each) => (Math.abs(each - near) < Math.abs(best - near) ? each : best));
  };
  return { accept, header };
}

function remember(hours: Map<string, number>, hour: string, start: number): void {
  if (hours.size >= 1000) hours.clear();
  hours.set(hour, start);
}

function readHour(text: string, toUtc: (local: number) => number): number | null {
  const parts = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d)$/.exec(text);
  const month = months[parts?.[2] ?? ''];
  if (parts === null || month === undefined || Number(parts[4]) > 23) return null;
  const day = Number(parts[1]);
  const local = Date.UTC(Number(parts[3]), month, day, Number(parts[4]));
  return new Date(local).getUTCDate() === day ? toUtc(local) : null;
}

/** Local time → UTC by the zone's offset at that moment; in the hour that a clock change repeats, the first of the two. */
function zoneConverter(timeZone: string): (local: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offset = (utc: number): number => {
    const part = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
    return local - utc;
  };
  return (local) => {
    const early = local - offset(local - 86_400_000);
    return early + offset(early) === local ? early : local - offset(early);
  };
}

/** `…:MM:SS` or `…:MM:SS.mmm` from position 14, in milliseconds; NaN when it is neither. */
function withinHour(text: string): number {
  const minute = twoDigits(text, 15);
  const second = twoDigits(text, 18);
  const millisecond = text.length === 24 ? twoDigits(text, 21) * 10 + digit(text, 23) : 0;
  return minute > 59 || second > 60 ? Number.NaN : minute * 60_000 + second * 1000 + millisecond;
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}
