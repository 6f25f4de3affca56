import { zoneName } from './zone.ts';

/** The days since 1970-01-01 of `2026-1-5`, spaces around allowed; undefined for anything else. */
export function parseDateText(text: string): number | undefined {
  const read = /^\s*([+-]?\d{1,6})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
  return read ? epochDay(Number(read[1]), Number(read[2]), Number(read[3])) : undefined;
}

/** Microseconds since midnight of `10:20:30.5`. */
export function parseTimeText(text: string, precision: number): bigint | undefined {
  const read = /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?\s*$/.exec(text);
  if (!read) return undefined;
  const micros = timeMicros(read[1], read[2], read[3], read[4], precision);
  return micros === undefined ? undefined : micros % MICROS_PER_DAY;
}

export type TimestampText = {
  /** Local time in microseconds since 1970-01-01 00:00, rounded half up to the precision. */
  readonly micros: bigint;
  readonly zone: string | undefined;
};

/** `2026-11-01 10:20:30.123 Europe/Dublin`, where time and zone may be absent. */
export function parseTimestampText(text: string, precision: number): TimestampText | undefined {
  const read = TIMESTAMP.exec(text.trim());
  if (!read) return undefined;
  const zone = read[8] === undefined ? undefined : zoneName(read[8]);
  if (read[8] !== undefined && zone === undefined) return undefined;
  const day = epochDay(Number(read[1]), Number(read[2]), Number(read[3]));
  const micros = timeMicros(read[4] ?? '0', read[5] ?? '0', read[6], read[7], precision);
  if (day === undefined || micros === undefined) return undefined;
  return { micros: BigInt(day) * MICROS_PER_DAY + micros, zone };
}

/** The digits after the point of a time or timestamp literal. */
export function fractionDigits(text: string): number {
  return /:\d{1,2}\.(\d+)/.exec(text)?.[1]?.length ?? 0;
}

export const MICROS_PER_DAY = 86_400_000_000n;

const TIMESTAMP =
  /^([-+]?\d{4,6})-(\d{1,2})-(\d{1,2})(?: (?:(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?\s*(\S.*)?)?$/;

/** Days since 1970-01-01; undefined where there is no such day. */
export function epochDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.getTime() / 86_400_000 : undefined;
}

function timeMicros(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  precision: number,
): bigint | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return BigInt((h * 60 + m) * 60 + s) * 1_000_000n + fractionMicros(fraction ?? '', precision);
}

function fractionMicros(fraction: string, precision: number): bigint {
  const kept = BigInt(fraction.slice(0, precision).padEnd(precision, '0') || '0');
  const up = Number(fraction[precision] ?? 0) >= 5 ? 1n : 0n;
  return (kept + up) * 10n ** BigInt(6 - precision);
}
