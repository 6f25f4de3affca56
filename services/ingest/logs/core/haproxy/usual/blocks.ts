import type { Captures } from '../captures.ts';
import { type HeaderNames, keysOf, mostFlags } from '../headers.ts';
import { afterHeader, find } from './byte-class.ts';
import type { HeaderBatch, RequestBatch } from './request-batch.ts';

const space = 32;
const open = 123;
const bar = 124;
const close = 125;

/**
 * Reads none, one or two blocks `{a|b} ` into the batch's next row; returns the position after them, or -1 where something else stands.
 * One alone is the response's where only that is captured.
 */
export function readBlocks(batch: RequestBatch, from: number, { request, response }: Captures): number {
  const { source, rows } = batch;
  const { bytes } = source;
  setAbsent(batch.request, rows);
  setAbsent(batch.response, rows);
  if (bytes[from] !== open) return from;
  const isResponse = request.names.length === 0 && response.names.length > 0;
  if (isResponse && bytes[endOfFirst(bytes, from)] !== open) {
    return readBlock(bytes, from, batch.response, rows, response);
  }
  const at = readBlock(bytes, from, batch.request, rows, request);
  return at >= 0 && bytes[at] === open ? readBlock(bytes, at, batch.response, rows, response) : at;
}

function setAbsent({ keys, firsts }: HeaderBatch, row: number): void {
  keys[row] = null;
  firsts[row + 1] = firsts[row] ?? 0;
}

/** The position after the block, if it is one. */
function endOfFirst(bytes: Buffer, from: number): number {
  let at = find(bytes, from + 1, afterHeader);
  while (bytes[at] === bar) at = find(bytes, at + 1, afterHeader);
  return at + 2;
}

/** One that was not sent is an empty value in the block and no key in the map. */
function readBlock(bytes: Buffer, from: number, headers: HeaderBatch, row: number, names: HeaderNames): number {
  const first = headers.firsts[row] ?? 0;
  let count = 0;
  let present = 0;
  let index = 0;
  let at = from;
  do {
    const start = at + 1;
    at = find(bytes, start, afterHeader);
    if (at > start) {
      headers.from[first + count] = start;
      headers.to[first + count] = at;
      count += 1;
      present |= 1 << index;
    }
    index += 1;
  } while (bytes[at] === bar && index < mostFlags);
  if (bytes[at] !== close || bytes[at + 1] !== space || !names.distinct) return -1;
  headers.keys[row] = keysOf(names, present, index);
  headers.firsts[row + 1] = first + count;
  return at + 2;
}
