import { hash } from 'node:crypto';
import type { LogEvent } from '../../core/cloudwatch/log-text.ts';
import type { ObjectPart } from '../../core/cloudwatch/object-part.ts';
import type { ParseLine } from '../../core/haproxy/parse-line.ts';
import { type HaproxyRecord, recordOf } from '../../core/haproxy/record.ts';
import { eventColumns, requestColumns } from '../../core/haproxy/tables.ts';
import { createHourFiles } from './hour-files.ts';
import type { SourceObject } from './source-object.ts';
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

/** The rows, counts and rejects of one segment of an object; `name` is what its files are called. */
export function createSegment(source: SourceObject, name: string, parseLine: ParseLine): Segment {
  const tally = createTally(source);
  const tables = {
    haproxy_requests: createHourFiles(requestColumns, 'lake/haproxy_requests/', name),
    haproxy_events: createHourFiles(eventColumns, 'lake/haproxy_events/', name),
  };
  let newest = Number.NEGATIVE_INFINITY;

  const place = (event: LogEvent, part: Extract<ObjectPart, { kind: 'events' }>): Promise<void> | undefined => {
    const id = recordId(event, source);
    const provenance = { record_id: id, received_at: event.timestamp, source_key: source.key };
    const read = recordOf(parseLine(event.message, event.timestamp ?? 0), provenance);
    const record = read.table !== 'rejected' && read.at === null ? noDate : read;
    newest = Math.max(newest, event.timestamp ?? Number.NEGATIVE_INFINITY);
    if (record.table === 'rejected') {
      tally.rejectLine(part, event, record, id);
      return undefined;
    }
    tally.keep(record);
    newest = Math.max(newest, record.at ?? newest);
    return record.at === null ? undefined : tables[record.table].add(record.at, record.row);
  };
  const placeAll = async (part: Extract<ObjectPart, { kind: 'events' }>): Promise<void> => {
    for (const event of part.events) {
      const writing = place(event, part);
      if (writing !== undefined) await writing;
    }
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

/** What CloudWatch calls the event; for a bare line, its object and place. */
function recordId({ timestamp, identity }: LogEvent, { bucket, key }: SourceObject): string {
  return timestamp === null ? digest(bucket, key, identity) : digest(identity);
}

/** 32 hex digits of a SHA-256 over the parts, which a line feed separates. */
export function digest(...parts: readonly string[]): string {
  return hash('sha256', parts.join('\n'), 'hex').slice(0, 32);
}
