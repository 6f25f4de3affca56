import { timestampText, timeText } from '@tributary/shared/parquet/read/times.ts';
import { type Value, type Written, written } from '../records.ts';

export function asWritten(kind: Written[typeof written], text: string): Written {
  return { [written]: kind, text };
}

export function isWritten(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && written in value;
}

type PerSecond = Parameters<typeof timestampText>[1];

/** A moment by how many of a unit have passed since 1970, with all its places but zeros at their end. */
export function momentOf(count: bigint | number, perSecond: PerSecond): Written {
  const text = withoutZeros(timestampText(count, perSecond));
  return asWritten('timestamp', `${text.replace(' ', 'T')}Z`);
}

/** A time of day, by how many of a unit have passed since midnight. */
export function timeOfDay(count: bigint | number, perSecond: PerSecond): Written {
  return asWritten('text', withoutZeros(timeText(count, perSecond)));
}

/** Of a text with places behind a point. */
function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

export function binaryOf(bytes: Uint8Array): Written {
  return asWritten('binary', Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'));
}

/** A whole number, as a bigint where a double cannot hold it. */
export function wholeNumber(value: bigint): number | bigint {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
}

/** Larger ones are written with an exponent. */
const mostPlain = 1e21;

/** A number that may have a fraction, be it whole: its column is one of doubles whatever comes first. */
export function fractional(value: number): Value {
  if (!Number.isInteger(value)) return value;
  if (Math.abs(value) >= mostPlain) return asWritten('number', String(value));
  return asWritten('number', Object.is(value, -0) ? '-0.0' : `${BigInt(value)}.0`);
}

/** Sets a member of an object that is being made, whatever it is called. */
export function setMember(object: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, writable: true });
  else object[name] = value;
}
