import { crc32 } from 'node:zlib';

export type NewRecord = { readonly partitionKey: string; readonly data: Uint8Array };

export type ShardRecord = {
  /** Where the record begins in its shard; its place among the others. */
  readonly offset: number;
  readonly arrival: number;
  readonly partitionKey: string;
  readonly data: Buffer;
};

/** A record in a file: length and CRC-32 of what follows, time of arrival, length of the key, key, data. */
const headBytes = 8;
const arrivalBytes = 8;
const keyLengthBytes = 2;
const fixedBytes = headBytes + arrivalBytes + keyLengthBytes;

export type Frames = {
  readonly bytes: Buffer /** Where each record begins in them. */;
  readonly starts: readonly number[];
};

export function encodeFrames(records: readonly NewRecord[], arrival: number): Frames {
  const keys = records.map(({ partitionKey }) => Buffer.from(partitionKey));
  const sizes = records.map(({ data }, index) => fixedBytes + (keys[index]?.length ?? 0) + data.length);
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  const starts = records.map(({ data }, index) => {
    const start = at;
    const key = keys[index] ?? Buffer.alloc(0);
    bytes.writeDoubleLE(arrival, start + headBytes);
    bytes.writeUInt16LE(key.length, start + headBytes + arrivalBytes);
    bytes.set(key, start + fixedBytes);
    bytes.set(data, start + fixedBytes + key.length);
    at += sizes[index] ?? 0;
    bytes.writeUInt32LE(at - start - headBytes, start);
    bytes.writeUInt32LE(crc32(bytes.subarray(start + headBytes, at)), start + 4);
    return start;
  });
  return { bytes, starts };
}

/** How many bytes the frame at `at` takes, as far as its length is there. */
export function frameLength(bytes: Buffer, at: number): number | undefined {
  return at + headBytes > bytes.length ? undefined : headBytes + bytes.readUInt32LE(at);
}

/** The record at `at`; undefined where the bytes end within it or are damaged. */
export function decodeFrame(bytes: Buffer, at: number): Omit<ShardRecord, 'offset'> | undefined {
  const length = frameLength(bytes, at);
  if (length === undefined || length < fixedBytes || at + length > bytes.length) return undefined;
  const end = at + length;
  if (crc32(bytes.subarray(at + headBytes, end)) !== bytes.readUInt32LE(at + 4)) return undefined;
  const dataAt = at + fixedBytes + bytes.readUInt16LE(at + headBytes + arrivalBytes);
  return {
    arrival: bytes.readDoubleLE(at + headBytes),
    partitionKey: bytes.toString('utf8', at + fixedBytes, dataAt),
    data: bytes.subarray(dataAt, end),
  };
}
