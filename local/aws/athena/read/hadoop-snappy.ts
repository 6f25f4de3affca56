import type { ByteWindow } from '@tributary/shared/objects/byte-window.ts';
import { snappyUncompress } from 'hyparquet';
import { DamagedTextError } from './damaged-text.ts';

/** Hadoop's largest buffer is 256 kB; one that says more is not to fill a memory. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Hadoop's blocks of Snappy: how many bytes a block holds, and its parts, each with its compressed length before it (4 bytes each, big endian).
 * https://github.com/apache/hadoop: BlockCompressorStream. Throws DamagedTextError.
 */
export async function* unsnappy(window: ByteWindow): AsyncGenerator<Buffer> {
  for (let left = await nextLength(window); left !== undefined; left = await nextLength(window)) {
    while (left > 0) {
      const part = await nextPart(window, left);
      left -= part.length;
      yield part;
    }
  }
}

async function nextLength(window: ByteWindow): Promise<number | undefined> {
  const bytes = await window.fill(4);
  if (bytes.length === 0) return undefined;
  if (bytes.length < 4) throw new DamagedTextError('it ends within a block of Snappy');
  const length = bytes.readUInt32BE(0);
  if (length > mostBytes) throw new DamagedTextError('no block of Snappy begins where one should');
  window.advance(4);
  return length;
}

async function nextPart(window: ByteWindow, most: number): Promise<Buffer> {
  const length = (await nextLength(window)) ?? 0;
  const bytes = await window.fill(length);
  if (length === 0 || bytes.length < length) throw new DamagedTextError('it ends within a block of Snappy');
  const size = sizeOf(bytes);
  if (size === 0 || size > most) throw new DamagedTextError('a part of Snappy is larger than its block');
  const part = Buffer.alloc(size);
  try {
    snappyUncompress(bytes, part);
  } catch (cause) {
    throw new DamagedTextError('a part of Snappy cannot be read', { cause });
  }
  window.advance(length);
  return part;
}

/** A part says first how much it holds, seven bits a byte. */
function sizeOf(bytes: Buffer): number {
  let size = 0;
  for (let at = 0; at < 5; at++) {
    const byte = bytes[at] ?? 0;
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return size;
  }
  return 0;
}
