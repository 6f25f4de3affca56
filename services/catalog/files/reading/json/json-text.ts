import { isAscii, isUtf8 } from 'node:buffer';
import { invalidUtf8 } from '../invalid-utf8.ts';
import type { JsonRecords, Row, Value } from '../records.ts';
import { isInexact, isRow, mayBeInexact, parseExactly } from './exact-numbers.ts';
import { isTooDeep, tooDeep } from './too-deep.ts';

/** Some bytes of JSON, and what is asked once of all of them, as it saves asking for each record. */
export type JsonText = {
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  readonly isUtf8: boolean;
  readonly mayBeInexact: () => boolean;
};

export function jsonTextOf(bytes: Buffer): JsonText {
  const ascii = isAscii(bytes);
  let inexact: boolean | undefined;
  return {
    bytes,
    isAscii: ascii,
    isUtf8: ascii || isUtf8(bytes),
    mayBeInexact: () => {
      inexact ??= mayBeInexact(bytes, bytes.toString('latin1'));
      return inexact;
    },
  };
}

/** Latin-1 is half the work of UTF-8, and the same where all is ASCII. */
function sliceOf({ bytes, isAscii }: JsonText, from: number, to: number): string {
  return bytes.toString(isAscii ? 'latin1' : 'utf8', from, to);
}

/** The record that stands there, or why it is none. */
export function recordAt(text: JsonText, from: number, to: number): Row | string {
  if (!text.isUtf8 && !isUtf8(text.bytes.subarray(from, to))) return invalidUtf8;
  const slice = sliceOf(text, from, to);
  try {
    const record = text.mayBeInexact() && isInexact(slice) ? parseExactly(slice) : rowOf(JSON.parse(slice));
    return isTooDeep(slice, record) ? tooDeep : record;
  } catch (error) {
    // The stack.
    if (error instanceof RangeError) return tooDeep;
    return error instanceof Error ? error.message : String(error);
  }
}

function rowOf(value: Value): Row {
  return isRow(value) ? value : { value };
}

/** Records of a text, with the places where each stands. */
export type JsonBatch = { readonly rows: Row[]; readonly starts: number[]; readonly ends: number[] };

export function recordsOf(text: JsonText, { rows, starts, ends }: JsonBatch): JsonRecords {
  const textOf = (row: number): string => sliceOf(text, starts[row] ?? 0, ends[row] ?? 0);
  return { kind: 'values', length: rows.length, rows, textOf, exactly: (row) => parseExactly(textOf(row)) };
}
