import { bounded, fromEpochIn } from './epoch.ts';

/** A date's milliseconds since 1970; null where the value is no date of the format. */
export type ReadInstant = (value: unknown) => number | null;

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  dd: '(?<day>\\d{2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<milli>\\d{3})',
  XXX: '(?<offset>Z|[+-]\\d{2}:?\\d{2})',
};
const iso =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<milli>\d{1,9}))?)?(?<offset>Z|z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** How long what a number counts is. */
const epochUnitsMs: ReadonlyMap<string, number> = new Map([
  ['epoch_s', 1000],
  ['epoch_ms', 1],
]);

/** Whether a format is that of a number: when something happened is then told by its size, and 0 says nothing. */
export function isEpoch(format: string): boolean {
  return epochUnitsMs.has(format);
}

/**
 * A reader of dates in a format: `iso`, `epoch_s`, `epoch_ms`, or a pattern in the letters of Unicode's date patterns, as Java and
 * Athena have them, for year to milliseconds and offset. A date without an offset is UTC. Null if it is no format.
 */
export function createReadInstant(format: string): ReadInstant | null {
  if (format === 'iso') return (value) => (typeof value === 'string' ? fromMatch(iso.exec(value)) : null);
  const unitMs = epochUnitsMs.get(format);
  if (unitMs !== undefined) return (value) => fromEpochIn(unitMs, numberIn(value) ?? Number.NaN);
  const pattern = patternOf(format);
  return pattern && ((value) => (typeof value === 'string' ? fromMatch(pattern.exec(value)) : null));
}

/** Formats without a year, or with a token twice, are none. */
function patternOf(format: string): RegExp | null {
  const used: string[] = [];
  const source = format.replace(/yyyy|MM|dd|HH|mm|ss|SSS|XXX|'([^']*)'|./gs, (part, quoted: string | undefined) => {
    const token = tokens[part];
    if (token === undefined) return (quoted ?? part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    used.push(part);
    return token;
  });
  const isFormat = used.includes('yyyy') && new Set(used).size === used.length && !/[A-Za-z]{2}/.test(letters(format));
  return isFormat ? new RegExp(`^${source}$`) : null;
}

/** The letters that are neither token nor quoted: `YYYY` is a mistake, the T between date and time is not. */
function letters(format: string): string {
  return format.replace(/yyyy|MM|dd|HH|mm|ss|SSS|XXX|'[^']*'/g, ' ');
}

/** A number, or its text. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,20}(\.\d{1,9})?$/.test(value) ? Number(value) : null;
}

function fromMatch(match: RegExpExecArray | null): number | null {
  const part = match?.groups;
  if (part === undefined) return null;
  const [year, month, day] = [Number(part.year), Number(part.month ?? 1), Number(part.day ?? 1)];
  const [hour, minute, second] = [Number(part.hour ?? 0), Number(part.minute ?? 0), Number(part.second ?? 0)];
  const milli = Number((part.milli ?? '0').padEnd(3, '0').slice(0, 3));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // The 31st of June is no date, and neither is 25 o'clock; a leap second is the second after.
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDate || hour > 23 || minute > 59 || second > 60) return null;
  return bounded(date.setUTCHours(hour, minute, second, milli) - offsetMs(part.offset));
}

function offsetMs(offset: string | undefined): number {
  const read = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset ?? '');
  if (read === null) return 0;
  return (read[1] === '-' ? -1 : 1) * (Number(read[2]) * 60 + Number(read[3] ?? 0)) * 60_000;
}
