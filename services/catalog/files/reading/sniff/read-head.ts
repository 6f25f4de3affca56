import { createByteWindow } from '@tributary/shared/objects/byte-window.ts';
import { isGzip } from '@tributary/shared/objects/gzip-member.ts';
import { defaultWalkLimits, type Piece, walkMembers } from '@tributary/shared/objects/members.ts';
import { type Packing, packingOf, unpackOf } from '@tributary/shared/objects/packed/packing.ts';
import type { OpenObject } from '@tributary/shared/objects/read-object.ts';

export type Compression = 'none' | 'gzip' | Packing;

/** The beginning of what an object holds, unpacked. */
export type ObjectHead = {
  readonly compression: Compression;
  readonly bytes: Buffer;
  /** Nothing follows. */
  readonly isWhole: boolean;
};

/** What a file is is told from so much of it. */
const headBytes = 1024 * 1024;

export async function readHead(open: OpenObject): Promise<ObjectHead> {
  const { bytes: first } = await collect(open(0), 4);
  const compression = isGzip(first) ? 'gzip' : (packingOf(first) ?? 'none');
  return { compression, ...(await collect(unpacked(open(0), compression), headBytes)) };
}

/** What an object holds. */
export async function* unpacked(source: AsyncIterable<Buffer>, compression: Compression): AsyncGenerator<Buffer> {
  if (compression === 'none') yield* source;
  else if (compression === 'gzip') yield* inflated(source);
  else for await (const piece of unpackOf[compression](createByteWindow(source))) if (piece !== 'checked') yield piece;
}

/** Up to the first damage. What was gzipped twice is unpacked twice, as `readObject` does. */
async function* inflated(source: AsyncIterable<Buffer>, depth = 1): AsyncGenerator<Buffer> {
  const { glanceBytes, wholeBytes } = defaultWalkLimits;
  for await (const piece of walkMembers(createByteWindow(source), { glanceBytes, wholeBytes })) {
    if (piece.kind === 'damaged') return;
    for await (const data of dataOf(piece)) {
      if (depth === 1 && isGzip(data)) yield* inflated(only(data), depth + 1);
      else yield data;
    }
  }
}

async function* dataOf(piece: Piece): AsyncGenerator<Buffer> {
  if (piece.kind === 'large') yield* piece.data;
  else if (piece.kind === 'member' || piece.kind === 'cut') yield piece.data;
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function collect(source: AsyncIterable<Buffer>, most: number) {
  const window = createByteWindow(source);
  const bytes = await window.fill(most + 1);
  return { bytes: Buffer.from(bytes.subarray(0, most)), isWhole: bytes.length <= most };
}
