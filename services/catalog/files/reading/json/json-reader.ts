import { createHeldBytes } from '@tributary/shared/objects/held-bytes.ts';
import type { Position } from '@tributary/shared/objects/position.ts';
import type { RecordReader, TextPart } from '@tributary/shared/objects/records.ts';
import type { SpanRecords } from '../../core/spans/span-column.ts';
import type { JsonRecords } from '../records.ts';
import type { Cursor, Stop } from './json-cursor.ts';
import { closeBracket, comma, createScan, openBracket } from './json-scan.ts';
import { jsonTextOf } from './json-text.ts';
import { createLost, type Lost } from './lost-record.ts';
import { readDocuments } from './read-documents.ts';
import { type Pages, readPages } from './read-pages.ts';
import { createTaken } from './taken-records.ts';

/** `pages`: arrays, or documents with an array of records at `path`. */
export type JsonShape = { readonly kind: 'documents' } | { readonly kind: 'pages'; readonly path: readonly string[] };

export type JsonOptions = {
  readonly shape: JsonShape;
  /** Reading begins where the object does. */
  readonly isBeginning: boolean;
  readonly mostRecordBytes?: number;
};

/** A longer record is none. */
const defaultMostRecordBytes = 32 * 1024 * 1024;

type Part = TextPart<JsonRecords | SpanRecords>;
type Waits = Exclude<Stop, object>;

const nothing = Buffer.alloc(0);

/** What APIs write before JSON so that no browser runs it. */
const prefix = Buffer.from(")]}'");

/** Reads the records of JSON. Each page that has been read to its end counts as an aside `envelopes`. */
export function createJsonReader({
  shape,
  isBeginning,
  ...limits
}: JsonOptions): RecordReader<JsonRecords | SpanRecords> {
  const { mostRecordBytes = defaultMostRecordBytes } = limits;
  const held = createHeldBytes();
  const scan = createScan(0);
  const taken = createTaken();
  const pages: Pages = { path: shape.kind === 'pages' ? shape.path : [], isWithin: false, done: 0 };
  let scanFrom = -1;
  let begins: 'first' | 'anew' | 'no' = isBeginning ? 'first' : 'anew';
  let lost: Lost | undefined;
  let consumed = 0;

  const next = (cursor: Cursor): Stop =>
    shape.kind === 'documents' ? readDocuments(cursor) : readPages(cursor, pages);
  const startOf = (bytes: Buffer): number => {
    const isFirst = begins === 'first';
    // A place within an array says so itself.
    if (begins === 'anew') pages.isWithin = [openBracket, comma, closeBracket].includes(bytes[0] ?? 0);
    begins = 'no';
    return isFirst && bytes.subarray(0, prefix.length).equals(prefix) ? prefix.length : 0;
  };
  /** Records and rejects in order. */
  const cut = (cursor: Cursor): { readonly parts: Part[]; readonly stop: Waits } => {
    const parts: Part[] = [];
    for (;;) {
      const stop = next(cursor);
      for (const records of taken.all(cursor.text)) parts.push({ kind: 'records', records });
      if (typeof stop === 'string') return { parts, stop };
      const bytes = Buffer.from(cursor.text.bytes.subarray(stop.from, stop.to));
      parts.push({ kind: 'rejected', reason: stop.reason, bytes, at: held.placeOf(stop.from) });
    }
  };
  const read = (bytes: Buffer, isEnd: boolean): readonly Part[] => {
    if (begins === 'first' && bytes.length < prefix.length && !isEnd) return [];
    const at = begins === 'no' ? 0 : startOf(bytes);
    const cursor: Cursor = { text: jsonTextOf(bytes), isEnd, scan, scanFrom, at, lineEnd: -1, taken };
    const { parts, stop } = cut(cursor);
    for (; pages.done > 0; pages.done -= 1) parts.push({ kind: 'aside', name: 'envelopes' });
    pass(cursor);
    if (bytes.length - cursor.at > mostRecordBytes) lose(bytes.subarray(cursor.at), stop === 'value');
    return parts;
  };
  const pass = (cursor: Cursor): void => {
    scanFrom = cursor.scanFrom < cursor.at ? -1 : cursor.scanFrom - cursor.at;
    scan.at -= cursor.at;
    consumed += cursor.at;
    held.drop(cursor.at);
  };
  const lose = (bytes: Buffer, isScanned: boolean): void => {
    const isDocument = shape.kind === 'documents';
    lost = createLost({ at: held.at() ?? [], bytes, scan, isScanned: isScanned && scanFrom >= 0, isDocument });
    passLost(lost, bytes);
  };
  /** What ends the record that is lost goes with it. */
  const passLost = (record: Lost, bytes: Buffer): readonly Part[] => {
    const passed = record.pass(bytes);
    held.drop(passed);
    return record.isOver() ? [...giveUp(record), ...read(bytes.subarray(passed), false)] : [];
  };
  const giveUp = (record: Lost): readonly Part[] => {
    consumed += record.size();
    lost = undefined;
    scanFrom = -1;
    return [record.part()];
  };
  const endLost = (record: Lost): readonly Part[] => {
    held.take();
    return giveUp(record);
  };
  return {
    takesZeros: true,
    push(run, at) {
      const bytes = held.join(run, at);
      return lost === undefined ? read(bytes, false) : passLost(lost, bytes);
    },
    flush() {
      if (lost !== undefined) return endLost(lost);
      const parts = held.at() === null ? [] : read(held.join(nothing, []), true);
      begins = 'anew';
      return parts;
    },
    cutOff(reason) {
      if (lost !== undefined) return endLost(lost);
      const rest = held.take();
      consumed += rest?.bytes.length ?? 0;
      begins = 'anew';
      scanFrom = -1;
      return rest === undefined ? [] : [{ kind: 'rejected', reason, bytes: Buffer.from(rest.bytes), at: rest.at }];
    },
    pending: (): Position | null => lost?.at ?? held.at(),
    consumed: () => consumed,
  };
}
