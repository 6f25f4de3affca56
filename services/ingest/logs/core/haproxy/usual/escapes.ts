import { decodeEscapes, hexDigit } from '../escapes.ts';
import { cellOf, type HeaderBatch, type RequestBatch, textColumn } from './request-batch.ts';

const hash = 35;
const path = textColumn('path');
const query = textColumn('query');

/** Decodes the `#XX` of a row's headers, path and query where they stand: what they stand for is never longer. None stands before `first`. */
export function decodeRow(batch: RequestBatch, row: number, first: number): void {
  const { source, textFrom, textTo } = batch;
  const { bytes } = source;
  decodeHeaders(bytes, batch.request, row, first);
  decodeHeaders(bytes, batch.response, row, first);
  decodeText(bytes, textFrom, textTo, cellOf(path, row));
  decodeText(bytes, textFrom, textTo, cellOf(query, row));
}

function decodeHeaders(bytes: Buffer, { firsts, from, to }: HeaderBatch, row: number, first: number): void {
  const end = firsts[row + 1] ?? 0;
  for (let value = firsts[row] ?? 0; value < end; value += 1) {
    if ((to[value] ?? 0) > first) decodeText(bytes, from, to, value);
  }
}

function decodeText(bytes: Buffer, from: Int32Array, to: Int32Array, cell: number): void {
  const end = to[cell] ?? 0;
  let at = from[cell] ?? 0;
  while (at < end && bytes[at] !== hash) at += 1;
  if (at < end) to[cell] = decodeFrom(bytes, at, end);
}

/** Decodes from the first `#` on: ASCII and letters of two bytes one by one, the rest as a text. Returns where the decoded bytes end. */
function decodeFrom(bytes: Buffer, first: number, end: number): number {
  let written = first;
  let at = first;
  while (at < end) {
    const size = bytes[at] === hash ? sizeAt(bytes, at, end) : 1;
    if (size === 0) return written + decodeRest(bytes, written, at, end);
    written += put(bytes, written, at, size);
    at += size;
  }
  return written;
}

/** How long what begins with `#` is: 1 for itself, 3 for an ASCII character, 6 for a letter of two bytes that stands alone; 0 where more care is needed. */
function sizeAt(bytes: Buffer, at: number, end: number): number {
  const byte = escapeAt(bytes, at, end);
  // 1 is also how rsyslog's tab begins.
  if (byte < 0x80) return byte < 0 ? 1 : byte === 1 ? 0 : 3;
  const next = escapeAt(bytes, at + 3, end);
  const isPair = byte >= 0xc2 && byte <= 0xdf && next >= 0x80 && next <= 0xbf;
  return isPair && escapeAt(bytes, at + 6, end) < 0 ? 6 : 0;
}

/** Puts the bytes that these stand for; returns how many. */
function put(bytes: Buffer, to: number, from: number, size: number): number {
  bytes[to] = size === 1 ? (bytes[from] ?? 0) : escapeAt(bytes, from, from + 3);
  if (size < 6) return 1;
  bytes[to + 1] = escapeAt(bytes, from + 3, from + 6);
  return 2;
}

function decodeRest(bytes: Buffer, to: number, from: number, end: number): number {
  return bytes.write(decodeEscapes(bytes.toString('latin1', from, end)), to);
}

/** The byte that `#XX` stands for; -1 where none stands. */
function escapeAt(bytes: Buffer, at: number, end: number): number {
  if (at + 2 >= end || bytes[at] !== hash) return -1;
  const high = hexDigit(bytes[at + 1] ?? 0);
  const low = hexDigit(bytes[at + 2] ?? 0);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}
