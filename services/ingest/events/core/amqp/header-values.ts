import { isUtf8 } from 'node:buffer';
import type { FieldTable } from '@tributary/shared/amqp/field-table.ts';
import { exactNumber } from '../routes/exact-json.ts';

/** Headers as JSON has values: numbers with all their digits, times as their seconds, bytes as their text or else `{"base64": …}`. */
export function headerValues(headers: FieldTable): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toWellFormed(), headerValue(value)]));
}

function headerValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return compoundValue(value);
  if (typeof value === 'bigint') return exactNumber(String(value));
  // JSON has no word for some numbers.
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function compoundValue(value: object): unknown {
  if (Buffer.isBuffer(value)) return isUtf8(value) ? value.toString('utf8') : { base64: value.toString('base64') };
  if (Array.isArray(value)) return value.map(headerValue);
  const fields: FieldTable = { ...value };
  return '!' in fields ? typedValue(fields.value) : headerValues(fields);
}

/** What AMQP has a type for and JSON has not: a time, or a decimal. */
function typedValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return headerValue(value);
  const { digits = 0, places = 0 }: FieldTable = { ...value };
  return exactNumber(decimalText(Number(digits), Number(places)));
}

/** 1234 with two places is `12.34`. */
function decimalText(digits: number, places: number): string {
  const sign = digits < 0 ? '-' : '';
  const text = String(Math.abs(digits)).padStart(places + 1, '0');
  const cut = text.length - places;
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, cut)}.${text.slice(cut)}`;
}
