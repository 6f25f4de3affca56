import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { closeTornLine } from '../logs/torn-line.ts';

export type ShardRecord = {
  /** Where the record begins in its shard; its place among the others. */
  readonly offset: number;
  readonly arrival: number;
  readonly partitionKey: string;
  readonly data: Buffer;
};

export type NewRecord = Omit<ShardRecord, 'offset'>;

export type ShardName = { readonly stream: string; readonly shard: string };

/** The records of each shard, in one file per shard that only grows. */
export type ShardFiles = {
  append(shard: ShardName, record: NewRecord): ShardRecord;
  /** Where the next record will begin. */
  end(shard: ShardName): number;
  /** Records from an offset on, at most `limit` and about `maxBytes`, and the offset after them. */
  read(shard: ShardName, from: number, limit: { readonly records: number; readonly bytes: number }): ShardPiece;
  drop(stream: string): void;
};

export type ShardPiece = { readonly records: readonly ShardRecord[]; readonly end: number };

const chunkBytes = 1 << 20;
const row = z.tuple([z.number(), z.string(), z.string()]);

export function openShardFiles(dir: string): ShardFiles {
  const ends = new Map<string, number>();
  const fileOf = ({ stream, shard }: ShardName) => join(dir, stream, `${shard}.jsonl`);
  const files: ShardFiles = {
    append(shard, record) {
      const file = fileOf(shard);
      const offset = files.end(shard);
      if (offset === 0) mkdirSync(join(dir, shard.stream), { recursive: true });
      const line = `${JSON.stringify([record.arrival, record.partitionKey, record.data.toString('base64')])}\n`;
      appendFileSync(file, line);
      ends.set(file, offset + Buffer.byteLength(line));
      return { ...record, offset };
    },
    end(shard) {
      const file = fileOf(shard);
      const known = ends.get(file) ?? closeTornLine(file);
      ends.set(file, known);
      return known;
    },
    read(shard, from, limit) {
      return readFrom(fileOf(shard), from, limit);
    },
    drop(stream) {
      for (const file of ends.keys()) if (file.startsWith(join(dir, stream, '/'))) ends.delete(file);
      rmSync(join(dir, stream), { recursive: true, force: true });
    },
  };
  return files;
}

function readFrom(file: string, from: number, limit: { readonly records: number; readonly bytes: number }): ShardPiece {
  const records: ShardRecord[] = [];
  let end = from;
  let bytes = 0;
  for (const { line, offset } of linesFrom(file, from)) {
    const record = readLine(line, offset);
    const size = record?.data.length ?? 0;
    if (records.length >= limit.records || (records.length > 0 && bytes + size > limit.bytes)) break;
    end = offset + Buffer.byteLength(line) + 1;
    bytes += size;
    if (record !== undefined) records.push(record);
  }
  return { records, end };
}

function readLine(line: string, offset: number): ShardRecord | undefined {
  const read = row.safeParse(parsedOrNothing(line));
  if (!read.success) return undefined;
  const [arrival, partitionKey, data] = read.data;
  return { offset, arrival, partitionKey, data: Buffer.from(data, 'base64') };
}

function* linesFrom(file: string, from: number): Generator<{ line: string; offset: number }> {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r');
  try {
    let offset = from;
    let rest = Buffer.alloc(0);
    for (let at = from; ; ) {
      const chunk = Buffer.alloc(chunkBytes);
      const length = readSync(descriptor, chunk, 0, chunkBytes, at);
      if (length === 0) return;
      at += length;
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield { line: rest.toString('utf8', 0, end), offset };
        offset += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

function parsedOrNothing(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
