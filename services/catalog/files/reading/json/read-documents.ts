import { type Cursor, faultAt, rejectLine, type Stop, scanFrom, take } from './json-cursor.ts';
import { comma, none, open, openBrace, openBracket, skipBlanks } from './json-scan.ts';

/** Reads documents that stand on lines of their own, back to back, or over many lines. Commas between them are forgiven. */
export function readDocuments(cursor: Cursor): Stop {
  const { bytes } = cursor.text;
  for (;;) {
    cursor.at = skipBetween(bytes, cursor.at);
    if (cursor.at >= bytes.length) return 'value';
    if (isHalfMark(cursor)) return 'value';
    if (takeLine(cursor)) continue;
    const stop = readDocument(cursor);
    if (stop !== undefined) return stop;
  }
}

const mark = 0xef;

/** Blanks, commas, and byte order marks where files were put together. */
export function skipBetween(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = skipBlanks(bytes, at);
    if (bytes[at] === comma) at += 1;
    else if (bytes[at] === mark && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
    else return at;
  }
}

export function isHalfMark({ text: { bytes }, at, isEnd }: Cursor): boolean {
  return !isEnd && bytes[at] === mark && bytes.length - at < 3;
}

/** Takes a line that is one document, as most are: nothing has to be scanned then. */
function takeLine(cursor: Cursor): boolean {
  const { text, at, isEnd } = cursor;
  const { bytes } = text;
  if (at <= cursor.lineEnd) return false;
  const newline = bytes.indexOf(10, at);
  cursor.lineEnd = newline < 0 ? bytes.length : newline;
  if (newline < 0 && !isEnd) return false;
  const first = bytes[at] ?? 0;
  const end = endOfBlanks(bytes, cursor.lineEnd);
  // What closes stands two behind what opens.
  if ((first !== openBrace && first !== openBracket) || bytes[end - 1] !== first + 2) return false;
  if (take(cursor, at, end) !== undefined) return false;
  cursor.at = cursor.lineEnd;
  return true;
}

function endOfBlanks(bytes: Buffer, to: number): number {
  let end = to;
  while (bytes[end - 1] === 0x0d || bytes[end - 1] === 0x20) end -= 1;
  return end;
}

function readDocument(cursor: Cursor): Stop | undefined {
  const { at, isEnd } = cursor;
  const end = scanFrom(cursor, at);
  if (end === open && !isEnd) return 'value';
  if (end === open || end === none) return rejectLine(cursor, faultAt(cursor));
  const reason = take(cursor, at, end);
  cursor.at = end;
  return reason === undefined ? undefined : { from: at, to: end, reason };
}
