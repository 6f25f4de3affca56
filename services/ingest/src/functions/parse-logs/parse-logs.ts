import type { LakeEvent } from '@tributary/shared/events.ts';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import type { ReadFrom } from '../../core/cloudwatch/object-part.ts';
import { type Position, positionName } from '../../core/cloudwatch/position.ts';
import { readObject, type Salvage } from '../../core/cloudwatch/read-object.ts';
import type { SegmentLimits } from '../../core/cloudwatch/run.ts';
import type { LineReaders } from '../../core/haproxy/line-readers.ts';
import { checkReceipt, type Receipt } from '../../core/receipt.ts';
import { createObjectBytes, type ReadRange } from './object-bytes.ts';
import { digest } from './record-ids.ts';
import type { RemoveStale } from './replace.ts';
import { createSegment, type Segment } from './segment.ts';
import type { SourceObject } from './source-object.ts';

export type ParseLogsDeps = {
  readonly readers: LineReaders;
  readonly salvage: Salvage;
  /** Writes an object of the lake bucket, whole or not at all. */
  readonly write: (key: string, body: Buffer, contentType: string) => Promise<void>;
  /** Parsed again by other code or settings, an object may become other files: those that it no longer becomes are removed. */
  readonly removeStale: RemoveStale;
  readonly sendEvents: (events: readonly LakeEvent[]) => Promise<void>;
  readonly lakeBucket: string;
  /** `rejected/<stage>/`. */
  readonly rejectedPrefix: string;
  /** How much of an object becomes one set of files: what bounds memory. */
  readonly segment?: SegmentLimits;
};

export type ParseRequest = {
  readonly source: SourceObject;
  readonly readRange: ReadRange;
  /** Where an earlier invocation stopped; else from the beginning. */
  readonly from?: ReadFrom | undefined;
  /** Milliseconds that this invocation still has. */
  readonly remainingMs: () => number;
};

export type ParseResult = {
  /** One for each segment. */
  readonly receipts: readonly Receipt[];
  /** When the newest log event came in (epoch ms); null when none says so. */
  readonly newestAt: number | null;
  /** Where to go on, when the time did not suffice. */
  readonly rest?: ReadFrom;
};

// About 300,000 lines: their Parquet files take some 20 MB.
const defaultSegment: SegmentLimits = { bytes: 64 * 1024 * 1024, records: 400_000 };

/** Kept for what follows the last segment: writing its files, the message about the rest, a slow moment. */
const reserveMs = 5000;

/**
 * Turns one object of raw/logs/haproxy into Parquet by event hour, rejected records and receipts, segment by segment. Segments and keys are a
 * function of the object alone, so that a second delivery writes the same again; there is time for at least one, always.
 */
export function createParseLogs(deps: ParseLogsDeps) {
  return async function parseLogs(request: ParseRequest): Promise<ParseResult> {
    const { source, from, remainingMs } = request;
    const { open, size } = createObjectBytes(request.readRange);
    const receipts: Receipt[] = [];
    const pace = createPace(remainingMs);
    let newestAt: number | null = null;
    let current = startOf(deps, source, from?.position ?? [0]);

    const finish = async (end: number, isLast: boolean): Promise<void> => {
      receipts.push(await settle(deps, { source, current, end, isLast, objectBytes: size() }));
      newestAt = laterOf(newestAt, current.segment.newestAt());
    };
    for await (const part of readObject(open, readOptionsOf(deps, from))) {
      if (part.kind !== 'cut') {
        await current.segment.add(part);
        continue;
      }
      const { position, isGzip } = part;
      await finish(position[0] ?? 0, false);
      if (!pace.hasTimeForAnother()) return { receipts, newestAt, rest: { position, isGzip } };
      current = startOf(deps, source, position);
    }
    await finish(size(), true);
    return { receipts, newestAt };
  };
}

function readOptionsOf({ salvage, segment = defaultSegment }: ParseLogsDeps, from: ReadFrom | undefined) {
  return { salvage, segment, ...(from === undefined ? {} : { from }) };
}

/** Whether a segment as slow as the slowest so far, and then some, would still be done in time. */
function createPace(remainingMs: () => number) {
  let slowestMs = 0;
  let before = remainingMs();
  return {
    hasTimeForAnother(): boolean {
      const now = remainingMs();
      slowestMs = Math.max(slowestMs, before - now);
      before = now;
      return now >= slowestMs * 2 + reserveMs;
    },
  };
}

type Current = { readonly offset: number; readonly name: string; readonly segment: Segment };

function startOf(deps: ParseLogsDeps, source: SourceObject, position: Position): Current {
  const name = nameOf(source, position);
  return { offset: position[0] ?? 0, name, segment: createSegment(source, name, deps.readers) };
}

/** What every object made of this one's segment at a position is called. */
function nameOf({ bucket, key, versionId = '' }: SourceObject, position: Position): string {
  const name = digest(bucket, key, versionId);
  return position.length === 1 && position[0] === 0 ? name : `${name}-${positionName(position)}`;
}

function laterOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

type Outcome = {
  readonly source: SourceObject;
  readonly current: Current;
  readonly end: number;
  readonly isLast: boolean;
  readonly objectBytes: number;
};

/** Tables, then rejects, then the event that tells of them, then the receipt: what the receipt says has happened. */
async function settle(deps: ParseLogsDeps, { source, current, ...range }: Outcome): Promise<Receipt> {
  const { name, segment, offset } = current;
  const { tally } = segment;
  const written: string[] = [];
  for (const { key, body } of await segment.close()) {
    await deps.write(key, body, 'application/vnd.apache.parquet');
    written.push(key);
  }
  const folder = partitionsOf(source.key)
    .map((partition) => `${partition.name}=${partition.value}/`)
    .join('');
  const rejects = tally.rejects();
  if (rejects.length > 0) {
    const rejectedKey = `${deps.rejectedPrefix}haproxy/${folder}${name}.json`;
    await deps.write(rejectedKey, jsonLines(rejects), 'application/x-ndjson');
    written.push(rejectedKey);
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
  const receipt = checkReceipt(tally.receipt({ ...range, offset }, written));
  const receiptKey = `receipts/${folder}${name}.json`;
  await deps.removeStale(receiptKey, written);
  await deps.write(receiptKey, jsonLines([receipt]), 'application/x-ndjson');
  return receipt;
}

function jsonLines(values: readonly unknown[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from(`${JSON.stringify(value)}\n`)));
}
