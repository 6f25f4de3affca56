import type { Value } from '../records.ts';
import { isWritten } from './as-written.ts';

/** What a map calls an entry whose key is this: keys of our maps are texts, those of files may be anything. */
export function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (isWritten(key)) return key.text;
  return typeof key === 'object' && key !== null ? JSON.stringify(key, plain) : String(key);
}

function plain(_: string, value: Value): unknown {
  if (typeof value === 'bigint') return String(value);
  return isWritten(value) ? value.text : value;
}
