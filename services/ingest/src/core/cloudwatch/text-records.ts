import { isAscii, isUtf8 } from 'node:buffer';
import { type Envelope, envelopeStart, readEnvelope } from './envelope.ts';

/** A stretch [from, to) of some bytes. */
export type TextRecord = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  /** It begins as an envelope does, and is none. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** `encoding`: how the text was read, so that its bytes can be had back. */
  | { readonly kind: 'line'; readonly text: string; readonly encoding: 'utf8' | 'latin1' }
);

export type TextRecords = {
  readonly records: readonly TextRecord[];
  /** What follows is the beginning of a record that the bytes do not hold to its end. */
  readonly used: number;
};

/**
 * Cuts text into envelopes, back to back or one per line, and lines. Neither goes beyond a line end, as JSON has none in its strings, nor
 * beyond where the next envelope begins. `isLast`: nothing follows, so what is left is whole.
 */
export function readRecords(bytes: Buffer, isLast: boolean): TextRecords {
  // One character per byte: every position in the text is one in the bytes.
  const cursor = { text: bytes.toString('latin1'), bytes, isAscii: isAscii(bytes), isLast, lineEnd: -1, nextStart: -1 };
  const only = onlyEnvelope(cursor);
  if (only !== undefined) return { records: [only], used: bytes.length };
  const records: TextRecord[] = [];
  let at = skipSpace(cursor.text, 0);
  while (at < bytes.length) {
    const record = readRecord(cursor, at);
    if (record === undefined) break;
    records.push(record);
    at = skipSpace(cursor.text, record.to);
  }
  return { records, used: at };
}

/** Most members hold one envelope and nothing else: then nobody has to look for where it ends. */
function onlyEnvelope(cursor: Cursor): TextRecord | undefined {
  const { text } = cursor;
  if (!text.startsWith(envelopeStart) || !endsInBrace(text)) return undefined;
  const envelope = readEnvelope(decode(cursor, 0, text.length).text);
  return typeof envelope === 'string' ? undefined : { kind: 'envelope', from: 0, to: text.length, envelope };
}

type Cursor = {
  readonly text: string;
  readonly bytes: Buffer;
  readonly isAscii: boolean;
  readonly isLast: boolean;
  /** The next line end and the next envelope's beginning, as far as they are known. */
  lineEnd: number;
  nextStart: number;
};

function readRecord(cursor: Cursor, at: number): TextRecord | undefined {
  const { text } = cursor;
  if (cursor.lineEnd < at) cursor.lineEnd = endOf(text.indexOf('\n', at), text);
  if (cursor.nextStart <= at) cursor.nextStart = endOf(text.indexOf(envelopeStart, at + 1), text);
  const to = Math.min(cursor.lineEnd, cursor.nextStart);
  const isOpen = to === text.length && !cursor.isLast;
  if (text.startsWith(envelopeStart, at)) return readObject(cursor, at, to, isOpen);
  return isOpen ? undefined : lineOf(cursor, at, to);
}

function endOf(found: number, text: string): number {
  return found < 0 ? text.length : found;
}

/** Usually the envelope is all there is up to `to`; braces are counted only where it is not. */
function readObject(cursor: Cursor, from: number, to: number, isOpen: boolean): TextRecord | undefined {
  if (isOpen && !endsInBrace(cursor.text)) return undefined;
  const whole = readEnvelope(decode(cursor, from, to).text);
  if (typeof whole !== 'string') return { kind: 'envelope', from, to, envelope: whole };
  const end = endOfObject(cursor.text, from, to);
  if (end < 0) return isOpen ? undefined : { kind: 'broken', from, to, reason: whole };
  const envelope = readEnvelope(decode(cursor, from, end).text);
  if (typeof envelope === 'string') return { kind: 'broken', from, to: end, reason: envelope };
  return { kind: 'envelope', from, to: end, envelope };
}

const lastBytes = 64;

function endsInBrace(text: string): boolean {
  return text.slice(-lastBytes).trimEnd().endsWith('}');
}

function lineOf(cursor: Cursor, from: number, to: number): TextRecord {
  const end = cursor.text.charCodeAt(to - 1) === 13 ? to - 1 : to;
  return { kind: 'line', from, to, ...decode(cursor, from, end) };
}

type Decoded = { readonly text: string; readonly encoding: 'utf8' | 'latin1' };

/** UTF-8 where it can be, Latin-1 where not. */
function decode({ text, bytes, isAscii }: Cursor, from: number, to: number): Decoded {
  if (isAscii) return { text: text.slice(from, to), encoding: 'utf8' };
  const record = bytes.subarray(from, to);
  const encoding = isUtf8(record) ? 'utf8' : 'latin1';
  return { text: record.toString(encoding), encoding };
}

/** Past spaces, line ends and the zero bytes that padding leaves. */
function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9 || code === 0;
}

const structure = /["{}]/g;
const stringEnd = /["\\]/g;

/** Past the object that begins at `from`, braces outside strings counted; -1 when it is not closed before `limit`. */
function endOfObject(text: string, from: number, limit: number): number {
  let depth = 0;
  let end = from;
  do {
    structure.lastIndex = end;
    const found = structure.exec(text);
    if (found === null) return -1;
    end = found[0] === '"' ? endOfString(text, structure.lastIndex) : structure.lastIndex;
    depth += depthOf[found[0]] ?? 0;
  } while (depth > 0 && end < limit);
  return depth === 0 && end <= limit ? end : -1;
}

const depthOf: Readonly<Record<string, number>> = { '{': 1, '}': -1 };

function endOfString(text: string, from: number): number {
  stringEnd.lastIndex = from;
  for (let found = stringEnd.exec(text); found !== null; found = stringEnd.exec(text)) {
    if (found[0] === '"') return stringEnd.lastIndex;
    stringEnd.lastIndex += 1;
  }
  return text.length;
}
