import { isLikeEnvelope } from './envelope.ts';
import { brace, endsInBrace, envelopeAt, type TextRecord } from './envelope-at.ts';
import { type Cursor, createCursor, lineAt, readJson } from './json-records.ts';
import { punctuationAt, skipSpace } from './text-space.ts';

export type TextRecords = {
  readonly records: readonly TextRecord[];
  /** What follows is the beginning of a record that the bytes do not hold to its end. */
  readonly used: number;
};

/**
 * Cuts text into objects of JSON that hold log events (envelopes, and events by themselves: back to back, one per line, in an array, over
 * several lines) and lines. What an array has between its objects is no record. `isLast`: nothing follows, so what is left is whole.
 */
export function readRecords(bytes: Buffer, isLast: boolean): TextRecords {
  const only = onlyEnvelope(bytes);
  if (only !== undefined) return { records: [only], used: bytes.length };
  const cursor = createCursor(bytes, isLast);
  const records: TextRecord[] = [];
  let at = skipSpace(cursor.text, 0);
  while (at < bytes.length) {
    const record = readRecord(cursor, at);
    if (record === undefined) break;
    if (record.kind !== 'between') records.push(record);
    at = skipSpace(cursor.text, record.to);
  }
  return { records, used: at };
}

type Between = { readonly kind: 'between'; readonly to: number };

function readRecord(cursor: Cursor, at: number): TextRecord | Between | undefined {
  const { text, isLast } = cursor;
  const { end, isBeforeObject, isOpen } = punctuationAt(text, at);
  if (isOpen && !isLast) return undefined;
  if (end > at && !isBeforeObject) return { kind: 'between', to: end };
  const object = text.charCodeAt(end) === brace ? readJson(cursor, end) : 'line';
  return object === 'line' ? lineAt(cursor, at) : object;
}

const lastBytes = 64;
const glanceBytes = 4096;

/** Most members hold one envelope and nothing else: then nobody has to look for where it ends. */
function onlyEnvelope(bytes: Buffer): TextRecord | undefined {
  const { length } = bytes;
  if (bytes[0] !== brace || !endsInBrace(bytes.toString('latin1', Math.max(0, length - lastBytes)))) return undefined;
  if (!isLikeEnvelope(bytes.toString('latin1', 0, glanceBytes))) return undefined;
  const envelope = envelopeAt(bytes, 0, length);
  return typeof envelope === 'string' ? undefined : { kind: 'envelope', from: 0, to: length, envelope };
}
