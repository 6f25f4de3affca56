import type { Converter } from './converter.ts';
import { createObjectBytes } from './object-bytes.ts';
import type { ObjectPart, ReadFrom } from './object-part.ts';
import { createPace, type Pace } from './pace.ts';
import type { SegmentLimits } from './progress.ts';
import type { RawObject } from './raw-object.ts';
import type { Records } from './records.ts';
import { type Keeping, placeOfSegment, type SegmentPlace } from './segment-place.ts';
import { createSettle, type SettleDeps } from './settle.ts';
import type { Key, SourceObject } from './source-object.ts';
import { SupersededError } from './superseded-error.ts';
import { createWork, type Done, type Settle, type Work } from './work.ts';

export type ConvertDeps = SettleDeps & {
  /** How much of an object becomes one set of files: what bounds memory. */
  readonly segment?: SegmentLimits;
};

export type ConvertRequest = {
  readonly source: Key;
  readonly object: RawObject;
  /** Where an earlier invocation stopped; else from the beginning. */
  readonly from?: ReadFrom | undefined;
  /** Milliseconds that this invocation still has. */
  readonly remainingMs: () => number;
};

export type ConvertResult<N extends string> = Done<N> & {
  /** Where to go on, when the time did not suffice. */
  readonly rest?: ReadFrom;
  /** A newer version of the key came meanwhile: what is there now is to be converted instead, from its beginning. */
  readonly isSuperseded: boolean;
};

// About 300,000 log lines: their Parquet files take some 20 MB.
const defaultSegment: SegmentLimits = { bytes: 64 * 1024 * 1024, records: 400_000 };

/**
 * Turns one object into Parquet by hour, rejected records and receipts, segment by segment. Segments and keys are a function of the object
 * alone, so that a second delivery writes the same again; there is time for at least one, always.
 */
export function createConvert<R extends Records, N extends string>(converter: Converter<R, N>, deps: ConvertDeps) {
  const settle = createSettle(deps);
  const segment = deps.segment ?? defaultSegment;
  return async function convert({ source: key, object, from, remainingMs }: ConvertRequest): Promise<ConvertResult<N>> {
    const source = { ...key, versionId: object.versionId };
    const { open, size, findSize } = createObjectBytes(object.readRange);
    const settleSegment: Settle<N> = async (finished) => {
      const siblings = async () =>
        siblingsOf(finished.place, source, { ...converter, versions: await object.otherVersions() });
      return settle({ ...finished, objectBytes: size(), siblings });
    };
    const work = createWork(converter, { source, modifiedAt: object.modifiedAt }, settleSegment);
    work.begin(from?.position ?? [0], from?.records);
    const parts = converter.read(open, {
      segment: { ...segment, isFull: work.isFull },
      size: findSize,
      ...(from === undefined ? {} : { from }),
    });
    try {
      const rest = await workThrough(work, parts, createPace(remainingMs));
      return { ...work.done(), ...(rest === undefined ? {} : { rest }), isSuperseded: false };
    } catch (error) {
      if (!(error instanceof SupersededError)) throw error;
      return { ...work.done(), isSuperseded: true };
    }
  };
}

function siblingsOf(
  { position }: SegmentPlace,
  source: SourceObject,
  { versions, ...keeping }: Keeping & { readonly versions: readonly (string | undefined)[] },
): readonly SegmentPlace[] {
  return versions.map((versionId) => placeOfSegment({ ...source, versionId }, position, keeping));
}

/** To the object's end, or to where the time is up: there somebody has to go on. */
async function workThrough<R extends Records, N extends string>(
  work: Work<R, N>,
  parts: AsyncIterable<ObjectPart<R>>,
  pace: Pace,
): Promise<ReadFrom | undefined> {
  for await (const part of parts) {
    if (part.kind !== 'cut') {
      await work.take(part);
      continue;
    }
    const { position, isGzip, records } = part;
    await work.finish(position);
    if (!pace.hasTimeForAnother()) return { position, isGzip, records };
    work.begin(position, records);
  }
  await work.finish();
  return undefined;
}
