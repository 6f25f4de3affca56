import { isUtf8 } from 'node:buffer';
import { envelopeStart, readEnvelope } from './envelope.ts';
import { readEnvelopeSpans } from './envelope-spans.ts';
import { eventsOf, type LogEvents } from './log-events.ts';

/** A stretch [from, to) of some bytes. */
export type TextRecord = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'envelope'; readonly envelope: EnvelopeEvents }
  /** It begins as an envelope does, and is none. */
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'line' }
);

/** What an envelope holds; null of one that only says that the subscription works. */
export type EnvelopeEvents = LogEvents | null;

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
  const only = onlyEnvelope(bytes);
  if (only !== undefined) return { records: [only], used: bytes.length };
  // One character per byte: every position in the text is one in the bytes.
  const cursor = { text: bytes.toString('latin1'), bytes, isLast, lineEnd: -1, nextStart: -1 };
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
function onlyEnvelope(bytes: Buffer): TextRecord | undefined {
  const { length } = bytes;
  const isEnvelope = bytes.toString('latin1', 0, envelopeStart.length) === envelopeStart;
  if (!isEnvelope || !endsInBrace(bytes.toString('latin1', Math.max(0, length - lastBytes)))) return undefined;
  const envelope = envelopeAt(bytes, 0, length);
  return typeof envelope === 'string' ? undefined : { kind: 'envelope', from: 0, to: length, envelope };
}

/** A string says why the bytes are no envelope. */
function envelopeAt(bytes: Buffer, from: number, to: number): EnvelopeEvents | string {
  const isText = isUtf8(bytes.subarray(from, to));
  const spans = isText ? readEnvelopeSpans(bytes, from, to) : undefined;
  if (spans !== undefined) return spans;
  const envelope = readEnvelope(bytes.toString(isText ? 'utf8' : 'latin1', from, to));
  if (typeof envelope === 'string') return envelope;
  return envelope.messageType === 'CONTROL_MESSAGE' ? null : eventsOf(envelope);
}

type Cursor = {
  readonly text: string;
  readonly bytes: Buffer;
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
  return isOpen ? undefined : { kind: 'line', from: at, to };
}

function endOf(found: number, text: string): number {
  return found < 0 ? text.length : found;
}

/** Usually the envelope is all there is up to `to`; braces are counted only where it is not. */
function readObject(cursor: Cursor, from: number, to: number, isOpen: boolean): TextRecord | undefined {
  if (isOpen && !endsInBrace(cursor.text)) return undefined;
  const whole = envelopeAt(cursor.bytes, from, to);
  if (typeof whole !== 'string') return { kind: 'envelope', from, to, envelope: whole };
  const end = endOfObject(cursor.text, from, to);
  if (end < 0) return isOpen ? undefined : { kind: 'broken', from, to, reason: whole };
  const envelope = envelopeAt(cursor.bytes, from, end);
  if (typeof envelope === 'string') return { kind: 'broken', from, to: end, reason: envelope };
  return { kind: 'envelope', from, to: end, envelope };
}

const lastBytes = 64;

/** Whether the last that is no space is a brace; the last 64 characters are looked at. */
export function endsInBrace(text: string): boolean {
  return text.slice(-lastBytes).trimEnd().endsWith('}');
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
