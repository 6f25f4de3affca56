import { hash } from 'node:crypto';
import type { LakeEvent } from '../events.ts';
import { createBeginAttempt } from './attempt.ts';
import type { Books } from './books.ts';
import type { HourFile } from './hour-files.ts';
import type { LakeObjects } from './lake-objects.ts';
import type { Position } from './position.ts';
import type { ReceiptWith } from './receipt.ts';
import type { Rejects } from './rejects.ts';
import { receiptOf, type SegmentPlace } from './segment-place.ts';
import type { SourceObject } from './source-object.ts';

export type SettleDeps = {
  readonly lake: LakeObjects;
  readonly sendEvents: (events: readonly LakeEvent[]) => Promise<void>;
  readonly lakeBucket: string;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
};

/** A segment that has been read to its end. */
export type Finished<N extends string> = {
  /** Of the converter. */
  readonly name: string;
  readonly tables: readonly [string, ...string[]];
  readonly source: SourceObject;
  readonly place: SegmentPlace;
  /** Its Parquet files. */
  readonly files: readonly HourFile[];
  readonly rejects: Rejects;
  readonly books: Books<N>;
  /** Where the next segment begins; none follows the last. */
  readonly until: Position | undefined;
  readonly objectBytes: number;
  /** See AttemptOf. */
  readonly siblings: () => Promise<readonly SegmentPlace[]>;
};

type File = { readonly key: string; readonly body: Buffer; readonly contentType: string };

/**
 * Writes what has become of a segment: tables, then rejects, then the event that tells of them; then what was made of it earlier and is not
 * now goes, and corrections say so; then the receipt: what it says has happened. Killed anywhere and begun again, it ends the same.
 */
export function createSettle({ lake, sendEvents, lakeBucket, rejectedPrefix }: SettleDeps) {
  const beginAttempt = createBeginAttempt(lake, rejectedPrefix);
  return async function settle<N extends string>(finished: Finished<N>): Promise<ReceiptWith<N>> {
    const { name, tables, place, books, until, objectBytes, siblings } = finished;
    const rejected = rejectsOf(finished.rejects, `${rejectedPrefix}${name}/${place.folder}${place.name}.json`);
    const files = [
      ...finished.files.map(({ key, body }) => ({ key, body, contentType: 'application/vnd.apache.parquet' })),
      ...rejected,
    ];
    const made = Object.fromEntries(files.map(({ key, body }) => [key, hash('sha256', body, 'hex')]));
    const attempt = await beginAttempt({ place, until, made, tables, siblings });
    for (const { key, body, contentType } of files) await lake.write(key, body, contentType);
    for (const { key } of rejected) await sendEvents([rejectedEvent(finished, `s3://${lakeBucket}/${key}`)]);
    const end = until?.[0] ?? objectBytes;
    const range = { offset: place.position[0] ?? 0, end, objectBytes, isLast: until === undefined };
    const receipt = books.receipt(range, made);
    await attempt.replace();
    await lake.write(receiptOf(place), Buffer.from(`${JSON.stringify(receipt)}\n`), 'application/x-ndjson');
    await attempt.end();
    return receipt;
  };
}

function rejectsOf(rejects: Rejects, key: string): readonly File[] {
  return rejects.count() === 0 ? [] : [{ key, body: rejects.lines(), contentType: 'application/x-ndjson' }];
}

function rejectedEvent<N extends string>({ source, tables, rejects }: Finished<N>, rejected: string): LakeEvent {
  return {
    type: 'Records Rejected',
    detail: {
      version: '1',
      source: { ...source },
      table: tables[0],
      count: rejects.count(),
      reasons: { ...rejects.reasons() },
      rejected: [rejected],
    },
  };
}
