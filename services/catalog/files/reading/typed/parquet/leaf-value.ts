import { leafKindOf, leafOf, wholeOf } from '@tributary/shared/parquet/read/leaf-text.ts';
import type { SchemaElement } from 'hyparquet';
import type { Value } from '../../records.ts';
import { asWritten, binaryOf, fractional, isWritten, timeOfDay, wholeNumber } from '../as-written.ts';

/** What a column's values are, of those that hyparquet has read: texts and moments are what they are to be already. */
export type ReadValue = (read: unknown) => Value;

/** Of values that are present. */
export function leafValueOf(element: SchemaElement): ReadValue {
  const kind = leafKindOf(element);
  const { text } = leafOf(element);
  if (kind.kind === 'decimal') return (read) => asWritten('decimal', text(read));
  if (kind.kind === 'time') return (read) => timeOfDay(wholeOf(read), kind.perSecond);
  if (kind.kind === 'float') return (read) => fractional(Number(text(read)));
  const isWhole = element.type === 'INT32' || element.type === 'INT64';
  return (read) => (typeof read === 'number' && !isWhole ? fractional(read) : plainValue(read));
}

function plainValue(read: unknown): Value {
  if (typeof read === 'number' || typeof read === 'boolean' || typeof read === 'string') return read;
  if (typeof read === 'bigint') return wholeNumber(read);
  if (read instanceof Uint8Array) return binaryOf(read);
  return isWritten(read) ? read : null;
}
