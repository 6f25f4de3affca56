import { crc32, inflateRawSync } from 'node:zlib';

/** A piece of an object: [offset, end) in its bytes. Together the pieces are the whole object, in order, without gaps. */
export type Piece =
  | { readonly kind: 'member'; readonly offset: number; readonly end: number; readonly data: Buffer }
  | { readonly kind: 'padding'; readonly offset: number; readonly end: number }
  | { readonly kind: 'damaged'; readonly offset: number; readonly end: number; readonly reason: string };

/** A CloudWatch Logs record holds at most 1 MB compressed; what inflates to more than this is no log. */
const maxMemberBytes = 256 * 1024 * 1024;

const magic = Buffer.from([0x1f, 0x8b, 0x08]);

export function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === magic[0] && bytes[1] === magic[1];
}

/**
 * Walks the gzip members of `bytes` one by one (RFC 1952). Zero bytes and line ends between members are padding; what is damaged is
 * named with its range, up to the next whole member, and the walk goes on.
 */
export function* walkMembers(bytes: Buffer): Generator<Piece> {
  let at = 0;
  while (at < bytes.length) {
    const padding = endOfPadding(bytes, at);
    if (padding > at) yield { kind: 'padding', offset: at, end: padding };
    at = padding;
    if (at >= bytes.length) return;
    const piece = readMember(bytes, at);
    const whole = piece.kind === 'damaged' ? { ...piece, end: nextMember(bytes, at) } : piece;
    yield whole;
    at = whole.end;
  }
}

function endOfPadding(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] === 0 || bytes[at] === 10 || bytes[at] === 13)) at += 1;
  return at;
}

/** Where the next member that can be read begins, or the end. */
function nextMember(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(magic, from + 1);
  while (at >= 0 && readMember(bytes, at).kind === 'damaged') at = bytes.indexOf(magic, at + 1);
  return at < 0 ? bytes.length : at;
}

function readMember(bytes: Buffer, offset: number): Piece {
  const damaged = (reason: string): Piece => ({ kind: 'damaged', offset, end: bytes.length, reason });
  const dataAt = endOfHeader(bytes, offset);
  if (dataAt === undefined) return damaged('no gzip header');
  const inflated = inflate(bytes.subarray(dataAt));
  if (typeof inflated === 'string') return damaged(inflated);
  const trailerAt = dataAt + inflated.used;
  if (trailerAt + 8 > bytes.length) return damaged('the member is cut in its trailer');
  if (bytes.readUInt32LE(trailerAt) !== crc32(inflated.data)) return damaged('the checksum does not match');
  if (bytes.readUInt32LE(trailerAt + 4) !== inflated.data.length % 2 ** 32) return damaged('the length does not match');
  return { kind: 'member', offset, end: trailerAt + 8, data: inflated.data };
}

type Inflated = { readonly data: Buffer; readonly used: number };

function inflate(bytes: Buffer): Inflated | string {
  try {
    const result: unknown = inflateRawSync(bytes, { info: true, maxOutputLength: maxMemberBytes });
    return hasEngine(result)
      ? { data: result.buffer, used: result.engine.bytesWritten }
      : 'the inflater gave no result';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** With `info`, zlib's synchronous calls also give the engine, whose `bytesWritten` is the input consumed. */
function hasEngine(result: unknown): result is { buffer: Buffer; engine: { bytesWritten: number } } {
  return typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result;
}

/** Past the ten fixed bytes and the optional extra field, name, comment and header checksum. */
function endOfHeader(bytes: Buffer, offset: number): number | undefined {
  if (!bytes.subarray(offset, offset + 3).equals(magic) || offset + 12 > bytes.length) return undefined;
  const flags = bytes[offset + 3] ?? 0;
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const extra = has(4) ? offset + 12 + bytes.readUInt16LE(offset + 10) : offset + 10;
  const name = has(8) ? endOfText(bytes, extra) : extra;
  const comment = has(16) ? endOfText(bytes, name) : name;
  const at = has(2) ? comment + 2 : comment;
  return !has(0xe0) && at < bytes.length ? at : undefined;
}

function endOfText(bytes: Buffer, from: number): number {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? bytes.length : zero + 1;
}
