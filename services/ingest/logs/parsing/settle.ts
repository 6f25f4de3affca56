import { hash } from 'node:crypto';
import type { LakeEvent } from '@tributary/shared/events.ts';
import { createBeginAttempt } from '@tributary/shared/objects/attempt.ts';
import type { LakeObjects } from '@tributary/shared/objects/lake-objects.ts';
import type { Position } from '@tributary/shared/objects/position.ts';
import { receiptOf, type SegmentPlace } from '@tributary/shared/objects/segment-place.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import { checkReceipt, type Receipt } from '../core/receipt.ts';
import type { Segment } from './segment.ts';

export type SettleDeps = {
  readonly lake: LakeObjects;
  readonly sendEvents: (events: readonly LakeEvent[]) => Promise<void>;
  readonly lakeBucket: string;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

export type Finished = {
  readonly source: SourceObject;
  readonly place: SegmentPlace;
  readonly segment: Segment;
  /** Where the next segment begins; none follows the last. */
  readonly until: Position | undefined;
  readonly objectBytes: number;
};

type File = { readonly key: string; readonly body: Buffer; readonly contentType: string };

/**
 * Writes what has become of a segment: tables, then rejects, then the event that tells of them; then what an earlier parse made and this one
 * did not goes, and corrections say so; then the receipt: what it says has happened. Killed anywhere and begun again, it ends the same.
 */
export function createSettle({ lake, sendEvents, lakeBucket, rejectedPrefix }: SettleDeps) {
  const beginAttempt = createBeginAttempt(lake, { tables: ['haproxy_requests', 'haproxy_events'], rejectedPrefix });
  return async function settle({ source, place, segment, until, objectBytes }: Finished): Promise<Receipt> {
    const { tally } = segment;
    const tables = await segment.close();
    const rejected = rejectsOf(segment, `${rejectedPrefix}haproxy/${place.folder}${place.name}.json`);
    const files = [...tables.map((file) => ({ ...file, contentType: 'application/vnd.apache.parquet' })), ...rejected];
    const made = Object.fromEntries(files.map(({ key, body }) => [key, hash('sha256', body, 'hex')]));
    const attempt = await beginAttempt({ place, until, made });
    for (const { key, body, contentType } of files) await lake.write(key, body, contentType);
    if (rejected.length > 0)
      await sendEvents([rejectedEvent(source, segment, `s3://${lakeBucket}/${rejected[0]?.key}`)]);
    const end = until?.[0] ?? objectBytes;
    const range = { offset: place.position[0] ?? 0, end, objectBytes, isLast: until === undefined };
    const receipt = checkReceipt(tally.receipt(range, made));
    await attempt.replace();
    await lake.write(receiptOf(place), jsonLines([receipt]), 'application/x-ndjson');
    await attempt.end();
    return receipt;
  };
}

function rejectsOf({ tally }: Segment, key: string): readonly File[] {
  const rejects = tally.rejects();
  return rejects.length === 0 ? [] : [{ key, body: jsonLines(rejects), contentType: 'application/x-ndjson' }];
}

function rejectedEvent(source: SourceObject, { tally }: Segment, rejected: string): LakeEvent {
  return {
    type: 'Records Rejected',
    detail: {
      version: '1',
      source,
      table: 'haproxy_requests',
      count: tally.rejects().length,
      reasons: tally.reasons(),
      rejected: [rejected],
    },
  };
}

function jsonLines(values: readonly unknown[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from(`${JSON.stringify(value)}\n`)));
}
