import { Decompress } from 'fzstd';
import xxhash, { type XXHash } from 'xxhash-wasm';
import type { ByteWindow } from '../byte-window.ts';
import {
  blockHeaderBytes,
  type FrameHeader,
  isSkippable,
  mostHeaderBytes,
  readBlockHeader,
  readFrameHeader,
  zstdMagic,
} from './zstd-frame.ts';

const checksumBytes = 4;
const skippableHeaderBytes = 8;
const cut = 'it ends within a frame';

/**
 * Frames of zstd, one after the other. fzstd checks no checksums: that is done here. A frame without one is taken for right if it can be unpacked.
 */
export async function* unzstd(window: ByteWindow): AsyncGenerator<Buffer | 'checked', string | undefined> {
  for (;;) {
    const bytes = await window.fill(mostHeaderBytes);
    if (bytes.length === 0) return undefined;
    const fault = yield* passFrame(window, bytes);
    if (fault !== undefined) return fault;
    yield 'checked';
  }
}

async function* passFrame(window: ByteWindow, bytes: Buffer): AsyncGenerator<Buffer, string | undefined> {
  const magic = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (magic === zstdMagic) return yield* unpackFrame(window, bytes);
  return isSkippable(magic) ? skipFrame(window, bytes) : 'no frame of zstd begins where one should';
}

async function skipFrame(window: ByteWindow, bytes: Buffer): Promise<string | undefined> {
  if (bytes.length < skippableHeaderBytes) return cut;
  const end = window.offset() + skippableHeaderBytes + bytes.readUInt32LE(4);
  while (window.offset() < end) {
    const passed = await window.fill(Math.min(65_536, end - window.offset()));
    if (passed.length === 0) return cut;
    window.advance(passed.length);
  }
  return undefined;
}

async function* unpackFrame(window: ByteWindow, bytes: Buffer): AsyncGenerator<Buffer, string | undefined> {
  const header = readFrameHeader(bytes);
  if (typeof header === 'string') return header;
  const unpacking = await createUnpacking(bytes.subarray(0, header.bytes));
  window.advance(header.bytes);
  let block = await nextBlock(window, header);
  while (block !== undefined) {
    const fault = unpacking.push(block, header);
    window.advance(block.bytes.length);
    yield* unpacking.take();
    if (fault !== undefined || block.isLast) return fault;
    block = await nextBlock(window, header);
  }
  return cut;
}

type Block = { readonly bytes: Buffer; readonly isLast: boolean };

/** With the checksum behind the last. */
async function nextBlock(window: ByteWindow, { hasChecksum }: FrameHeader): Promise<Block | undefined> {
  const start = await window.fill(blockHeaderBytes);
  if (start.length < blockHeaderBytes) return undefined;
  const { isLast, bytes: size } = readBlockHeader(start);
  const whole = blockHeaderBytes + size + (isLast && hasChecksum ? checksumBytes : 0);
  const bytes = await window.fill(whole);
  return bytes.length < whole ? undefined : { bytes, isLast };
}

async function createUnpacking(header: Buffer) {
  const output: Buffer[] = [];
  const hash: XXHash<bigint> = (await xxhash()).create64();
  const decompress = new Decompress((chunk) => {
    // It may change what it gave.
    output.push(Buffer.from(chunk));
    hash.update(chunk);
  });
  decompress.push(header);
  const checksumFault = (last: Buffer): string | undefined => {
    const checksum = last.readUInt32LE(last.length - checksumBytes);
    return Number(hash.digest() & 0xffffffffn) === checksum ? undefined : 'the checksum of a frame does not match';
  };
  return {
    /** What is wrong, if anything is. */
    push({ bytes, isLast }: Block, { hasChecksum }: FrameHeader): string | undefined {
      try {
        decompress.push(bytes, isLast);
        return isLast && hasChecksum ? checksumFault(bytes) : undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    take: () => output.splice(0),
  };
}
