import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { cutBack, DiskError, ownerOnly, type Write, writeAll } from '../../kernel/disk.ts';
import { encodeFrames, type NewRecord, type ShardRecord } from './frame.ts';
import { type Placed, recoverSegments, type Segment, segmentFile, wholeRecordsOf } from './segment.ts';

/** The records of one shard in the order of their arrival, in files that only grow. */
export type ShardLog = {
  /** All of them, which a killed process survives, or none (DiskError); gives the offset of each. Arrival times never fall within a shard. */
  append(records: readonly NewRecord[], now: number): readonly number[];
  /** Where the next record will begin. */
  end(): number;
  /** Records that arrived at `since` or later, from an offset on, and the offset after them. */
  read(from: number, limit: ReadLimit): ShardPiece;
  /** Where the first record that arrived at `time` or later begins. */
  offsetAt(time: number): number;
  /** Removes the files whose records are all older. */
  trim(oldest: number): void;
  close(): void;
};

export type ReadLimit = { readonly records: number; readonly bytes: number; readonly since: number };
export type ShardPiece = { readonly records: readonly ShardRecord[]; readonly end: number };

const segmentBytes = 16 << 20;

export function openShardLog(dir: string, write?: Write): ShardLog {
  mkdirSync(dir, { recursive: true });
  let { segments, end, lastArrival } = recoverSegments(dir);
  let descriptor: number | undefined;

  function close(): void {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  }
  /** The segment that takes the next records. */
  function writable(): Segment {
    const last = segments.at(-1);
    if (last !== undefined && end - last.start < segmentBytes) return last;
    close();
    const next: Segment = { file: segmentFile(dir, end), start: end, firstArrival: Number.POSITIVE_INFINITY };
    segments.push(next);
    return next;
  }
  function store(segment: Segment, bytes: Buffer): void {
    const at = end - segment.start;
    try {
      descriptor ??= openSync(segment.file, at === 0 ? 'w' : 'r+', ownerOnly);
      writeAll(descriptor, bytes, at, write);
    } catch (error) {
      if (descriptor !== undefined) cutBack(descriptor, at);
      throw new DiskError(segment.file, error);
    }
  }
  function* placed(from: number): Generator<Placed> {
    for (const [index, segment] of segments.entries()) {
      const segmentEnd = segments[index + 1]?.start ?? end;
      if (segmentEnd > from) yield* wholeRecordsOf(segment, Math.max(from, segment.start), segmentEnd);
    }
  }
  return {
    append(records, now) {
      const segment = writable();
      const arrival = Math.max(now, lastArrival);
      const { bytes, starts } = encodeFrames(records, arrival);
      store(segment, bytes);
      const offset = end;
      end += bytes.length;
      lastArrival = arrival;
      segment.firstArrival = Math.min(segment.firstArrival, arrival);
      return starts.map((start) => offset + start);
    },
    end: () => end,
    read: (from, limit) => (from >= end ? { records: [], end: from } : take(placed(from), from, limit)),
    offsetAt(time) {
      const before = segments.findLastIndex(({ firstArrival }) => firstArrival < time);
      for (const { offset, arrival } of placed(segments[Math.max(0, before)]?.start ?? 0))
        if (arrival >= time) return offset;
      return end;
    },
    trim(oldest) {
      // A segment's records are all older when even the next one began before that.
      const keep = segments.findLastIndex(({ firstArrival }) => firstArrival < oldest);
      for (const { file } of segments.slice(0, Math.max(0, keep))) rmSync(file, { force: true });
      segments = segments.slice(Math.max(0, keep));
    },
    close,
  };
}

function take(records: Iterable<Placed>, from: number, limit: ReadLimit): ShardPiece {
  const taken: ShardRecord[] = [];
  let end = from;
  let bytes = 0;
  for (const record of records) {
    const isFull = taken.length >= limit.records || bytes + record.data.length > limit.bytes;
    if (taken.length > 0 && isFull) break;
    end = record.end;
    if (record.arrival < limit.since) continue;
    bytes += record.data.length;
    taken.push(record);
  }
  return { records: taken, end };
}
