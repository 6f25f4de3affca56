import { endOfBroken, isSeparator, nextAlike } from './broken-record.ts';
import { type Cursor, faultAt, rejectLine, type Stop, scanFrom, take } from './json-cursor.ts';
import { beginWithin, closeBracket, comma, none, open, scanValue, skipBlanks } from './json-scan.ts';
import { isHalfMark, skipBetween } from './read-documents.ts';
import { recordsAt } from './records-at.ts';

/** What is read one after the other: arrays, or objects that have an array of records at `path`. */
export type Pages = {
  readonly path: readonly string[];
  /** The cursor stands at the bracket or comma before a record, or at the bracket that ends them: each place says by itself what it is. */
  isWithin: boolean;
  /** So many pages have been read to their end. */
  done: number;
};

export function readPages(cursor: Cursor, pages: Pages): Stop {
  for (;;) {
    const stop = pages.isWithin ? readWithin(cursor, pages) : readHead(cursor, pages);
    if (stop !== undefined) return stop;
  }
}

function readHead(cursor: Cursor, pages: Pages): Stop | undefined {
  const { bytes } = cursor.text;
  cursor.at = skipBetween(bytes, cursor.at);
  if (cursor.at >= bytes.length || isHalfMark(cursor)) return 'value';
  const at = recordsAt(bytes, cursor.at, pages.path);
  if (at < 0) return at === open && !cursor.isEnd ? 'value' : rejectDocument(cursor, pages);
  pages.isWithin = true;
  cursor.at = at;
  return undefined;
}

/** A document without records where others have them. */
function rejectDocument(cursor: Cursor, { path }: Pages): Stop {
  const from = cursor.at;
  const to = scanFrom(cursor, from);
  if (to === open && !cursor.isEnd) return 'value';
  if (to < 0) return rejectLine(cursor, faultAt(cursor));
  cursor.at = to;
  const where = path.length === 0 ? 'it is no array' : `it has no array at ${path.join('.')}`;
  return { from, to, reason: `${where}, as what the file begins with` };
}

function readWithin(cursor: Cursor, pages: Pages): Stop | undefined {
  const { bytes } = cursor.text;
  if (bytes[cursor.at] === closeBracket) return readTail(cursor, pages);
  const from = skipCommas(bytes, cursor.at + 1);
  // Of an array that is not closed the records are right.
  if (from >= bytes.length) return leave(cursor);
  if (bytes[from] !== closeBracket) return readRecord(cursor, from);
  cursor.at = from;
  return undefined;
}

function leave(cursor: Cursor): Stop {
  if (cursor.isEnd) cursor.at = cursor.text.bytes.length;
  return 'value';
}

function skipCommas(bytes: Buffer, from: number): number {
  let at = skipBlanks(bytes, from);
  while (bytes[at] === comma) at = skipBlanks(bytes, at + 1);
  return at;
}

function readRecord(cursor: Cursor, from: number): Stop | undefined {
  const { bytes } = cursor.text;
  const end = scanFrom(cursor, from);
  if (end === open) return cursor.isEnd ? rejectRest(cursor, from) : 'value';
  if (end === none) return rejectBroken(cursor, from);
  const next = skipBlanks(bytes, end);
  if (next >= bytes.length && !cursor.isEnd) return 'value';
  if (next < bytes.length && !isSeparator(bytes[next])) return rejectBroken(cursor, from);
  const reason = take(cursor, from, end);
  cursor.at = next;
  return reason === undefined ? undefined : { from, to: end, reason };
}

function rejectRest(cursor: Cursor, from: number): Stop {
  const to = cursor.text.bytes.length;
  cursor.at = to;
  return { from, to, reason: 'no JSON: it ends too soon' };
}

/** A broken record alone, where its brackets tell its end; else up to where one begins as it did; else all that follows. */
function rejectBroken(cursor: Cursor, from: number): Stop {
  const { bytes } = cursor.text;
  const reason = faultAt(cursor);
  const end = endOfBroken(bytes, from);
  const next = end === none ? nextAlike(bytes, from) : end;
  if (next < 0 && cursor.isEnd) return rejectRest(cursor, from);
  if (next < 0) return 'never';
  cursor.at = next;
  return { from, to: next, reason };
}

/** Behind the records: the rest of the page, and what stands before the next, so that no comma of theirs is taken for one within. */
function readTail(cursor: Cursor, pages: Pages): Stop | undefined {
  const { bytes } = cursor.text;
  const end = endOfTail(cursor, pages);
  if (end === none || (end === open && cursor.isEnd)) return rejectTail(cursor, pages);
  if (end === open) return 'value';
  const next = skipBetween(bytes, end);
  if (next >= bytes.length && !cursor.isEnd) return 'value';
  endPage(cursor, pages, next);
  return undefined;
}

function endOfTail({ scan, at, text }: Cursor, { path }: Pages): number {
  if (path.length === 0) return at + 1;
  beginWithin(scan, at + 1, path.length);
  return scanValue(scan, text.bytes, false);
}

function rejectTail(cursor: Cursor, pages: Pages): Stop {
  const reason = faultAt(cursor);
  const stop = rejectLine(cursor, reason);
  if (typeof stop !== 'string') endPage(cursor, pages, cursor.at);
  return stop;
}

function endPage(cursor: Cursor, pages: Pages, at: number): void {
  pages.isWithin = false;
  pages.done += pages.path.length === 0 ? 0 : 1;
  cursor.at = at;
  cursor.scanFrom = -1;
}
