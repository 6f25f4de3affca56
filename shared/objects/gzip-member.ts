import { crc32, inflateRawSync } from 'node:zlib';

/** A member inflates to at most this at once; a larger one is read as a stream. */
export const maxWholeMemberBytes = 64 * 1024 * 1024;

/** What stands at the beginning of some bytes. `size`: of the member, header and trailer included. */
export type MemberRead =
  | { readonly kind: 'member'; readonly size: number; readonly data: Buffer }
  /** It goes on beyond the bytes at hand. */
  | { readonly kind: 'cut'; readonly reason: string }
  /** It inflates to more than `maxWholeMemberBytes`. `dataAt`: past its header. */
  | { readonly kind: 'large'; readonly dataAt: number }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Most members inflate to less: their data is then one piece from the start, and not put together. */
const chunkSize = 1024 * 1024;

const magic = Buffer.from([0x1f, 0x8b, 0x08]);
const fixedHeaderBytes = 10;
export const trailerBytes = 8;

export function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === magic[0] && bytes[1] === magic[1];
}

/** Reads the gzip member (RFC 1952) that `bytes` begins with; its checksum and length are checked. */
export function readMember(bytes: Buffer): MemberRead {
  const dataAt = endOfHeader(bytes);
  if (dataAt === undefined) return { kind: 'damaged', reason: 'no gzip header' };
  if (dataAt >= bytes.length) return { kind: 'cut', reason: 'the member is cut in its header' };
  const inflated = inflate(bytes.subarray(dataAt));
  if (inflated.kind !== 'inflated') return inflated.kind === 'large' ? { kind: 'large', dataAt } : inflated;
  const size = dataAt + inflated.used + trailerBytes;
  if (size > bytes.length) return { kind: 'cut', reason: 'the member is cut in its trailer' };
  const { data } = inflated;
  const reason = trailerFault(bytes.subarray(size - trailerBytes, size), crc32(data), data.length);
  return reason === undefined ? { kind: 'member', size, data } : { kind: 'damaged', reason };
}

/** What is wrong with a member's last eight bytes, given what its data came to; undefined when nothing is. */
export function trailerFault(trailer: Buffer, checksum: number, length: number): string | undefined {
  if (trailer.length < trailerBytes) return 'the member is cut in its trailer';
  if (trailer.readUInt32LE(0) !== checksum) return 'the checksum does not match';
  if (trailer.readUInt32LE(4) !== length % 2 ** 32) return 'the length does not match';
  return undefined;
}

/** Where, from `from` on, a member may begin: its first bytes are right and it inflates as far as it is at hand; -1 if nowhere. */
export function nextMember(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(magic, from);
  while (at >= 0 && !mayBegin(bytes.subarray(at))) at = bytes.indexOf(magic, at + 1);
  return at;
}

/** The first block's type costs nothing to look at, and rules out most of what only resembles a member. */
function mayBegin(bytes: Buffer): boolean {
  const dataAt = endOfHeader(bytes);
  if (dataAt === undefined) return false;
  const blockType = ((bytes[dataAt] ?? 0) >> 1) & 3;
  return blockType !== 3 && readMember(bytes).kind !== 'damaged';
}

type Inflated =
  | { readonly kind: 'inflated'; readonly data: Buffer; readonly used: number }
  | { readonly kind: 'cut' | 'damaged'; readonly reason: string }
  | { readonly kind: 'large' };

function inflate(bytes: Buffer): Inflated {
  try {
    const result: unknown = inflateRawSync(bytes, { info: true, chunkSize, maxOutputLength: maxWholeMemberBytes });
    return hasEngine(result)
      ? { kind: 'inflated', data: result.buffer, used: result.engine.bytesWritten }
      : { kind: 'damaged', reason: 'the inflater gave no result' };
  } catch (error) {
    return inflateFault(error);
  }
}

function inflateFault(error: unknown): Inflated {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'large' };
  return { kind: code === 'Z_BUF_ERROR' ? 'cut' : 'damaged', reason };
}

/** With `info`, zlib's synchronous calls also give the engine, whose `bytesWritten` is the input consumed. */
function hasEngine(result: unknown): result is { buffer: Buffer; engine: { bytesWritten: number } } {
  return typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result;
}

/** Past the ten fixed bytes and the optional extra field, name, comment and header checksum; undefined when it is no gzip header. */
export function endOfHeader(bytes: Buffer): number | undefined {
  const flags = bytes[3] ?? 0;
  if (!bytes.subarray(0, 3).equals(magic.subarray(0, bytes.length)) || (flags & 0xe0) !== 0) return undefined;
  if (bytes.length < fixedHeaderBytes + 2) return bytes.length;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const extra = has(4) ? fixedHeaderBytes + 2 + bytes.readUInt16LE(fixedHeaderBytes) : fixedHeaderBytes;
  const name = has(8) ? endOfText(bytes, extra) : extra;
  const comment = has(16) ? endOfText(bytes, name) : name;
  return has(2) ? comment + 2 : comment;
}

function endOfText(bytes: Buffer, from: number): number {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? bytes.length : zero + 1;
}
