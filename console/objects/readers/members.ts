import { Gunzip } from 'fflate';
import { crc32 } from './crc32.ts';

/** A gzip member (RFC 1952) of an object, or bytes between members that are none. */
export type Member = {
  /** Of the object's bytes: [offset, end). */
  readonly offset: number;
  readonly end: number;
  /** What it holds; of one that is damaged or cut, what precedes the damage. */
  readonly data: Uint8Array;
  /** `open`: it goes on beyond the part that was read. */
  readonly state: 'whole' | 'damaged' | 'cut' | 'open';
  /** Of `damaged` and `cut`: why. */
  readonly reason?: string;
};

export type Members = {
  readonly members: readonly Member[];
  /** What is beyond has not been unpacked, because this much is the most. */
  readonly isFull: boolean;
};

/** So much is pushed at once: what precedes a damage is known to so many bytes. */
const stepBytes = 4096;
const trailerBytes = 8;

/**
 * Walks the members of an object's first bytes. Zero bytes and line ends between members are padding; damage is named with its range, up to where
 * the next member begins. fflate does not look at checksums: that is done here.
 */
export function readMembers(
  bytes: Uint8Array,
  { isWhole, mostBytes }: { readonly isWhole: boolean; readonly mostBytes: number },
): Members {
  const members: Member[] = [];
  let room = mostBytes;
  for (let at = afterPadding(bytes, 0); at < bytes.length; ) {
    if (room <= 0) return { members, isFull: true };
    const run = unpack(bytes, at, room);
    const found = settle(bytes, run, isWhole);
    members.push(...found);
    room -= found.reduce((sum, { data }) => sum + data.length, 0);
    if (run.end === 'full') return { members, isFull: true };
    at = afterPadding(bytes, found.at(-1)?.end ?? bytes.length);
  }
  return { members, isFull: false };
}

function afterPadding(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] === 0 || bytes[at] === 10 || bytes[at] === 13)) at += 1;
  return at;
}

type Unpacked = { readonly offset: number; readonly chunks: Uint8Array[] };
type Run = {
  readonly starts: readonly Unpacked[];
  /** `goes on`: the bytes end within the last member. `full`: there was no more room for what it holds. */
  readonly end: 'ended' | 'goes on' | 'full' | { readonly fault: string };
};

/** Members that stand directly one after another, up to the first fault, or to the end of the bytes. */
function unpack(bytes: Uint8Array, from: number, room: number): Run {
  const starts: Unpacked[] = [{ offset: from, chunks: [] }];
  let left = room;
  const gunzip = new Gunzip((chunk) => {
    left -= chunk.length;
    if (chunk.length > 0) starts.at(-1)?.chunks.push(chunk);
  });
  gunzip.onmember = (offset) => starts.push({ offset: from + offset, chunks: [] });
  try {
    for (let at = from; at < bytes.length; at += stepBytes) {
      gunzip.push(bytes.subarray(at, at + stepBytes), false);
      if (left <= 0) return { starts, end: 'full' };
    }
  } catch (error) {
    return { starts, end: { fault: error instanceof Error ? error.message : String(error) } };
  }
  return { starts, end: hasEnded(gunzip) ? 'ended' : 'goes on' };
}

/** Asked for the rest, fflate throws where the last member's data have not ended. */
function hasEnded(gunzip: Gunzip): boolean {
  try {
    gunzip.push(new Uint8Array(0), true);
    return true;
  } catch {
    return false;
  }
}

function settle(bytes: Uint8Array, { starts, end }: Run, isWhole: boolean): readonly Member[] {
  return starts.map(({ offset, chunks }, at) => {
    const next = starts[at + 1]?.offset;
    const data = joined(chunks);
    if (next !== undefined) return closed(bytes, { offset, end: next, data });
    return lastOf(bytes, { offset, data, end, isWhole });
  });
}

type Ended = { readonly offset: number; readonly end: number; readonly data: Uint8Array };

/** One that another follows: its trailer stands before that. */
function closed(bytes: Uint8Array, { offset, end, data }: Ended): Member {
  const reason = trailerFault(bytes, end - trailerBytes, data);
  return reason === undefined ? { offset, end, data, state: 'whole' } : { offset, end, data, state: 'damaged', reason };
}

function trailerFault(bytes: Uint8Array, at: number, data: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, trailerBytes);
  if (view.getUint32(0, true) !== crc32(data)) return 'the checksum does not match';
  return view.getUint32(4, true) === data.length % 2 ** 32 ? undefined : 'the length does not match';
}

type Last = { readonly offset: number; readonly data: Uint8Array; readonly end: Run['end']; readonly isWhole: boolean };

function lastOf(bytes: Uint8Array, { offset, data, end, isWhole }: Last): Member {
  const member = { offset, data };
  const trailerEnd = end === 'goes on' || end === 'full' ? undefined : endByTrailer(bytes, offset, data);
  if (trailerEnd !== undefined) return { ...member, end: trailerEnd, state: 'whole' };
  if (typeof end === 'object')
    return {
      ...member,
      end: nextMember(bytes, offset + 1) ?? bytes.length,
      state: 'damaged',
      reason: reasonOf(end.fault),
    };
  if (!isWhole || end === 'full') return { ...member, end: bytes.length, state: 'open' };
  if (end === 'goes on')
    return { ...member, end: bytes.length, state: 'cut', reason: 'the object ends within the member' };
  return { ...member, end: bytes.length, state: 'damaged', reason: 'the checksum or the length does not match' };
}

function reasonOf(fault: string): string {
  return fault === 'invalid gzip data' ? 'no gzip header' : fault;
}

/** Where the trailer ends that is right for what was unpacked; undefined where there is none. */
function endByTrailer(bytes: Uint8Array, offset: number, data: Uint8Array): number | undefined {
  const trailer = new Uint8Array(trailerBytes);
  const view = new DataView(trailer.buffer);
  view.setUint32(0, crc32(data), true);
  view.setUint32(4, data.length % 2 ** 32, true);
  // Of nothing the trailer is eight zeros, which may stand anywhere.
  if (data.length === 0) return endOfEmpty(bytes, offset, trailer);
  const at = indexOf(bytes, trailer, offset + 10);
  return at === -1 ? undefined : at + trailerBytes;
}

/** Ways in which nothing is packed: by fixed codes, and as it is. */
const nothings = [
  [0x03, 0x00],
  [0x01, 0x00, 0x00, 0xff, 0xff],
] as const;

function endOfEmpty(bytes: Uint8Array, offset: number, trailer: Uint8Array): number | undefined {
  const from = endOfHeader(bytes, offset);
  const wanted = nothings.map((nothing) => [...nothing, ...trailer]);
  const found = wanted.find((all) => all.every((byte, at) => bytes[from + at] === byte));
  return found === undefined ? undefined : from + found.length;
}

/** Past the header, and what it names. */
function endOfHeader(bytes: Uint8Array, offset: number): number {
  const flags = bytes[offset + 3] ?? 0;
  const extra = flags & 4 ? 2 + (bytes[offset + 10] ?? 0) + 256 * (bytes[offset + 11] ?? 0) : 0;
  const afterText = (at: number, flag: number) => (flags & flag ? bytes.indexOf(0, at) + 1 : at);
  return afterText(afterText(offset + 10 + extra, 8), 16) + (flags & 2 ? 2 : 0);
}

/** Where, from `from` on, a member may begin. */
function nextMember(bytes: Uint8Array, from: number): number | undefined {
  const magic = Uint8Array.of(0x1f, 0x8b, 0x08);
  for (let at = indexOf(bytes, magic, from); at !== -1; at = indexOf(bytes, magic, at + 1))
    if (mayBegin(bytes, at)) return at;
  return undefined;
}

/** Some bytes of it unpack. */
function mayBegin(bytes: Uint8Array, at: number): boolean {
  try {
    new Gunzip(() => undefined).push(bytes.subarray(at, at + stepBytes), false);
    return true;
  } catch {
    return false;
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  chunks.reduce((at, chunk) => {
    all.set(chunk, at);
    return at + chunk.length;
  }, 0);
  return all;
}
