import { createObjectBytes, type ReadRange } from '@tributary/shared/objects/object-bytes.ts';
import type { ReadFrom } from '@tributary/shared/objects/object-part.ts';
import type { Position } from '@tributary/shared/objects/position.ts';
import { readObject, type Salvage } from '@tributary/shared/objects/read-object.ts';
import type { SegmentLimits } from '@tributary/shared/objects/run.ts';
import { placeOfSegment, type SegmentPlace } from '@tributary/shared/objects/segment-place.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import type { LineReaders } from '../core/haproxy/line-readers.ts';
import type { Receipt } from '../core/receipt.ts';
import { createSegment, type Segment } from './segment.ts';
import { createSettle, type SettleDeps } from './settle.ts';

export type ParseLogsDeps = SettleDeps & {
  readonly readers: LineReaders;
  readonly salvage: Salvage;
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
  const settle = createSettle(deps);
  return async function parseLogs(request: ParseRequest): Promise<ParseResult> {
    const { source, from, remainingMs } = request;
    const { open, size } = createObjectBytes(request.readRange);
    const receipts: Receipt[] = [];
    const pace = createPace(remainingMs);
    let newestAt: number | null = null;
    let current = startOf(deps, source, from?.position ?? [0]);

    const finish = async (until?: Position): Promise<void> => {
      receipts.push(await settle({ source, ...current, until, objectBytes: size() }));
      newestAt = laterOf(newestAt, current.segment.newestAt());
    };
    for await (const part of readObject(open, readOptionsOf(deps, from))) {
      if (part.kind !== 'cut') {
        await current.segment.add(part);
        continue;
      }
      const { position, isGzip } = part;
      await finish(position);
      if (!pace.hasTimeForAnother()) return { receipts, newestAt, rest: { position, isGzip } };
      current = startOf(deps, source, position);
    }
    await finish();
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

type Current = { readonly place: SegmentPlace; readonly segment: Segment };

function startOf(deps: ParseLogsDeps, source: SourceObject, position: Position): Current {
  const place = placeOfSegment(source, position);
  return { place, segment: createSegment(source, place.name, deps.readers) };
}

function laterOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
