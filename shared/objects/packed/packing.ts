import type { ByteWindow } from '../byte-window.ts';
import { unbzip2 } from './unbzip2.ts';
import { unzstd } from './unzstd.ts';
import { isSkippable, zstdMagic } from './zstd-frame.ts';

/** How an object is packed as a whole, beside gzip. */
export type Packing = 'zstd' | 'bzip2';

/**
 * Unpacks what begins where the window stands, to its end, and passes what it has read. `checked` comes where all before it is known to be right.
 * Returns what is wrong, undefined where nothing is.
 */
export type Unpack = (window: ByteWindow) => AsyncGenerator<Buffer | 'checked', string | undefined>;

export const unpackOf: Readonly<Record<Packing, Unpack>> = { zstd: unzstd, bzip2: unbzip2 };

/** So many of an object's first bytes say how it is packed. */
export const packingBytes = 4;

/** By the first four bytes; undefined where it is neither. A skippable frame may come before those of zstd, as pzstd writes it. */
export function packingOf(bytes: Buffer): Packing | undefined {
  if (bytes.length < packingBytes) return undefined;
  const magic = bytes.readUInt32LE(0);
  if (magic === zstdMagic || isSkippable(magic)) return 'zstd';
  return /^BZh[1-9]$/.test(bytes.toString('latin1', 0, 4)) ? 'bzip2' : undefined;
}

/** What unpacks to so much, and so many times its size, is there to fill a memory or a disk. */
export function isBomb(length: number, size: number): boolean {
  return length > suspiciousBytes && length > size * mostRatio;
}

const mostRatio = 250;
const suspiciousBytes = 1024 * 1024 * 1024;
