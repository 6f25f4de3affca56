import type { NativeFunction } from '../functions/function.ts';
import { dayIntervalText, monthIntervalText } from '../interval-text.ts';
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

function refuse(type: string, text: string): never {
  throw new Error(runtimeErrorText('INVALID_CAST_ARGUMENT', `Value cannot be cast to ${type}: ${text}`));
}

function refuseZone(text: string): never {
  throw new Error(runtimeErrorText('INVALID_FUNCTION_ARGUMENT', `'${text}' is not a valid time zone`));
}
