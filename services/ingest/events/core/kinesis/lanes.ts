import type { StreamLimits } from './limits.ts';

/** Lines that wait for the stream. Of one partition key at most one record is in flight, so that its lines keep their order. */

export type StreamLine = {
  readonly partitionKey: string;
  /** With its line break. */
  readonly text: string;
  readonly bytes: number;
  /** What must have happened before the line may be sent: its payload lies in S3. */
  readonly after?: Promise<void>;
};

export type LaneRecord<L extends StreamLine> = {
  readonly partitionKey: string;
  readonly lines: readonly L[];
  readonly bytes: number;
  /** How often it has failed. */
  readonly attempts: number;
};

export type Lanes<L extends StreamLine> = {
  /** Lines that have not been stored. */
  readonly waiting: () => number;
  add(line: L): void;
  /** Whether there is so much to send that a call is worthwhile beside others. */
  isWorthwhile(): boolean;
  /** The records of the next call, taken from lanes that are free; empty if there are none. They are then in flight. */
  take(): readonly LaneRecord<L>[];
  stored(record: LaneRecord<L>): void;
  /** Puts a record's lines back where they were; its lane rests until `release`. */
  failed(record: LaneRecord<L>): void;
  release(partitionKey: string): void;
  /** Looks again at a lane whose first line was not ready. */
  wake(partitionKey: string): void;
};

type Lane<L> = { readonly lines: L[]; first: number; attempts: number; bytes: number };

export function createLanes<L extends StreamLine>(limits: StreamLimits, isReady: (line: L) => boolean): Lanes<L> {
  const lanes = new Map<string, Lane<L>>();
  // Lanes with lines and nothing in flight, in the order in which they became so.
  const free = new Set<string>();
  const busy = new Set<string>();
  let waiting = 0;
  let freeBytes = 0;

  const wake = (partitionKey: string) => {
    const lane = lanes.get(partitionKey);
    const head = lane?.lines[lane.first];
    if (lane === undefined || head === undefined || busy.has(partitionKey) || free.has(partitionKey)) return;
    if (!isReady(head)) return;
    free.add(partitionKey);
    freeBytes += lane.bytes;
  };

  /** As many of a lane's lines as are ready and may go together, from its first one on. */
  const nextRecord = (partitionKey: string, lane: Lane<L>, room: number): LaneRecord<L> | null => {
    const lines: L[] = [];
    let bytes = 0;
    for (let line = lane.lines[lane.first]; line !== undefined; line = lane.lines[lane.first + lines.length]) {
      bytes += line.bytes;
      const isTooMuch = bytes > room || (lines.length > 0 && bytes > limits.joinedBytes);
      if (isTooMuch || lines.length === limits.maxLinesPerRecord || !isReady(line))
        return finished(partitionKey, lane, lines, bytes - line.bytes);
      lines.push(line);
    }
    return finished(partitionKey, lane, lines, bytes);
  };

  const takeFrom = (partitionKey: string, lane: Lane<L>, taken: LaneRecord<L>) => {
    free.delete(partitionKey);
    freeBytes -= lane.bytes;
    busy.add(partitionKey);
    lane.first += taken.lines.length;
    lane.bytes -= taken.bytes;
  };

  return {
    waiting: () => waiting,
    add(line) {
      waiting += 1;
      const lane = lanes.get(line.partitionKey) ?? { lines: [], first: 0, attempts: 0, bytes: 0 };
      lanes.set(line.partitionKey, lane);
      lane.lines.push(line);
      lane.bytes += line.bytes;
      if (free.has(line.partitionKey)) freeBytes += line.bytes;
      else wake(line.partitionKey);
    },
    isWorthwhile: () => free.size >= limits.worthwhileRecords || freeBytes >= limits.worthwhileBytes,
    take() {
      const taken: LaneRecord<L>[] = [];
      let room = limits.maxBytesPerCall;
      for (const partitionKey of free) {
        const lane = lanes.get(partitionKey);
        const next = lane && nextRecord(partitionKey, lane, room - Buffer.byteLength(partitionKey));
        if (lane === undefined || !next) break;
        takeFrom(partitionKey, lane, next);
        taken.push(next);
        room -= next.bytes + Buffer.byteLength(partitionKey);
        if (taken.length === limits.maxRecordsPerCall) break;
      }
      return taken;
    },
    stored({ partitionKey, lines }) {
      waiting -= lines.length;
      busy.delete(partitionKey);
      const lane = lanes.get(partitionKey);
      if (lane === undefined) return;
      lane.lines.splice(0, lane.first);
      lane.first = 0;
      lane.attempts = 0;
      if (lane.lines.length === 0) lanes.delete(partitionKey);
      else wake(partitionKey);
    },
    failed({ partitionKey, lines, bytes }) {
      const lane = lanes.get(partitionKey);
      if (lane === undefined) return;
      lane.first -= lines.length;
      lane.bytes += bytes;
      lane.attempts += 1;
    },
    release(partitionKey) {
      busy.delete(partitionKey);
      wake(partitionKey);
    },
    wake,
  };
}

function finished<L extends StreamLine>(
  partitionKey: string,
  { attempts }: Lane<L>,
  lines: readonly L[],
  bytes: number,
): LaneRecord<L> | null {
  return lines.length === 0 ? null : { partitionKey, lines, bytes, attempts };
}
