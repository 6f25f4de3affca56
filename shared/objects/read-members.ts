import { type ByteWindow, createByteWindow } from './byte-window.ts';
import { isGzip } from './gzip-member.ts';
import { type Piece, type WalkLimits, walkMembers } from './members.ts';
import type { Extent, ObjectPart } from './object-part.ts';
import type { Position } from './position.ts';
import type { Progress } from './progress.ts';
import { headBytes, type Records } from './records.ts';
import { createSurvey } from './survey.ts';

const lineRunBytes = 256 * 1024;
const rejectBytes = 1024 * 1024;
/** Firehose compresses what came compressed (the members of CloudWatch Logs); nobody wraps them a third time. */
const maxDepth = 2;

type MembersOptions<R extends Records> = {
  readonly progress: Progress<R>;
  readonly salvage: (member: Buffer) => Promise<Buffer>;
  readonly walk: WalkLimits;
  /** Where in the first member to begin. */
  readonly inner: Position;
};

/** Reads the gzip members of an object from where the window stands. */
export async function* readMembers<R extends Records>(
  window: ByteWindow,
  options: MembersOptions<R>,
): AsyncGenerator<ObjectPart<R>> {
  const { progress } = options;
  let { inner } = options;
  for await (const piece of walkMembers(window, options.walk)) {
    const { offset } = piece;
    const extent = (): Extent => ({ offset, end: window.offset() });
    yield* readPiece(piece, { ...options, prefix: [offset], inner, extent, isSalvaged: false });
    inner = [];
    if (piece.kind === 'large') continue;
    yield* progress.close(extent(), piece.kind === 'padding');
    yield* progress.cut([window.offset()]);
  }
  const end = { offset: window.offset(), end: window.offset() };
  yield* progress.parts(progress.text.flush(), end);
  yield* progress.close(end);
}

type Reading<R extends Records> = MembersOptions<R> & {
  /** The position of the data's first byte is this, then 0. */
  readonly prefix: Position;
  /** The extent, as far as the object's bytes have been read. */
  readonly extent: () => Extent;
  /** What is read precedes a damage. */
  readonly isSalvaged: boolean;
};

async function* readPiece<R extends Records>(piece: Piece, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  if (piece.kind === 'member') yield* readData(only(piece.data), { ...reading, walk: within(reading, piece.data) });
  else if (piece.kind === 'cut')
    yield* readCut(only(piece.data), piece.reason, { ...reading, walk: within(reading, piece.data) });
  else if (piece.kind === 'damaged') yield* readDamaged(piece, reading);
  else if (piece.kind === 'large') yield* readLarge(piece, { ...reading, walk: within(reading) });
}

type Large = Extract<Piece, { readonly kind: 'large' }>;

async function* readLarge<R extends Records>({ data, cut }: Large, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  if (reading.isSalvaged) yield* passUnproved(data, reading);
  else if (cut === undefined) yield* readData(data, reading);
  else yield* readCut(data, cut, reading);
}

/** What comes of a cut member and is too large to be looked at beforehand: nothing says that it is right. */
async function* passUnproved<R extends Records>(
  data: AsyncIterable<Buffer>,
  { extent }: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  for await (const passed of data) if (passed.length === 0) break;
  yield { kind: 'rejected', ...extent(), reason: 'a large member in one that is cut', bytes: Buffer.alloc(0) };
}

/** Members in a member's data: those can be looked at beforehand where they are in memory. */
function within({ walk }: Pick<Reading<Records>, 'walk'>, data?: Buffer): WalkLimits {
  const { glanceBytes, wholeBytes } = walk;
  if (data === undefined) return { glanceBytes, wholeBytes };
  return { glanceBytes, wholeBytes, survey: createSurvey((offset) => only(data.subarray(offset))) };
}

/** What is not whole where the member was cut lies with what follows. */
async function* readCut<R extends Records>(
  data: AsyncIterable<Buffer>,
  reason: string,
  reading: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  yield* readData(data, { ...reading, isSalvaged: true });
  const { end } = reading.extent();
  for (const part of reading.progress.parts(reading.progress.text.cutOff(reason), { offset: end, end }, true))
    yield part.kind === 'rejected' ? { ...part, offset: end, end } : part;
}

async function* only(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

async function* readData<R extends Records>(
  data: AsyncIterable<Buffer>,
  reading: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  const window = createByteWindow(data);
  const head = await window.fill(headBytes);
  const isWrapped = isGzip(head) && reading.prefix.length < maxDepth;
  const runBytes = reading.progress.text.runBytesOf?.(head) ?? lineRunBytes;
  await skip(window, reading.inner[0] ?? 0);
  yield* isWrapped ? readInner(window, reading) : readRuns(window, runBytes, reading);
}

async function skip(window: ByteWindow, bytes: number): Promise<void> {
  while (window.offset() < bytes) {
    const passed = await window.fill(Math.min(bytes - window.offset(), lineRunBytes));
    if (passed.length === 0) return;
    window.advance(passed.length);
  }
}

async function* readRuns<R extends Records>(
  window: ByteWindow,
  runBytes: number,
  reading: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  const { prefix, extent, progress, isSalvaged } = reading;
  for (;;) {
    const at = window.offset();
    const bytes = await window.fill(runBytes - (at % runBytes));
    if (bytes.length === 0) return;
    window.advance(bytes.length);
    yield* progress.parts(progress.text.push(bytes, [...prefix, at]), extent(), isSalvaged);
    // At the data's end the extent is done first, unless a record goes on beyond it.
    const isEnd = (await window.fill(1)).length === 0;
    if (!isEnd || progress.text.pending() !== null) yield* progress.cut([...prefix, window.offset()]);
  }
}

async function* readInner<R extends Records>(window: ByteWindow, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, progress } = reading;
  let inner = reading.inner.slice(1);
  for await (const piece of walkMembers(window, reading.walk)) {
    yield* readPiece(piece, { ...reading, prefix: [...prefix, piece.offset], inner });
    inner = [];
    if (piece.kind === 'large' || (await window.fill(1)).length === 0) continue;
    yield* progress.cut([...prefix, window.offset()]);
  }
}

type Damage = Extract<Piece, { readonly kind: 'damaged' }>;

/**
 * All of it is rejected with its bytes. Nothing tells where in a member the damage began, and inflating goes on for long with wrong text: only the
 * members within it have checksums of their own, and are kept up to the first that is not right.
 */
async function* readDamaged<R extends Records>(damage: Damage, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, extent, progress, salvage } = reading;
  const { bytes, reason, isMember } = damage;
  yield* progress.parts(isMember ? progress.text.flush() : progress.text.cutOff(reason), extent());
  const saved = isMember && prefix.length < maxDepth ? await salvage(bytes) : Buffer.alloc(0);
  if (isGzip(saved)) yield* readSaved(saved, { ...reading, isSalvaged: true });
  progress.lose(bytes.length);
  const isOutermost = prefix.length === 1;
  for (let at = 0; at < bytes.length; at += rejectBytes) {
    const part = bytes.subarray(at, at + rejectBytes);
    const offset = damage.offset + at;
    const range = isOutermost ? { offset, end: offset + part.length } : extent();
    yield { kind: 'rejected', ...range, reason, bytes: part };
  }
}

async function* readSaved<R extends Records>(saved: Buffer, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, progress, extent } = reading;
  for await (const piece of walkMembers(createByteWindow(only(saved)), within(reading, saved))) {
    if (piece.kind === 'padding') continue;
    if (piece.kind !== 'member') break;
    yield* readData(only(piece.data), { ...reading, prefix: [...prefix, piece.offset], inner: [] });
  }
  const texts = progress.text.cutOff('what follows is damaged');
  // What is no record lies in the bytes that are rejected anyway.
  yield* progress.parts(
    texts.filter(({ kind }) => kind !== 'rejected'),
    extent(),
    true,
  );
}
