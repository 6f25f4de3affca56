import { constants, crc32, inflateRawSync } from 'node:zlib';
import { type ByteWindow, createByteWindow } from './byte-window.ts';
import { endOfHeader, maxWholeMemberBytes, trailerBytes, trailerFault } from './gzip-member.ts';
import { inflateStream } from './inflate-stream.ts';

/** What is to be had of a member of which not all can be looked at in memory at once. */
export type Surveyed =
  | { readonly kind: 'whole' }
  /** The object ends within it: what its first `keep` bytes inflate to is right. */
  | { readonly kind: 'cut'; readonly keep: number; readonly reason: string }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Reads the member that begins at an offset to its end, before a row is made of it: only its checksum says whether its text is right. */
export type Survey = (offset: number) => Promise<Surveyed>;

const stepBytes = 65_536;
const headerBytes = 65_536;
/** No log is packed so tightly; what is, and inflates to so much, is there to fill a memory or a disk. */
const mostRatio = 250;
const suspiciousBytes = 1024 * 1024 * 1024;

/** `open` gives the source's bytes from an offset on. */
export function createSurvey(open: (offset: number) => AsyncIterable<Buffer>): Survey {
  return async (offset) => {
    const window = createByteWindow(open(offset));
    const tail: Tail = { last: Buffer.alloc(0) };
    window.advance(endOfHeader(await window.fill(headerBytes)) ?? 0);
    const { fault, checksum, length } = await inflateAll(window, tail);
    const isAtEnd = (await window.fill(1)).length === 0;
    if (fault === ranOut && isAtEnd) return cutOf(tail.last, window.offset());
    const reason = fault ?? trailerFault(await window.fill(trailerBytes), checksum, length);
    return reason === undefined ? { kind: 'whole' } : { kind: 'damaged', reason };
  };
}

type Tail = { last: Buffer };

/** `fault`: what is wrong with the data, or with how much there is of them. */
async function inflateAll(window: ByteWindow, tail: Tail) {
  const stream = inflateStream(remembering(window, tail), stepBytes);
  let checksum = 0;
  let length = 0;
  let next = await stream.next();
  for (; next.done !== true; next = await stream.next()) {
    checksum = crc32(next.value, checksum);
    length += next.value.length;
    if (isBomb(length, window.offset())) return { fault: bomb, checksum, length };
  }
  return { fault: next.value, checksum, length };
}

function isBomb(length: number, size: number): boolean {
  return length > suspiciousBytes && length > size * mostRatio;
}

const bomb = `it inflates to more than ${suspiciousBytes / 2 ** 30} GiB and ${mostRatio} times its size`;
/** What inflateStream says where its input ends too soon. */
const ranOut = 'unexpected end of file';

/** Keeps the last bytes that were shown. */
function remembering(window: ByteWindow, tail: Tail): ByteWindow {
  return {
    ...window,
    async fill(bytes) {
      const shown = await window.fill(bytes);
      if (shown.length > 0) tail.last = Buffer.from(shown.subarray(-tailBytes));
      return shown;
    },
  };
}

const tailBytes = 64;

/**
 * What is overwritten at its end looks as if it were cut there, and inflates to what no checksum can deny: of the last bytes nothing is kept. Damages
 * made at random, up to 300 bytes long, left wrong lines with 16 bytes, none with these.
 */
const marginBytes = 1024;
/** Deflate makes no more of a byte. */
const mostInflation = 1032;

/**
 * What may be kept of a member of `size` bytes with which its object ends, before its data do. A flipped bit can hide the end of the data, so that what
 * follows is inflated too: the last four bytes are then the length of the data, which of a member that was only cut they resemble by chance.
 */
function cutOf(tail: Buffer, size: number): Surveyed {
  const padding = tail.length - trimmed(tail).length;
  const end = size - padding;
  // Zeros at the end may be padding, or the length's own upper bytes.
  const lengths = Array.from({ length: padding + 1 }, (_, at) => tail.length - padding + at - 4)
    .filter((at) => at >= 0)
    .map((at) => tail.readUInt32LE(at));
  if (lengths.some((length) => length >= end / 2 && length <= end * mostInflation))
    return { kind: 'damaged', reason: 'its data do not end where they should' };
  return { kind: 'cut', keep: Math.max(0, end - marginBytes), reason: ranOut };
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && [0, 10, 13].includes(bytes[end - 1] ?? 1)) end -= 1;
  return bytes.subarray(0, end);
}

/** The text of a member that the end of its object has cut, as far as it is right, and of how many of its bytes; undefined where it is not only cut. */
export function salvageCut(member: Buffer): { readonly data: Buffer; readonly keep: number } | undefined {
  const dataAt = endOfHeader(member);
  const surveyed = cutOf(member.subarray(-tailBytes), member.length);
  if (dataAt === undefined || surveyed.kind !== 'cut' || surveyed.keep <= dataAt) return undefined;
  if (inflatePart(member.subarray(dataAt)) === undefined) return undefined;
  const data = inflatePart(member.subarray(dataAt, surveyed.keep));
  return data === undefined ? undefined : { data, keep: surveyed.keep };
}

/** What data without an end inflate to; undefined where something is wrong with them, or too much comes of them. */
function inflatePart(data: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxWholeMemberBytes });
  } catch {
    return undefined;
  }
}
