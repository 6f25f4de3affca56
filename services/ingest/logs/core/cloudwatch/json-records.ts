import { mayHoldLine } from '../haproxy/unwrap.ts';
import { envelopeStart, isLikeEnvelope } from './envelope.ts';
import { endsInBrace, envelopeAt, type TextRecord } from './envelope-at.ts';
import { endOfObject } from './json-end.ts';

/** Text that is being cut, a character per byte: every position in it is one in the bytes. */
export type Cursor = {
  readonly text: string;
  readonly bytes: Buffer;
  readonly isLast: boolean;
  /** The next line end and the next envelope's beginning, as far as they are known. */
  lineEnd: number;
  nextStart: number;
  /** Where a line ends that holds several objects: none of them is all of it. */
  severalTo: number;
};

export function createCursor(bytes: Buffer, isLast: boolean): Cursor {
  return { text: bytes.toString('latin1'), bytes, isLast, lineEnd: -1, nextStart: -1, severalTo: -1 };
}

/** The line from `from` on, which ends where the next envelope begins at the latest; undefined where it may go on beyond the text. */
export function lineAt(cursor: Cursor, from: number): TextRecord | undefined {
  const to = endOfLine(cursor, from);
  return to === cursor.text.length && !cursor.isLast ? undefined : { kind: 'line', from, to };
}

function endOfLine(cursor: Cursor, from: number): number {
  const { text } = cursor;
  if (cursor.lineEnd < from) cursor.lineEnd = placeOf(text.indexOf('\n', from), text);
  if (cursor.nextStart <= from) cursor.nextStart = placeOf(text.indexOf(envelopeStart, from + 1), text);
  return Math.min(cursor.lineEnd, cursor.nextStart);
}

function placeOf(found: number, text: string): number {
  return found < 0 ? text.length : found;
}

/**
 * What begins with the brace at `from`: an envelope or an event, a broken envelope, or part of a line, as logs that are JSON themselves are;
 * undefined where only what follows the text can tell. Usually it is all that its line holds; its end is looked for only where it is not.
 */
export function readJson(cursor: Cursor, from: number): TextRecord | 'line' | undefined {
  const { text, bytes } = cursor;
  const to = endOfLine(cursor, from);
  const line = text.slice(from, to);
  if (to !== cursor.severalTo && endsInBrace(line) && mayHoldEvents(line)) {
    const envelope = envelopeAt(bytes, from, to);
    if (typeof envelope !== 'string') return { kind: 'envelope', from, to, envelope };
  }
  const end = endOfObject(text, from);
  if (typeof end === 'number') return readWhole(cursor, from, end);
  if (end === 'open' && !cursor.isLast && cursor.nextStart === text.length) return undefined;
  return readBroken(cursor, from, isLikeEnvelope(line) ? to : undefined);
}

/** Keys of an envelope, or of an event, whose time is a number: agents write a text. */
function mayHoldEvents(text: string): boolean {
  return text.includes('"logEvents"') || (text.includes('"message"') && timeOfEvent.test(text));
}

const timeOfEvent = /"timestamp"\s*:\s*[-\d]/;

function readWhole(cursor: Cursor, from: number, end: number): TextRecord | 'line' | undefined {
  const { text, bytes } = cursor;
  const object = text.slice(from, end);
  const envelope = mayHoldEvents(object) ? envelopeAt(bytes, from, end) : 'no log event';
  if (typeof envelope !== 'string') return { kind: 'envelope', from, to: end, envelope };
  if (isLikeEnvelope(object.slice(0, headLength)) && object.includes('"logEvents"'))
    return { kind: 'broken', from, to: end, reason: envelope };
  if (end <= cursor.lineEnd) return isOneOfSeveral(cursor, object, end) ? { kind: 'line', from, to: end } : 'line';
  // A log that is JSON over several lines is one line.
  const last = lineAt(cursor, end);
  return last === undefined ? undefined : { ...last, from };
}

/**
 * Objects around lines, back to back as a delivery stream joins the records of an agent that ends none, or in an array: each is a line of its
 * own. Others stay together.
 */
function isOneOfSeveral(cursor: Cursor, object: string, end: number): boolean {
  severalFollow.lastIndex = end;
  if (!severalFollow.test(cursor.text) || !mayHoldLine(object)) return false;
  cursor.severalTo = Math.min(cursor.lineEnd, cursor.nextStart);
  return true;
}

const severalFollow = /[ \t\r]*(?:(?:,[ \t\r\n]*)?\{|\][ \t\r]*(?:[\n[{,]|$))/y;

const headLength = 4096;

/** An envelope that goes wrong ends with its line (`to`), or, where it had none of its own, before what begins anew. */
function readBroken(cursor: Cursor, from: number, to: number | undefined): TextRecord | 'line' | undefined {
  const { text, isLast } = cursor;
  const end = to ?? Math.min(placeOf(text.indexOf('\n{', from), text), cursor.nextStart);
  if (!isLikeEnvelope(text.slice(from, Math.min(end, from + headLength)))) return 'line';
  return end === text.length && !isLast ? undefined : { kind: 'broken', from, to: end, reason: 'no whole JSON object' };
}
