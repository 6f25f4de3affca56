import { type ByteWindow, createByteWindow } from '../byte-window.ts';
import type { ObjectPart } from '../object-part.ts';
import { createProgress, type Progress } from '../progress.ts';
import { type OpenObject, type ReadOptions, readObject } from '../read-object.ts';
import type { Records } from '../records.ts';
import { isBomb, type Packing, packingBytes, packingOf, unpackOf } from './packing.ts';

const runBytes = 256 * 1024;
const rejectBytes = 1024 * 1024;

/** As `readObject`, and objects that are packed by zstd or bzip2 as a whole. */
export async function* readPackedObject<R extends Records>(
  open: OpenObject,
  options: ReadOptions<R>,
): AsyncGenerator<ObjectPart<R>> {
  if ((options.from?.position[0] ?? 0) > 0) return yield* readObject(open, options);
  const { head, again } = await peek(open, packingBytes);
  const packing = packingOf(head);
  if (packing === undefined) yield* readObject(again, options);
  else yield* readPacked(again, packing, options);
}

type Peeked = {
  readonly head: Buffer;
  /** Opens as before; what was read for the head is read no second time. */
  readonly again: OpenObject;
};

async function peek(open: OpenObject, length: number): Promise<Peeked> {
  const rest = open(0)[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  for (let held = 0; held < length; held += read.at(-1)?.length ?? 0) {
    const next = await rest.next();
    if (next.done === true) break;
    read.push(next.value);
  }
  const head = Buffer.concat(read).subarray(0, length);
  let isUsed = false;
  async function* first(): AsyncGenerator<Buffer> {
    yield* read.splice(0);
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  }
  const again: OpenObject = (offset) => {
    if (offset > 0 || isUsed) return open(offset);
    isUsed = true;
    return first();
  };
  return { head, again };
}

type Damage = {
  /** Where in the object what is not right begins. */
  readonly at: number;
  readonly reason: string;
};

/** `length`: so much of what is unpacked is right. */
type Proof = { readonly length: number; readonly damage: Damage | undefined };

/**
 * A place is `[0, offset in what is unpacked]`: to go on, what precedes is unpacked again. Rows are made only of what a checksum says is right, or of
 * frames without one that can be unpacked to their end; so zstd, whose checksum comes last, is unpacked once before. What follows a damage is rejected.
 */
async function* readPacked<R extends Records>(
  open: OpenObject,
  packing: Packing,
  { text, segment, from }: ReadOptions<R>,
): AsyncGenerator<ObjectPart<R>> {
  const progress = createProgress(text, segment, { isGzip: false, records: from?.records });
  const proof =
    packing === 'zstd' ? await prove(open, packing) : { length: Number.POSITIVE_INFINITY, damage: undefined };
  const window = createByteWindow(open(0));
  let damage: Damage | undefined;
  async function* data(): AsyncGenerator<Buffer> {
    damage = (yield* unpack(window, packing, proof.length)).damage;
  }
  yield* readRuns(data(), window, { progress, skip: from?.position[1] ?? 0 });
  const found = proof.damage ?? damage;
  if (found === undefined) yield* end(window, progress);
  else yield* rejectRest(open, found, progress);
}

async function prove(open: OpenObject, packing: Packing): Promise<Proof> {
  const pieces = unpack(createByteWindow(open(0)), packing);
  let next = await pieces.next();
  while (next.done !== true) next = await pieces.next();
  return next.value;
}

/** Up to `most` bytes, and what is known of them in the end. */
async function* unpack(
  window: ByteWindow,
  packing: Packing,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer, Proof> {
  const pieces = unpackOf[packing](window);
  let length = 0;
  let proved = { length: 0, at: 0 };
  const endBy = (reason: string | undefined): Proof => {
    if (reason === undefined) return { length, damage: undefined };
    // bzip2 is read ahead of the block that comes out.
    const at = packing === 'bzip2' ? Math.max(0, proved.at - readAhead) : proved.at;
    return { length: proved.length, damage: { at, reason } };
  };
  while (length < most) {
    const next = await pieces.next();
    if (next.done === true) return endBy(next.value);
    if (isBomb(length, window.offset())) return { length: 0, damage: { at: 0, reason: bomb } };
    if (next.value === 'checked') proved = { length, at: window.offset() };
    else {
      yield next.value.subarray(0, most - length);
      length += next.value.length;
    }
  }
  return endBy(undefined);
}

const bomb = 'it unpacks to more than 1 GiB and 250 times its size';
/** A block has at most so many bytes, and a step. */
const readAhead = 1_000_000;

type Reading<R extends Records> = { readonly progress: Progress<R>; readonly skip: number };

async function* readRuns<R extends Records>(
  data: AsyncIterable<Buffer>,
  source: ByteWindow,
  { progress, skip }: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  const window = createByteWindow(data);
  while (window.offset() < skip) {
    const passed = await window.fill(Math.min(runBytes, skip - window.offset()));
    if (passed.length === 0) break;
    window.advance(passed.length);
  }
  for (;;) {
    const at = window.offset();
    const bytes = await window.fill(runBytes - (at % runBytes));
    if (bytes.length === 0) return;
    window.advance(bytes.length);
    const extent = { offset: 0, end: Math.max(1, source.offset()) };
    yield* progress.parts(progress.text.push(Buffer.from(bytes), [0, at]), extent);
    const isEnd = (await window.fill(1)).length === 0;
    if (!isEnd) yield* progress.cut([0, window.offset()]);
  }
}

async function* end<R extends Records>(window: ByteWindow, progress: Progress<R>): AsyncGenerator<ObjectPart<R>> {
  // Behind the last piece there may be padding, or a frame without data.
  for (let rest = await window.fill(runBytes); rest.length > 0; rest = await window.fill(runBytes))
    window.advance(rest.length);
  const extent = { offset: 0, end: window.offset() };
  yield* progress.parts(progress.text.flush(), extent);
  yield* progress.close(extent);
}

async function* rejectRest<R extends Records>(
  open: OpenObject,
  { at, reason }: { readonly at: number; readonly reason: string },
  progress: Progress<R>,
): AsyncGenerator<ObjectPart<R>> {
  yield* progress.parts(progress.text.cutOff(reason), { offset: at, end: at + 1 });
  if (at > 0) yield* progress.close({ offset: 0, end: at });
  const window = createByteWindow(open(at), at);
  for (let bytes = await window.fill(rejectBytes); bytes.length > 0; bytes = await window.fill(rejectBytes)) {
    const extent = { offset: window.offset(), end: window.offset() + bytes.length };
    window.advance(bytes.length);
    yield { kind: 'rejected', ...extent, reason, bytes: Buffer.from(bytes) };
    yield* progress.close(extent);
  }
}
