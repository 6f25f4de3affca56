import type { ByteWindow } from './byte-window.ts';
import type { Extent, ObjectPart } from './object-part.ts';
import type { Progress } from './progress.ts';
import type { Records } from './records.ts';

/** Runs end at multiples of this, wherever reading began, so that they are the same each time. */
const runBytes = 256 * 1024;

/** Reads an object that is no gzip. */
export async function* readPlain<R extends Records>(
  window: ByteWindow,
  progress: Progress<R>,
): AsyncGenerator<ObjectPart<R>> {
  let extentAt = window.offset();
  for (;;) {
    const offset = window.offset();
    const bytes = await window.fill(runBytes - (offset % runBytes));
    if (bytes.length === 0) break;
    window.advance(bytes.length);
    const extent = { offset: extentAt, end: window.offset() };
    // A copy: who reads the records may change the bytes, and these are the caller's.
    if (progress.text.takesZeros === true || isText(bytes))
      yield* progress.parts(progress.text.push(Buffer.from(bytes), [offset]), extent);
    else yield* rejectRun(bytes, offset, extent, progress);
    const end = progress.text.pending()?.[0] ?? window.offset();
    if (end > extentAt) yield* progress.close({ offset: extentAt, end });
    extentAt = end;
    yield* progress.cut([end]);
  }
  const extent = { offset: extentAt, end: window.offset() };
  yield* progress.parts(progress.text.flush(), extent);
  if (extent.end > extent.offset) yield* progress.close(extent);
}

function* rejectRun<R extends Records>(
  bytes: Buffer,
  offset: number,
  extent: Extent,
  progress: Progress<R>,
): Generator<ObjectPart<R>> {
  yield* progress.parts(progress.text.cutOff('what follows is no text'), extent);
  progress.lose(bytes.length);
  yield {
    kind: 'rejected',
    offset,
    end: extent.end,
    reason: 'neither gzip, nor JSON, nor lines of text',
    bytes,
  };
}

/** Zero bytes stand between records, never in one. */
function isText(bytes: Buffer): boolean {
  let at = bytes.indexOf(0);
  while (at >= 0) {
    const before = bytes[at - 1];
    while (bytes[at] === 0) at += 1;
    if (!endsRecord(before) && !endsRecord(bytes[at])) return false;
    at = bytes.indexOf(0, at);
  }
  return true;
}

/** A line end, a brace, or an end of the run. */
function endsRecord(code: number | undefined): boolean {
  return code === undefined || code === 10 || code === 13 || code === 123 || code === 125;
}
