import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { warnOnce } from '../../kernel/damaged.ts';
import { appendWhole } from '../../kernel/disk.ts';
import { dropTornLine } from '../../kernel/torn-line.ts';

export type LogEvent = {
  readonly id: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
};

export type StreamName = { readonly group: string; readonly name: string };

export type StreamSummary = {
  readonly bytes: number;
  readonly firstEventTimestamp?: number;
  readonly lastEventTimestamp?: number;
  readonly lastIngestionTime?: number;
};

/** A piece of a stream's file: whole events, and the offset after the last of them. */
export type Piece = { readonly events: readonly LogEvent[]; readonly end: number };

/** The events of each stream, in one file per stream that only grows. */
export type EventFiles = {
  append(stream: StreamName, events: readonly LogEvent[]): void;
  /** The length of the stream's file. */
  end(stream: StreamName): number;
  /** Whole events from `offset` on, at most about `maxBytes` of them but at least one if there is one. */
  read(stream: StreamName, offset: number, maxBytes: number): Piece;
  all(stream: StreamName): IterableIterator<LogEvent>;
  summary(stream: StreamName): StreamSummary;
  remove(stream: StreamName): void;
};

const readBytes = 4 << 20;
const line = z.tuple([z.string(), z.number(), z.number(), z.string()]);

export function openEventFiles(dir: string): EventFiles {
  const summaries = new Map<string, StreamSummary>();
  const ends = new Map<string, number>();
  const fileOf = (stream: StreamName) => join(dir, digest(stream.group), `${digest(stream.name)}.jsonl`);

  const files: EventFiles = {
    append(stream, events) {
      const file = fileOf(stream);
      mkdirSync(dirname(file), { recursive: true });
      const end = ends.get(file) ?? dropTornLine(file);
      const before = files.summary(stream);
      const text = events.map(
        (event) => `${JSON.stringify([event.id, event.timestamp, event.ingestionTime, event.message])}\n`,
      );
      ends.set(file, appendWhole(file, Buffer.from(text.join('')), end));
      summaries.set(file, events.reduce(summarize, before));
    },
    end(stream) {
      return statSync(fileOf(stream), { throwIfNoEntry: false })?.size ?? 0;
    },
    read(stream, offset, maxBytes) {
      return readPiece(fileOf(stream), offset, maxBytes);
    },
    *all(stream) {
      const file = fileOf(stream);
      let offset = 0;
      for (;;) {
        const piece = readPiece(file, offset, readBytes);
        if (piece.events.length === 0) return;
        yield* piece.events;
        offset = piece.end;
      }
    },
    summary(stream) {
      const file = fileOf(stream);
      const known = summaries.get(file);
      if (known !== undefined) return known;
      let summary: StreamSummary = { bytes: 0 };
      for (const event of files.all(stream)) summary = summarize(summary, event);
      summaries.set(file, summary);
      return summary;
    },
    remove(stream) {
      summaries.delete(fileOf(stream));
      ends.delete(fileOf(stream));
      rmSync(fileOf(stream), { force: true });
    },
  };
  return files;
}

function summarize(before: StreamSummary, event: LogEvent): StreamSummary {
  return {
    bytes: before.bytes + Buffer.byteLength(event.message) + 26,
    firstEventTimestamp: Math.min(before.firstEventTimestamp ?? event.timestamp, event.timestamp),
    lastEventTimestamp: Math.max(before.lastEventTimestamp ?? event.timestamp, event.timestamp),
    lastIngestionTime: event.ingestionTime,
  };
}

function readPiece(file: string, offset: number, maxBytes: number): Piece {
  if (!existsSync(file)) return { events: [], end: offset };
  const descriptor = openSync(file, 'r');
  try {
    for (let size = maxBytes; ; size *= 4) {
      const buffer = Buffer.alloc(size);
      const length = readSync(descriptor, buffer, 0, size, offset);
      const whole = buffer.lastIndexOf(10, length - 1) + 1;
      if (length > 0 && whole > 0)
        return { events: parse(file, buffer.toString('utf8', 0, whole)), end: offset + whole };
      if (length < size) return { events: [], end: offset };
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A damaged line stays where it is, and is passed over. */
function parse(file: string, text: string): LogEvent[] {
  return text.split('\n').flatMap((row) => {
    if (row === '') return [];
    const read = line.safeParse(parsedOrNothing(row));
    if (!read.success) {
      warnOnce(`${file} has a damaged line, which is left out: ${row.slice(0, 60)}`);
      return [];
    }
    const [id, timestamp, ingestionTime, message] = read.data;
    return [{ id, timestamp, ingestionTime, message }];
  });
}

function parsedOrNothing(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
