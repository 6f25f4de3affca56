import type { NativeFunction } from '../functions/function.ts';
import { isoDay, parseIso8601 } from '../moment/iso8601.ts';
import { type Parsed, parse } from '../moment/parse.ts';
import { jodaPattern, mysqlPattern, type Piece } from '../moment/pattern.ts';
import { print } from '../moment/print.ts';
import { offsetSeconds } from '../zone.ts';
import { invalid, native } from './define.ts';
import { asBigint, asNumber, asText } from './value.ts';

/** Dates and times by pattern; moments are microseconds. */
export const patternNatives: readonly NativeFunction[] = [
  native('trino_date_format', ['BIGINT', 'VARCHAR', 'VARCHAR'], (local, pattern) =>
    print(pieces(mysqlPattern, asText(pattern)), asBigint(local), { zone: 'UTC', offsetSeconds: 0 }),
  ),
  native('trino_format_datetime', ['BIGINT', 'VARCHAR', 'VARCHAR', 'VARCHAR'], (utc, zone, pattern) => {
    const offset = offsetSeconds(asBigint(utc), asText(zone));
    const local = asBigint(utc) + BigInt(offset) * 1_000_000n;
    return print(pieces(jodaPattern, asText(pattern)), local, { zone: asText(zone), offsetSeconds: offset });
  }),
  native(
    'trino_date_parse',
    ['VARCHAR', 'VARCHAR', 'BIGINT'],
    (text, pattern) => parsed(pieces(mysqlPattern, asText(pattern)), asText(text)).micros,
  ),
  native(
    'trino_parse_datetime',
    ['VARCHAR', 'VARCHAR', 'BIGINT'],
    (text, pattern) => parsed(pieces(jodaPattern, asText(pattern)), asText(text)).micros,
  ),
  native(
    'trino_parse_datetime_zone',
    ['VARCHAR', 'VARCHAR', 'VARCHAR'],
    (text, pattern) => parsed(pieces(jodaPattern, asText(pattern)), asText(text)).zone ?? 'UTC',
  ),
  native('trino_iso_micros', ['VARCHAR', 'BIGINT'], (text) => iso(asText(text)).micros),
  native('trino_iso_zone', ['VARCHAR', 'VARCHAR'], (text) => iso(asText(text)).zone ?? 'UTC'),
  native(
    'trino_iso_days',
    ['VARCHAR', 'INTEGER'],
    (text) => isoDay(asText(text)) ?? invalid(`Invalid format: "${asText(text)}"`),
  ),
  native('trino_offset_name', ['BIGINT', 'BIGINT', 'VARCHAR'], (hours, minutes) =>
    offsetName(asNumber(hours), asNumber(minutes)),
  ),
  native('trino_human_seconds', ['DOUBLE', 'VARCHAR'], (seconds) => humanSeconds(asNumber(seconds))),
  native('trino_parse_duration', ['VARCHAR', 'BIGINT'], (text) => duration(asText(text))),
];

const cache = new Map<string, readonly Piece[]>();

function pieces(read: (pattern: string) => readonly Piece[] | string, pattern: string): readonly Piece[] {
  const key = `${read.name} ${pattern}`;
  const known = cache.get(key);
  if (known) return known;
  const found = read(pattern);
  if (typeof found === 'string') return invalid(found);
  if (cache.size > 500) cache.clear();
  cache.set(key, found);
  return found;
}

function parsed(pattern: readonly Piece[], text: string): Parsed {
  const found = parse(pattern, text);
  if (typeof found !== 'number') return found;
  return invalid(
    found >= text.length
      ? `Invalid format: "${text}" is too short`
      : `Invalid format: "${text}" is malformed at "${text.slice(found)}"`,
  );
}

function iso(text: string): Parsed {
  return parseIso8601(text) ?? invalid(`Invalid format: "${text}" is malformed`);
}

function offsetName(hours: number, minutes: number): string {
  const total = hours * 60 + minutes * (hours < 0 ? -1 : 1);
  if (Math.abs(total) > 14 * 60) invalid(`Invalid offset minutes ${total}`);
  if (total === 0) return 'UTC';
  const [whole, rest] = [Math.trunc(Math.abs(total) / 60), Math.abs(total) % 60];
  return `${total < 0 ? '-' : '+'}${String(whole).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

const humanUnits: readonly (readonly [string, number])[] = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function humanSeconds(value: number): string {
  if (!Number.isFinite(value)) invalid(`Invalid argument found: ${value}`);
  let rest = Math.round(Math.abs(value));
  const parts: string[] = [];
  for (const [unit, seconds] of humanUnits) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 seconds' : parts.join(', ');
}

const durationUnits: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function duration(text: string): bigint {
  const read = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$/.exec(text);
  const unit = durationUnits[read?.[2] ?? ''];
  if (!read || unit === undefined) return invalid(`duration is not a valid data duration string: ${text}`);
  return BigInt(Math.round(Number(read[1]) * unit));
}
