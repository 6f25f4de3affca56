import { encodeHybrid, encodeRun } from './hybrid.ts';
import type { Presence } from './presence.ts';
import { hasSpan, type Spans } from './text.ts';
import { type Cells, grown } from './values.ts';

/** Definition or repetition levels. As long as all are alike, as in most columns, they are only counted. */
export type Levels = { count: number; first: number; values: Uint16Array | undefined };

export function noLevels(): Levels {
  return { count: 0, first: 0, values: undefined };
}

export function addLevels(levels: Levels, level: number, count: number): void {
  if (levels.count === 0) levels.first = level;
  if (levels.values !== undefined || level !== levels.first) write(levels, level, count);
  levels.count += count;
}

/** Adds the levels of an optional flat column, 1 for each cell of [from, to) that is present and 0 for each other; returns the 1s. */
export function addPresence(levels: Levels, cells: Cells, from: number, to: number): number {
  let present = 0;
  let at = from;
  while (at < to) {
    const isPresent = isPresentAt(cells, at);
    const end = endOfRun(cells, at, to, isPresent);
    addLevels(levels, isPresent ? 1 : 0, end - at);
    if (isPresent) present += end - at;
    at = end;
  }
  return present;
}

/** Adds the first `count` of these. */
export function addEachLevel(levels: Levels, list: Uint16Array, count: number): void {
  let at = 0;
  while (at < count) {
    const level = list[at] ?? 0;
    let end = at + 1;
    while (end < count && list[end] === level) end += 1;
    addLevels(levels, level, end - at);
    at = end;
  }
}

/** The same for the first `count` texts. */
export function addSpanPresence(levels: Levels, spans: Spans, count: number): number {
  let present = 0;
  let at = 0;
  while (at < count) {
    const isPresent = hasSpan(spans, at);
    let end = at + 1;
    while (end < count && hasSpan(spans, end) === isPresent) end += 1;
    addLevels(levels, isPresent ? 1 : 0, end - at);
    if (isPresent) present += end - at;
    at = end;
  }
  return present;
}

/** The same for the first `count` rows. */
export function addListPresence(levels: Levels, list: Presence, count: number): number {
  let present = 0;
  let at = 0;
  while (at < count) {
    const level = list[at] === 1 ? 1 : 0;
    let end = at + 1;
    while (end < count && list[end] === level) end += 1;
    addLevels(levels, level, end - at);
    present += level * (end - at);
    at = end;
  }
  return present;
}

/** As a page of version 1 begins: four bytes of length, then the levels. */
export function encodeLevels({ count, first, values }: Levels, maxLevel: number): Buffer {
  const width = 32 - Math.clz32(maxLevel);
  const encoded = values === undefined ? encodeRun(first, count, width) : encodeHybrid(values, count, width);
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(encoded.length);
  return Buffer.concat([length, encoded]);
}

function isPresentAt(cells: Cells, at: number): boolean {
  const value = cells[at];
  return value !== null && value !== undefined;
}

function endOfRun(cells: Cells, from: number, to: number, isPresent: boolean): number {
  let at = from + 1;
  while (at < to && isPresentAt(cells, at) === isPresent) at += 1;
  return at;
}

function write(levels: Levels, level: number, count: number): void {
  let values = levels.values ?? new Uint16Array(levels.count + count).fill(levels.first);
  while (values.length < levels.count + count) values = grown(values);
  for (let at = levels.count; at < levels.count + count; at += 1) values[at] = level;
  levels.values = values;
}
