import { beginScan, type JsonScan, open, scanValue } from './json-scan.ts';
import type { JsonText } from './json-text.ts';
import type { Taken } from './taken-records.ts';

/** Text that is being cut into records: up to `at` it is done. */
export type Cursor = {
  readonly text: JsonText;
  /** Nothing follows. */
  readonly isEnd: boolean;
  readonly scan: JsonScan;
  /** Where the value begins that the scan is in; -1 where it is in none. */
  scanFrom: number;
  at: number;
  /** Up to here lines have been looked for. */
  lineEnd: number;
  readonly taken: Taken;
};

/** The bytes [from, to) are no record; what follows is at the cursor. */
type Reject = { readonly from: number; readonly to: number; readonly reason: string };

/**
 * Why reading stops: a reject, or more is needed, of the value that begins there, of the line that is none, or of the array in which
 * nothing tells any more where a record begins.
 */
export type Stop = Reject | 'value' | 'line' | 'never';

/** Goes on with the value that begins there: its end, `open` or `none`. */
export function scanFrom(cursor: Cursor, from: number): number {
  if (cursor.scanFrom !== from) beginScan(cursor.scan, from);
  cursor.scanFrom = from;
  const end = scanValue(cursor.scan, cursor.text.bytes, cursor.isEnd);
  // What is done is not gone on with. One that ends with the object may be a number.
  if (end !== open) cursor.scanFrom = -1;
  return end;
}

/** Takes the record that stands there, or says why it is none. */
export function take({ taken, text }: Cursor, from: number, to: number): string | undefined {
  return taken.take(text, from, to);
}

/** Of what is no record the line goes: what follows it may be one. */
export function rejectLine(cursor: Cursor, reason: string): Stop {
  const from = cursor.at;
  const { bytes } = cursor.text;
  const newline = bytes.indexOf(10, from);
  if (newline < 0 && !cursor.isEnd) return 'line';
  const to = newline < 0 ? bytes.length : newline + 1;
  cursor.at = to;
  return { from, to, reason };
}

/** What stands there is no JSON. */
export function faultAt(cursor: Cursor): string {
  const { bytes } = cursor.text;
  const { at } = cursor.scan;
  if (at >= bytes.length) return 'no JSON: it ends too soon';
  return `no JSON: ${JSON.stringify(bytes.subarray(at, at + shown).toString())} stands where it may not`;
}

const shown = 12;
