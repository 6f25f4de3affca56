import type { NativeFunction } from '../functions/function.ts';
import { parseDateText, parseTimestampText, parseTimeText } from '../moment-text.ts';
import { runtimeErrorText } from '../runtime-error.ts';
import { zoneName } from '../zone.ts';
import { asBigint, asNumber, asText } from './value.ts';

/** Dates, times and intervals from and to text. */
export const momentNatives: readonly NativeFunction[] = [
  {
    name: 'trino_date_days',
    parameters: ['VARCHAR'],
    returns: 'INTEGER',
    handlesNulls: false,
    call: (value) => parseDateText(asText(value)) ?? refuse('date', asText(value)),
  },
  {
    name: 'trino_parse_time',
    parameters: ['VARCHAR', 'INTEGER'],
    returns: 'BIGINT',
    handlesNulls: false,
    call: (value, precision) => parseTimeText(asText(value), asNumber(precision)) ?? refuse('time', asText(value)),
  },
  {
    name: 'trino_parse_timestamp',
    parameters: ['VARCHAR', 'INTEGER'],
    returns: 'BIGINT',
    handlesNulls: false,
    call: (value, precision) =>
      parseTimestampText(asText(value), asNumber(precision))?.micros ?? refuse('timestamp', asText(value)),
  },
  {
    name: 'trino_zone_of',
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => parseTimestampText(asText(value), 6)?.zone ?? 'UTC',
  },
  {
    name: 'trino_zone',
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => zoneName(asText(value)) ?? refuseZone(asText(value)),
  },
  {
    name: 'trino_day_interval_text',
    parameters: ['BIGINT'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => dayIntervalText(asBigint(value)),
  },
  {
    name: 'trino_month_interval_text',
    parameters: ['INTEGER'],
    returns: 'VARCHAR',
    handlesNulls: false,
    call: (value) => monthIntervalText(asNumber(value)),
  },
];

/** `2 00:00:00.000` of milliseconds. */
export function dayIntervalText(milliseconds: bigint): string {
  const sign = milliseconds < 0n ? '-' : '';
  const value = milliseconds < 0n ? -milliseconds : milliseconds;
  const part = (unit: bigint, limit: bigint, width: number) => String((value / unit) % limit).padStart(width, '0');
  const days = value / 86_400_000n;
  return `${sign}${days} ${part(3_600_000n, 24n, 2)}:${part(60_000n, 60n, 2)}:${part(1000n, 60n, 2)}.${part(1n, 1000n, 3)}`;
}

/** `1-2` of months. */
export function monthIntervalText(months: number): string {
  const value = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.trunc(value / 12)}-${value % 12}`;
}

function refuse(type: string, text: string): never {
  throw new Error(runtimeErrorText('INVALID_CAST_ARGUMENT', `Value cannot be cast to ${type}: ${text}`));
}

function refuseZone(text: string): never {
  throw new Error(runtimeErrorText('INVALID_FUNCTION_ARGUMENT', `'${text}' is not a valid time zone`));
}
