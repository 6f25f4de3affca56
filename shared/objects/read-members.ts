import { type ByteWindow, createByteWindow } from './byte-window.ts';
import { isGzip } from './gzip-member.ts';
import { type Piece, type WalkLimits, walkMembers } from './members.ts';
import type { ObjectPart, Unit } from './object-part.ts';
import { type Position, positionName } from './position.ts';
import { headBytes, type Records, type TextPart } from './records.ts';
import type { Run } from './run.ts';

const lineRunBytes = 256 * 1024;
const rejectBytes = 1024 * 1024;
/** Firehose compresses what came compressed (the members of CloudWatch Logs); nobody wraps them a third time. */
const maxDepth = 2;

type MembersOptions<R extends Records> = {
  readonly run: Run<R>;
  readonly salvage: (member: Buffer) => Promise<Buffer>;
  readonly walk: WalkLimits | undefined;
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
    yield* readPiece(piece, { ...options, prefix: [offset], inner, unit });
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
};

async function* readPiece<R extends Records>(piece: Piece, reading: Reading<R>): AsyncGenerator<ObjectPart<R>> {
  if (piece.kind === 'member') yield* readData(only(piece.data), reading);
  else if (piece.kind === 'large') yield* readData(piece.data, reading);
  else if (piece.kind === 'damaged') yield* readDamaged(piece, reading);
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
  const { prefix, unit, run } = reading;
  for (;;) {
    const at = window.offset();
    const bytes = await window.fill(runBytes - (at % runBytes));
    if (bytes.length === 0) return;
    window.advance(bytes.length);
    yield* run.parts(run.text.push(bytes, [...prefix, at]), unit());
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

/** What precedes the damage is kept, all of it rejected with its bytes. */
async function* readDamaged<R extends Records>(
  damage: Damage,
  { prefix, unit, run, salvage }: Reading<R>,
): AsyncGenerator<ObjectPart<R>> {
  const { bytes, reason, isMember } = damage;
  const saved = isMember ? await salvage(bytes) : Buffer.alloc(0);
  const kept = saved.length > 0 ? run.text.push(saved, [...prefix, 0]) : [];
  const rest = saved.length > 0 || !isMember ? run.text.cutOff(reason) : run.text.flush();
  // What of the text is no record lies in the bytes that are rejected anyway, unless it began before them.
  const isElsewhere = (text: TextPart<R>) =>
    text.kind !== 'rejected' || positionName(text.at.slice(0, -1)) !== positionName(prefix);
  yield* run.parts([...kept, ...rest].filter(isElsewhere), unit());
  run.lose(bytes.length);
  const isOutermost = prefix.length === 1;
  for (let at = 0; at < bytes.length; at += rejectBytes) {
    const part = bytes.subarray(at, at + rejectBytes);
    const offset = damage.offset + at;
    const range = isOutermost ? { offset, end: offset + part.length } : unit();
    yield { kind: 'rejected', ...range, reason, bytes: part };
  }
}
