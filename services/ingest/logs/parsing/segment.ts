import type { Segment, SegmentStart } from '@tributary/shared/objects/converter.ts';
import { digest } from '@tributary/shared/objects/digest.ts';
import { createHourFiles } from '@tributary/shared/objects/hour-files.ts';
import type { Range } from '@tributary/shared/objects/rejects.ts';
import type { LogEvents, Message } from '../core/cloudwatch/log-events.ts';
import { linesOfMessage } from '../core/cloudwatch/message-lines.ts';
import type { LineReaders } from '../core/haproxy/line-readers.ts';
import { type HaproxyRecord, recordOf } from '../core/haproxy/record.ts';
import { eventColumns, requestColumns } from '../core/haproxy/tables.ts';
import type { UsualOutcome } from '../core/haproxy/usual/read-usual.ts';
import {
  clear,
  emptyBatch,
  type RequestBatch,
  readFrom,
  recordIdLength,
  setReceived,
} from '../core/haproxy/usual/request-batch.ts';
import { createVectorsOf } from '../core/haproxy/usual/request-vectors.ts';
import { referenceTime } from '../core/reference-time.ts';
import { createWriteRecordId } from './record-ids.ts';

/** The numbers of a segment's receipt. `truncated`: rows of lines that were cut. */
export const logNumbers = { requests: 0, events: 0, truncated: 0, control_messages: 0 };

export type LogNumber = keyof typeof logNumbers;

/** A line that nobody dated goes to no hour. */
const noDate: HaproxyRecord = {
  table: 'rejected',
  reason: 'bad_date',
  detail: 'neither the line nor its envelope has a date',
};

/** The rows of one segment of an object. */
export function createLogSegment(
  { parseLine, readUsual }: LineReaders,
  { source, modifiedAt, place, books }: SegmentStart<LogNumber>,
): Segment<LogEvents> {
  const tables = {
    haproxy_requests: createHourFiles(requestColumns, 'lake/haproxy_requests/', place.name),
    haproxy_events: createHourFiles(eventColumns, 'lake/haproxy_events/', place.name),
  };
  const latest = referenceTime(source.key, modifiedAt);
  const batch = emptyBatch();
  const vectorsOf = createVectorsOf(batch, source.key);
  const writeRecordId = createWriteRecordId(source);
  let newest = Number.NEGATIVE_INFINITY;
  /** The line that is to be read next. */
  let next = 0;

  const flush = async (): Promise<void> => {
    if (batch.rows === 0) return;
    await tables.haproxy_requests.addVectors(batch.hour, vectorsOf(), batch.rows);
    books.keep(batch.rows);
    books.count('requests', batch.rows);
    clear(batch);
  };
  const keep = ({ table, row }: Kept): void => {
    books.keep(1);
    books.count(table === 'haproxy_requests' ? 'requests' : 'events', 1);
    if (row.truncated === true) books.count('truncated', 1);
  };
  const placeLine = (message: Message, origin: Origin): Promise<void> | undefined => {
    const { id, timestamp, range } = origin;
    const provenance = { record_id: id, received_at: timestamp, source_key: source.key };
    const read = recordOf(parseLine(message.text, timestamp ?? latest), provenance);
    const record = read.table !== 'rejected' && read.at === null ? noDate : read;
    if (record.table === 'rejected') {
      books.reject(range, bytesOf(message), record, id);
      return undefined;
    }
    keep(record);
    newest = Math.max(newest, record.at ?? newest);
    return record.at === null ? undefined : tables[record.table].add(record.at, record.row);
  };
  /** An event may hold several lines: each is a record of its own, the first by the event's id. */
  const placeAlone = async (events: LogEvents, index: number, range: Range): Promise<void> => {
    const id = idOfNext(batch);
    const { text, encoding } = events.messageOf(index);
    const timestamp = events.timestampOf(index);
    newest = Math.max(newest, timestamp ?? newest);
    const lines = linesOfMessage(text);
    books.split(lines.length - 1);
    for (const [at, line] of lines.entries())
      await placeLine({ text: line, encoding }, { id: at === 0 ? id : digest(id, `${at}`), timestamp, range });
  };
  /** Most lines are usual: they are read where they lie, and their rows go on many at a time. Says why it stopped, and where. */
  const takeUsual = (events: LogEvents, from: number): UsualOutcome => {
    const { spans, timestampOf, length } = events;
    for (next = from; next < length; next += 1) {
      // Comes first: to read a line may change its bytes.
      writeRecordId(events, next, batch.recordIds, batch.rows * recordIdLength);
      const outcome = spans === null ? 'unusual' : readUsual(batch, spans, next);
      if (outcome !== 'added') return outcome;
      newest = Math.max(newest, setReceived(batch, timestampOf(next)));
    }
    return 'added';
  };
  return {
    async add(events, range) {
      const { length, spans } = events;
      if (spans !== null) readFrom(batch, spans.bytes);
      let outcome = takeUsual(events, 0);
      while (next < length) {
        if (outcome === 'not_yet') await flush();
        else await placeAlone(events, next++, range);
        outcome = takeUsual(events, next);
      }
      await flush();
    },
    async close() {
      return [...(await tables.haproxy_requests.close()), ...(await tables.haproxy_events.close())];
    },
    hours: () => tables.haproxy_requests.hours() + tables.haproxy_events.hours(),
    newestAt: () => (newest === Number.NEGATIVE_INFINITY ? null : newest),
  };
}

/** Where a line came from: its record's id, when it was received, and the bytes of the object that hold it. */
type Origin = { readonly id: string; readonly timestamp: number | null; readonly range: Range };

type Kept = Exclude<HaproxyRecord, { table: 'rejected' }>;

function bytesOf({ text, encoding }: Message): Buffer {
  return Buffer.from(text, encoding);
}

/** Of the line that is being read. */
function idOfNext({ recordIds, rows }: RequestBatch): string {
  return recordIds.bytes.toString('latin1', rows * recordIdLength, (rows + 1) * recordIdLength);
}
