import { createHash } from 'node:crypto';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { type LogEvent, type ObjectPart, readObject, type Salvage } from '../../core/cloudwatch/read-object.ts';
import type { ParseLine } from '../../core/haproxy/parse-line.ts';
import { type HaproxyRecord, recordOf } from '../../core/haproxy/record.ts';
import { eventColumns, requestColumns } from '../../core/haproxy/tables.ts';
import { checkReceipt, type Receipt } from '../../core/receipt.ts';
import { createHourFiles, type HourFiles } from './hour-files.ts';
import type { SourceObject } from './source-object.ts';
import { createTally, type Tally } from './tally.ts';

export type ParseLogsDeps = {
  readonly parseLine: ParseLine;
  readonly salvage: Salvage;
  /** The object's bytes; throws when it cannot be read. */
  readonly readSource: (object: SourceObject) => Promise<Buffer>;
  /** Writes an object of the lake bucket, whole or not at all. */
  readonly write: (key: string, body: Buffer, contentType: string) => Promise<void>;
  readonly sendEvents: (events: readonly LakeEvent[]) => Promise<void>;
  readonly lakeBucket: string;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

/**
 * Turns one object of raw/logs/haproxy into Parquet by event hour, rejected records and a receipt. Every key is a function of the
 * object's bucket, key and version, so that a second delivery writes the same again.
 */
export function createParseLogs(deps: ParseLogsDeps) {
  return async function parseLogs(source: SourceObject): Promise<Receipt> {
    const bytes = await deps.readSource(source);
    const name = nameOf(source);
    const tally = createTally(source, bytes.length);
    const tables = {
      haproxy_requests: createHourFiles(requestColumns, 'lake/haproxy_requests/', name),
      haproxy_events: createHourFiles(eventColumns, 'lake/haproxy_events/', name),
    };
    for (const part of readObject(bytes, deps.salvage)) {
      tally.addPart(part);
      if (part.kind !== 'events') continue;
      for (const event of part.events) {
        await place(recordFor(event, source, deps.parseLine), event, part, { tally, tables });
      }
    }
    const files = [...(await tables.haproxy_requests.close()), ...(await tables.haproxy_events.close())];
    for (const { key, body } of files) await deps.write(key, body, 'application/vnd.apache.parquet');
    return settle(deps, { source, name, tally, written: files.map(({ key }) => key) });
  };
}

/** What every object made of this one is called. */
function nameOf({ bucket, key, versionId = '' }: SourceObject): string {
  return digest(bucket, key, versionId);
}

/** A line that nobody dated goes to no hour. */
const noDate: HaproxyRecord = {
  table: 'rejected',
  reason: 'bad_date',
  detail: 'neither the line nor its envelope has a date',
};

type Destinations = {
  readonly tally: Tally;
  readonly tables: Readonly<Record<'haproxy_requests' | 'haproxy_events', HourFiles>>;
};

type Identified = { readonly id: string; readonly record: HaproxyRecord };

function recordFor(event: LogEvent, source: SourceObject, parseLine: ParseLine): Identified {
  const parsed = parseLine(event.message, event.timestamp ?? 0);
  const id = digest(...(event.timestamp === null ? [source.bucket, source.key] : []), event.identity);
  const provenance = { record_id: id, received_at: event.timestamp, source_key: source.key };
  return { id, record: recordOf(parsed, provenance) };
}

async function place({ id, record }: Identified, event: LogEvent, part: ObjectPart, to: Destinations): Promise<void> {
  const placed = record.table !== 'rejected' && record.at === null ? noDate : record;
  if (placed.table === 'rejected') {
    to.tally.rejectLine(part, event.message, placed, id);
    return;
  }
  to.tally.keep(placed);
  if (placed.at !== null) await to.tables[placed.table].add(placed.at, placed.row);
}

type Outcome = {
  readonly source: SourceObject;
  readonly name: string;
  readonly tally: Tally;
  readonly written: readonly string[];
};

/** Rejects, then the event that tells of them, then the receipt: what the receipt says has happened. */
async function settle(deps: ParseLogsDeps, { source, name, tally, written }: Outcome): Promise<Receipt> {
  const folder = partitionsOf(source.key)
    .map((partition) => `${partition.name}=${partition.value}/`)
    .join('');
  const rejects = tally.rejects();
  const rejectedKey = `${deps.rejectedPrefix}haproxy/${folder}${name}.json`;
  if (rejects.length > 0) {
    await deps.write(rejectedKey, jsonLines(rejects), 'application/x-ndjson');
    await deps.sendEvents([
      {
        type: 'Records Rejected',
        detail: {
          version: '1',
          source,
          table: 'haproxy_requests',
          count: rejects.length,
          reasons: tally.reasons(),
          rejected: [`s3://${deps.lakeBucket}/${rejectedKey}`],
        },
      },
    ]);
  }
  const all = rejects.length > 0 ? [...written, rejectedKey] : written;
  const receipt = checkReceipt(tally.receipt(all));
  await deps.write(`receipts/${folder}${name}.json`, jsonLines([receipt]), 'application/x-ndjson');
  return receipt;
}

function jsonLines(values: readonly unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

/** 32 hex digits of a SHA-256 over the parts, which a line feed separates. */
function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
