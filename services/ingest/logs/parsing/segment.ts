import { createHourFiles } from '@tributary/shared/objects/hour-files.ts';
import type { ObjectPart } from '@tributary/shared/objects/object-part.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
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
import { createWriteRecordId } from './record-ids.ts';
import { createTally, type Tally } from './tally.ts';

export type Segment = {
  readonly tally: Tally;
  /** A promise comes back only when there is something to wait for. */
  add(part: ObjectPart): Promise<void> | undefined;
  /** The Parquet files of the lake bucket. */
  close(): Promise<readonly { readonly key: string; readonly body: Buffer }[]>;
  /** When the newest of its log events came in (epoch ms); null when none says so. */
  newestAt(): number | null;
};

/** A line that nobody dated goes to no hour. */
const noDate: HaproxyRecord = {
  table: 'rejected',
  reason: 'bad_date',
  detail: 'neither the line nor its envelope has a date',
};

type EventsPart = Extract<ObjectPart, { kind: 'events' }>;

/** The rows, counts and rejects of one segment of an object; `name` is what its files are called. */
export function createSegment(source: SourceObject, name: string, { parseLine, readUsual }: LineReaders): Segment {
  const tally = createTally(source);
  const tables = {
    haproxy_requests: createHourFiles(requestColumns, 'lake/haproxy_requests/', name),
    haproxy_events: createHourFiles(eventColumns, 'lake/haproxy_events/', name),
  };
  const batch = emptyBatch();
  const vectorsOf = createVectorsOf(batch, source.key);
  const writeRecordId = createWriteRecordId(source);
  let newest = Number.NEGATIVE_INFINITY;
  /** The line that is to be read next. */
  let next = 0;

  const flush = async (): Promise<void> => {
    if (batch.rows === 0) return;
    await tables.haproxy_requests.addVectors(batch.hour, vectorsOf(), batch.rows);
    tally.keepRequests(batch.rows);
    clear(batch);
  };
  const placeAlone = (part: EventsPart, index: number): Promise<void> | undefined => {
    const id = idOfNext(batch);
    const message = part.events.messageOf(index);
    const timestamp = part.events.timestampOf(index);
    const provenance = { record_id: id, received_at: timestamp, source_key: source.key };
    const read = recordOf(parseLine(message.text, timestamp ?? 0), provenance);
    const record = read.table !== 'rejected' && read.at === null ? noDate : read;
    newest = Math.max(newest, timestamp ?? newest);
    if (record.table === 'rejected') {
      tally.rejectLine(part, message, record, id);
      return undefined;
    }
    tally.keep(record);
    newest = Math.max(newest, record.at ?? newest);
    return record.at === null ? undefined : tables[record.table].add(record.at, record.row);
  };
  /** Most lines are usual: they are read where they lie, and their rows go on many at a time. Says why it stopped, and where. */
  const takeUsual = ({ events }: EventsPart, from: number): UsualOutcome => {
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
  const placeAll = async (part: EventsPart): Promise<void> => {
    const { length, spans } = part.events;
    if (spans !== null) readFrom(batch, spans.bytes);
    let outcome = takeUsual(part, 0);
    while (next < length) {
      if (outcome === 'not_yet') await flush();
      else await placeAlone(part, next++);
      outcome = takeUsual(part, next);
    }
    await flush();
  };
  return {
    tally,
    add(part) {
      tally.addPart(part);
      return part.kind === 'events' ? placeAll(part) : undefined;
    },
    async close() {
      return [...(await tables.haproxy_requests.close()), ...(await tables.haproxy_events.close())];
    },
    newestAt: () => (newest === Number.NEGATIVE_INFINITY ? null : newest),
  };
}

/** Of the line that is being read. */
function idOfNext({ recordIds, rows }: RequestBatch): string {
  return recordIds.bytes.toString('latin1', rows * recordIdLength, (rows + 1) * recordIdLength);
}
