import { type ByteWindow, createByteWindow } from './byte-window.ts';
import { isGzip } from './gzip-member.ts';
import { type Piece, type WalkLimits, walkMembers } from './members.ts';
import type { ObjectPart, Unit } from './object-part.ts';
import type { Position } from './position.ts';
import { headBytes, type Records } from './records.ts';
import type { Run } from './run.ts';
import { createSurvey } from './survey.ts';

const lineRunBytes = 256 * 1024;
const rejectBytes = 1024 * 1024;
/** Firehose compresses what came compressed (the members of CloudWatch Logs); nobody wraps them a third time. */
const maxDepth = 2;

type MembersOptions<R extends Records> = {
  readonly run: Run<R>;
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
  const { run } = options;
  let { inner } = options;
  for await (const piece of walkMembers(window, options.walk)) {
    const { offset } = piece;
    const unit = (): Unit => ({ offset, end: window.offset() });
    yield* readPiece(piece, { ...options, prefix: [offset], inner, unit, isSalvaged: false });
    inner = [];
    if (piece.kind === 'large') continue;
    yield* run.close(unit(), piece.kind === 'padding');
    yield* run.cut([window.offset()]);
  }
  const end = { offset: window.offset(), end: window.offset() };
  yield* run.parts(run.text.flush(), end);
  yield* run.close(end);
}

type Reading<R extends Records> = MembersOptions<R> & {
  /** The position of the data's first byte is this, then 0. */
  readonly prefix: Position;
  /** The unit, as far as the object's bytes have been read. */
  readonly unit: () => Unit;
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
  { unit }: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  for await (const passed of data) if (passed.length === 0) break;
  yield { kind: 'rejected', ...unit(), reason: 'a large member in one that is cut', bytes: Buffer.alloc(0) };
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
  const { end } = reading.unit();
  for (const part of reading.run.parts(reading.run.text.cutOff(reason), { offset: end, end }, true))
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
  const runBytes = reading.run.text.runBytesOf?.(head) ?? lineRunBytes;
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
  const { prefix, unit, run, isSalvaged } = reading;
  for (;;) {
    const at = window.offset();
    const bytes = await window.fill(runBytes - (at % runBytes));
    if (bytes.length === 0) return;
    window.advance(bytes.length);
    yield* run.parts(run.text.push(bytes, [...prefix, at]), unit(), isSalvaged);
    // At the data's end the unit is done first, unless a record goes on beyond it.
    const isEnd = (await window.fill(1)).length === 0;
    if (!isEnd || run.text.pending() !== null) yield* run.cut([...prefix, window.offset()]);
  }
}

async function* readInner<R extends Records>(window: ByteWindow, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, run } = reading;
  let inner = reading.inner.slice(1);
  for await (const piece of walkMembers(window, reading.walk)) {
    yield* readPiece(piece, { ...reading, prefix: [...prefix, piece.offset], inner });
    inner = [];
    if (piece.kind === 'large' || (await window.fill(1)).length === 0) continue;
    yield* run.cut([...prefix, window.offset()]);
  }
}

type Damage = Extract<Piece, { readonly kind: 'damaged' }>;

/**
 * All of it is rejected with its bytes. Nothing tells where in a member the damage began, and inflating goes on for long with wrong text: only the
 * members within it have checksums of their own, and are kept up to the first that is not right.
 */
async function* readDamaged<R extends Records>(damage: Damage, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, unit, run, salvage } = reading;
  const { bytes, reason, isMember } = damage;
  yield* run.parts(isMember ? run.text.flush() : run.text.cutOff(reason), unit());
  const saved = isMember && prefix.length < maxDepth ? await salvage(bytes) : Buffer.alloc(0);
  if (isGzip(saved)) yield* readSaved(saved, { ...reading, isSalvaged: true });
  run.lose(bytes.length);
  const isOutermost = prefix.length === 1;
  for (let at = 0; at < bytes.length; at += rejectBytes) {
    const part = bytes.subarray(at, at + rejectBytes);
    const offset = damage.offset + at;
    const range = isOutermost ? { offset, end: offset + part.length } : unit();
    yield { kind: 'rejected', ...range, reason, bytes: part };
  }
}

async function* readSaved<R extends Records>(saved: Buffer, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  const { prefix, run, unit } = reading;
  for await (const piece of walkMembers(createByteWindow(only(saved)), within(reading, saved))) {
    if (piece.kind === 'padding') continue;
    if (piece.kind !== 'member') break;
    yield* readData(only(piece.data), { ...reading, prefix: [...prefix, piece.offset], inner: [] });
  }
  const texts = run.text.cutOff('what follows is damaged');
  // What is no record lies in the bytes that are rejected anyway.
  yield* run.parts(
    texts.filter(({ kind }) => kind !== 'rejected'),
    unit(),
    true,
  );
}
