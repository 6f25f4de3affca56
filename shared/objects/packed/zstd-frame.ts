/** The header of a frame of zstd (RFC 8878, 3.1.1.1). `bytes`: its own length; `window`: what has to be held to unpack the frame. */
export type FrameHeader = { readonly bytes: number; readonly window: number; readonly hasChecksum: boolean };

export const zstdMagic = 0xfd2fb528;

/** A frame that holds no data. */
export function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

export const mostHeaderBytes = 18;
/** What zstd unpacks without being told that it may take more. */
const mostWindow = 128 * 1024 * 1024;

/** The header that the bytes begin with, or why none can be read. */
export function readFrameHeader(bytes: Buffer): FrameHeader | string {
  if (bytes.length < 6) return 'it ends within the header of a frame';
  const descriptor = bytes[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  if ((descriptor & 3) !== 0) return 'it was packed with a dictionary, which is not here';
  const sizeAt = 5 + (isSingle ? 0 : 1);
  const sizeBytes = sizeBytesOf(descriptor >> 6, isSingle);
  if (bytes.length < sizeAt + sizeBytes) return 'it ends within the header of a frame';
  const window = isSingle ? contentSize(bytes, sizeAt, sizeBytes) : windowOf(bytes[5] ?? 0);
  if (window > mostWindow)
    return `it needs a window of ${Math.ceil(window / 2 ** 20)} MiB: pack it with --long=27 at most`;
  return { bytes: sizeAt + sizeBytes, window, hasChecksum: (descriptor & 4) !== 0 };
}

function sizeBytesOf(flag: number, isSingle: boolean): number {
  return flag === 0 ? (isSingle ? 1 : 0) : 2 ** flag;
}

function contentSize(bytes: Buffer, at: number, size: number): number {
  if (size === 8) return Number(bytes.readBigUInt64LE(at));
  return bytes.readUIntLE(at, size) + (size === 2 ? 256 : 0);
}

function windowOf(code: number): number {
  const base = 2 ** (10 + (code >> 3));
  return base + (base / 8) * (code & 7);
}

export type BlockHeader = { readonly isLast: boolean; readonly bytes: number };

export const blockHeaderBytes = 3;

/** A run of one byte takes one. */
export function readBlockHeader(bytes: Buffer): BlockHeader {
  const header = bytes.readUIntLE(0, blockHeaderBytes);
  return { isLast: (header & 1) === 1, bytes: ((header >> 1) & 3) === 1 ? 1 : header >> 3 };
}
