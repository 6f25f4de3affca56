import { crc32 } from 'node:zlib';
import type { ByteWindow } from './byte-window.ts';
import { endOfHeader, nextMember, readMember, trailerBytes, trailerFault } from './gzip-member.ts';
import { inflateStream } from './inflate-stream.ts';
import { type Survey, type Surveyed, salvageCut } from './survey.ts';

/** A run of a source's bytes. Together the pieces are the whole source, in order and without gaps. */
export type Piece =
  | { readonly kind: 'member'; readonly offset: number; readonly end: number; readonly data: Buffer }
  /** The beginning of a member that the end of the source has cut. */
  | {
      readonly kind: 'cut';
      readonly offset: number;
      readonly end: number;
      readonly data: Buffer;
      readonly reason: string;
    }
  /** A member too large for memory: its data as a stream, to be read to its end before the next piece. What is wrong comes as pieces after it. */
  | {
      readonly kind: 'large';
      readonly offset: number;
      readonly data: AsyncIterable<Buffer>;
      /** Why it goes no further; undefined of one that is whole. */
      readonly cut: string | undefined;
    }
  /** Where the data of the last large member end. */
  | { readonly kind: 'large end'; readonly offset: number; readonly end: number }
  | { readonly kind: 'padding'; readonly offset: number; readonly end: number }
  | {
      readonly kind: 'damaged';
      readonly offset: number;
      readonly end: number;
      readonly reason: string;
      readonly bytes: Buffer;
      /** False for what follows on a damage already named: nothing begins here. */
      readonly isMember: boolean;
    };

export type WalkLimits = {
  /** A member is looked at in this many bytes first. CloudWatch Logs sends at most 1 MB. */
  readonly glanceBytes: number;
  /** A member that is longer is read as a stream. */
  readonly wholeBytes: number;
  /** Looks at what is read as a stream beforehand. */
  readonly survey?: Survey;
};

export const defaultWalkLimits: WalkLimits = { glanceBytes: 1_310_720, wholeBytes: 8_388_608 };

const streamStepBytes = 65_536;

/**
 * Walks gzip members one by one (RFC 1952) in bounded memory. Zero bytes and line ends between members are padding; damage is named
 * with its range, up to where the next member begins, and the walk goes on.
 */
export async function* walkMembers(window: ByteWindow, limits: WalkLimits = defaultWalkLimits): AsyncGenerator<Piece> {
  for (;;) {
    const bytes = await window.fill(limits.glanceBytes);
    if (bytes.length === 0) return;
    const padding = paddingLength(bytes);
    if (padding > 0) yield pass(window, padding, 'padding');
    else yield* readNext(window, bytes, limits);
  }
}

function paddingLength(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] === 0 || bytes[at] === 10 || bytes[at] === 13)) at += 1;
  return at;
}

function pass(window: ByteWindow, size: number, kind: 'padding' | 'large end', offset = window.offset()): Piece {
  window.advance(size);
  return { kind, offset, end: window.offset() };
}

async function* readNext(window: ByteWindow, glance: Buffer, limits: WalkLimits): AsyncGenerator<Piece> {
  const { bytes, read } = await readMore(window, glance, limits);
  if (read.kind === 'member') {
    const offset = window.offset();
    window.advance(read.size);
    yield { kind: 'member', offset, end: window.offset(), data: read.data };
  } else if (read.kind === 'large' || (read.kind === 'cut' && bytes.length >= limits.wholeBytes))
    yield* readStreamed(window, bytes, limits);
  else if (read.kind === 'cut') yield* readCut(window, bytes, { limits, reason: read.reason, from: 1 });
  else yield* readDamage(window, { limits, reason: read.reason, from: 1 });
}

/** Looks at more of the source until the member is in it, or there is no more to look at. */
async function readMore(window: ByteWindow, glance: Buffer, { wholeBytes }: WalkLimits) {
  let bytes = glance;
  let read = readMember(bytes);
  while (read.kind === 'cut' && bytes.length < wholeBytes) {
    const more = await window.fill(Math.min(bytes.length * 2, wholeBytes));
    if (more.length === bytes.length) break;
    bytes = more;
    read = readMember(bytes);
  }
  return { bytes, read };
}

/** The source ends within the member. */
async function* readCut(window: ByteWindow, bytes: Buffer, damage: Damage): AsyncGenerator<Piece> {
  const offset = window.offset();
  const saved = salvageCut(bytes);
  if (saved === undefined) {
    yield* readDamage(window, damage);
    return;
  }
  window.advance(saved.keep);
  yield { kind: 'cut', offset, end: window.offset(), data: saved.data, reason: damage.reason };
  yield* readDamage(window, { ...damage, from: 0 });
}

async function* readStreamed(window: ByteWindow, bytes: Buffer, limits: WalkLimits): AsyncGenerator<Piece> {
  const headerBytes = endOfHeader(bytes) ?? bytes.length;
  // No header is that long: a damage says so.
  if (headerBytes >= bytes.length) {
    yield* readDamage(window, { limits, reason: 'no gzip header', from: 1 });
    return;
  }
  const surveyed: Surveyed = (await limits.survey?.(window.offset())) ?? { kind: 'whole' };
  if (surveyed.kind === 'damaged') yield* readDamage(window, { limits, reason: surveyed.reason, from: 1 });
  else yield* readLarge(window, headerBytes, limits, surveyed);
}

type Damage = {
  readonly limits: WalkLimits;
  readonly reason: string;
  /** Where the next member is looked for: behind the first byte when the damage begins with a member's own. */
  readonly from: 0 | 1;
};

/** Damage from where the window stands to where the next member may begin, in pieces of bounded size. */
async function* readDamage(window: ByteWindow, { limits, reason, from }: Damage): AsyncGenerator<Piece> {
  let searchFrom = from;
  for (;;) {
    const bytes = await window.fill(limits.wholeBytes);
    const next = nextMember(bytes, searchFrom);
    const isLast = next >= 0 || bytes.length < limits.wholeBytes;
    const size = damageSize(bytes, next, isLast);
    const offset = window.offset();
    window.advance(size);
    const isMember = searchFrom > 0;
    if (size > 0) {
      yield { kind: 'damaged', offset, end: offset + size, reason, bytes: bytes.subarray(0, size), isMember };
    }
    if (isLast) return;
    searchFrom = 0;
  }
}

function damageSize(bytes: Buffer, next: number, isLast: boolean): number {
  if (next >= 0) return next;
  // The next member's first bytes may be the last two at hand.
  return isLast ? bytes.length : bytes.length - 2;
}

async function* readLarge(
  window: ByteWindow,
  headerBytes: number,
  limits: WalkLimits,
  surveyed: Exclude<Surveyed, { kind: 'damaged' }>,
): AsyncGenerator<Piece> {
  const offset = window.offset();
  const cut = surveyed.kind === 'cut' ? surveyed.reason : undefined;
  const source = surveyed.kind === 'cut' ? limited(window, offset + surveyed.keep) : window;
  let fault: string | undefined;
  const inflated = async function* (): AsyncGenerator<Buffer> {
    let checksum = 0;
    let length = 0;
    window.advance(headerBytes);
    const stream = inflateStream(source, streamStepBytes);
    let next = await stream.next();
    for (; next.done !== true; next = await stream.next()) {
      checksum = crc32(next.value, checksum);
      length += next.value.length;
      yield next.value;
    }
    fault = next.value ?? trailerFault(await window.fill(trailerBytes), checksum, length);
  };
  yield { kind: 'large', offset, data: inflated(), cut };
  if (fault === undefined) yield pass(window, trailerBytes, 'large end', offset);
  else {
    yield pass(window, 0, 'large end', offset);
    yield* readDamage(window, { limits, reason: fault, from: 0 });
  }
}

/** The window as if its source ended there. */
function limited(window: ByteWindow, end: number): ByteWindow {
  return { ...window, fill: (bytes) => window.fill(Math.max(0, Math.min(bytes, end - window.offset()))) };
}
