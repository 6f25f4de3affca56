import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { dayIntervalText, monthIntervalText } from './interval-text.ts';
import { javaDouble, javaFloat } from './java-number.ts';
import type { TrinoType } from './type.ts';
import { rowKeys } from './type-name.ts';
import { localMicros } from './zone.ts';

/** The text of a value as GetQueryResults gives it; null: no VarCharValue. */
export function formatValue(value: DuckDBValue, type: TrinoType): string | null {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'real':
      return javaFloat(Number(value));
    case 'double':
      return javaDouble(Number(value));
    case 'decimal':
      return value instanceof DuckDBDecimalValue ? decimalText(value, type.scale) : String(value);
    case 'interval day to second':
      return dayIntervalText(BigInt(String(value)));
    case 'interval year to month':
      return monthIntervalText(Number(value));
    case 'varbinary':
      return value instanceof DuckDBBlobValue ? hexPairs(value.bytes) : String(value);
    case 'char':
      return String(value).padEnd(type.length);
    default:
      return formatMoment(value, type) ?? formatNested(value, type) ?? String(value);
  }
}

function decimalText(value: DuckDBDecimalValue, scale: number): string {
  const digits = (value.value < 0n ? -value.value : value.value).toString().padStart(scale + 1, '0');
  const sign = value.value < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function formatMoment(value: DuckDBValue, type: TrinoType): string | undefined {
  if (value instanceof DuckDBDateValue) return dateText(value.days);
  if (value instanceof DuckDBTimeValue && type.kind === 'time') return timeText(value.micros, type.precision);
  if (value instanceof DuckDBTimestampValue && type.kind === 'timestamp')
    return timestampText(value.micros, type.precision);
  if (type.kind === 'timestamptz' && value instanceof DuckDBStructValue) {
    const { utc, zone } = value.entries;
    if (!(utc instanceof DuckDBTimestampValue) || typeof zone !== 'string') return undefined;
    return `${timestampText(localMicros(utc.micros, zone), type.precision)} ${zone}`;
  }
  return undefined;
}

/** Years after 9999 have a plus sign, as java.time writes them. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  const year = date.getUTCFullYear();
  const digits = String(Math.abs(year)).padStart(4, '0');
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${digits}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

function timestampText(micros: bigint, precision: number): string {
  const time = ((micros % 86_400_000_000n) + 86_400_000_000n) % 86_400_000_000n;
  return `${dateText(Number((micros - time) / 86_400_000_000n))} ${timeText(time, precision)}`;
}

function timeText(micros: bigint, precision: number): string {
  const seconds = Number(micros / 1_000_000n);
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .slice(0, precision);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === '' ? text : `${text}.${fraction}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function formatNested(value: DuckDBValue, type: TrinoType): string | undefined {
  if (type.kind === 'array' && value instanceof DuckDBListValue)
    return `[${value.items.map((item) => formatValue(item, type.element) ?? 'null').join(', ')}]`;
  if (type.kind === 'map' && value instanceof DuckDBMapValue)
    return `{${value.entries.map((entry) => `${formatValue(entry.key, type.key) ?? 'null'}=${formatValue(entry.value, type.value) ?? 'null'}`).join(', ')}}`;
  if (type.kind !== 'row' || !(value instanceof DuckDBStructValue)) return undefined;
  const values = Object.values(value.entries);
  const fields = rowKeys(type).map((key, index) => {
    const field = type.fields[index];
    return `${field?.name ?? key}=${field ? (formatValue(values[index] ?? null, field.type) ?? 'null') : 'null'}`;
  });
  return `{${fields.join(', ')}}`;
}
