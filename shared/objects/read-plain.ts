import type { ByteWindow } from './byte-window.ts';
import type { ObjectPart, Unit } from './object-part.ts';
import type { Records } from './records.ts';
import type { Run } from './run.ts';

/** Runs end at multiples of this, wherever reading began, so that they are the same each time. */
const runBytes = 256 * 1024;

/** Reads an object that is no gzip. */
export async function* readPlain<R extends Records>(window: ByteWindow, run: Run<R>): AsyncGenerator<ObjectPart<R>> {
  let unitAt = window.offset();
  for (;;) {
    const offset = window.offset();
    const bytes = await window.fill(runBytes - (offset % runBytes));
    if (bytes.length === 0) break;
    window.advance(bytes.length);
    const unit = { offset: unitAt, end: window.offset() };
    // A copy: who reads the records may change the bytes, and these are the caller's.
    if (isText(bytes)) yield* run.parts(run.text.push(Buffer.from(bytes), [offset]), unit);
    else yield* rejectRun(bytes, offset, unit, run);
    const end = run.text.pending()?.[0] ?? window.offset();
    if (end > unitAt) yield* run.close({ offset: unitAt, end });
    unitAt = end;
    yield* run.cut([end]);
  }
  const unit = { offset: unitAt, end: window.offset() };
  yield* run.parts(run.text.flush(), unit);
  if (unit.end > unit.offset) yield* run.close(unit);
}

function* rejectRun<R extends Records>(
  bytes: Buffer,
  offset: number,
  unit: Unit,
  run: Run<R>,
): Generator<ObjectPart<R>> {
  yield* run.parts(run.text.cutOff('what follows is no text'), unit);
  run.lose(bytes.length);
  yield {
    kind: 'rejected',
    offset,
    end: unit.end,
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
