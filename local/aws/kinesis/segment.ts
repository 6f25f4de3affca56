import { closeSync, openSync, readdirSync, readSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { warnOnce } from '../../kernel/damaged.ts';
import { decodeFrame, frameLength, type ShardRecord } from './frame.ts';

/** A file with a run of a shard's records; its name tells where it begins in the shard. */
export type Segment = { readonly file: string; readonly start: number; firstArrival: number };

/** A record and where the next one begins. */
export type Placed = ShardRecord & { readonly end: number };

const firstChunkBytes = 1 << 18;
const chunkBytes = 1 << 20;
const suffix = '.records';

export function segmentFile(dir: string, start: number): string {
  return join(dir, `${String(start).padStart(16, '0')}${suffix}`);
}

/** The segments of a folder, in order, with the end of the last: what is torn behind its last whole record is cut off. */
export function recoverSegments(dir: string): { segments: Segment[]; end: number; lastArrival: number } {
  const names = readdirSync(dir).filter((name) => name.endsWith(suffix));
  const segments = names.sort().map((name): Segment => {
    const file = join(dir, name);
    return { file, start: Number(name.slice(0, -suffix.length)), firstArrival: firstArrivalOf(file) };
  });
  const last = segments.at(-1);
  if (last === undefined) return { segments, end: 0, lastArrival: 0 };
  let end = last.start;
  let lastArrival = segments.at(-2)?.firstArrival ?? 0;
  const size = statSync(last.file).size;
  for (const record of wholeRecordsOf(last, last.start, last.start + size)) {
    end = record.end;
    lastArrival = record.arrival;
  }
  if (end < last.start + size) truncateSync(last.file, end - last.start);
  return { segments, end, lastArrival };
}

/** The records of a segment between two offsets; ends early where one is torn or damaged. */
export function* recordsOf({ file, start }: Segment, from: number, end: number): Generator<Placed> {
  const descriptor = openSync(file, 'r');
  try {
    let need = firstChunkBytes;
    for (let at = from; at < end && need > 0; ) {
      const bytes = readAt(descriptor, at - start, Math.min(need, end - at));
      const used = yield* recordsIn(bytes, at);
      need = used > 0 ? chunkBytes : longerThan(bytes, end - at);
      at += used;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The records of a segment between two offsets. A damaged one is left out alone, loudly; its bytes stay where they are. */
export function* wholeRecordsOf(segment: Segment, from: number, end: number): Generator<Placed> {
  for (let at = from; at < end; ) {
    for (const record of recordsOf(segment, at, end)) {
      at = record.end;
      yield record;
    }
    if (at >= end) return;
    const damaged = at;
    at = nextWhole(segment, damaged, end);
    if (at < end)
      warnOnce(
        `${segment.file} is damaged from byte ${damaged - segment.start} to ${at - segment.start}: that is left out.`,
      );
  }
}

/** Where the first whole record behind a damaged one begins; `end` where there is none. The sum in a record's head tells it. */
function nextWhole({ file, start }: Segment, damaged: number, end: number): number {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = readAt(descriptor, damaged - start, end - damaged);
    for (let at = 1; at < bytes.length; at++) if (decodeFrame(bytes, at) !== undefined) return damaged + at;
    return end;
  } finally {
    closeSync(descriptor);
  }
}

/** The records that are whole in these bytes; returns how many bytes they take. */
function* recordsIn(bytes: Buffer, offset: number): Generator<Placed, number> {
  let used = 0;
  for (let record = decodeFrame(bytes, 0); record !== undefined; record = decodeFrame(bytes, used)) {
    const begin = used;
    used += frameLength(bytes, used) ?? 0;
    yield { ...record, offset: offset + begin, end: offset + used };
  }
  return used;
}

/** The length of a record that does not end within these bytes but before the end; 0 where there is none. */
function longerThan(bytes: Buffer, most: number): number {
  const length = frameLength(bytes, 0) ?? 0;
  return length > bytes.length && length <= most ? length : 0;
}

function firstArrivalOf(file: string): number {
  const segment = { file, start: 0, firstArrival: 0 };
  for (const { arrival } of recordsOf(segment, 0, statSync(file).size)) return arrival;
  return Number.POSITIVE_INFINITY;
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}
