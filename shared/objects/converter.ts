import type { Books } from './books.ts';
import type { HourFile } from './hour-files.ts';
import type { ObjectPart, ReadFrom } from './object-part.ts';
import type { SegmentLimits } from './progress.ts';
import type { OpenObject } from './read-object.ts';
import type { Records } from './records.ts';
import type { Range } from './rejects.ts';
import type { SegmentPlace } from './segment-place.ts';
import type { SourceObject } from './source-object.ts';

/** What makes rows of one kind of object: all else (ranges, segments, receipts, what was before) is the same for every kind. */
export type Converter<R extends Records, N extends string> = {
  /** Who rejects: what is rejected lies under `rejected/<stage>/<name>/`. */
  readonly name: string;
  /** Where its receipts lie in the lake bucket: `receipts/`. */
  readonly receipts: string;
  /** A folder of their own for receipts, notes and rejects of what is made beside what was made before: `2/`. */
  readonly apart?: string;
  /** The numbers of its receipts beside those that all have, as they are at first. */
  readonly numbers: Readonly<Record<N, number>>;
  /** The tables of the lake that the object may become rows of; the first is named where something is rejected. */
  readonly tablesOf: (source: SourceObject) => readonly [string, ...string[]];
  /** What the object holds, in order. Most are text: `readObject` with a reader of its records. */
  readonly read: (open: OpenObject, options: ConverterRead) => AsyncIterable<ObjectPart<R>>;
  readonly createSegment: (start: SegmentStart<N>) => Segment<R>;
};

export type ConverterRead = {
  readonly segment: SegmentLimits;
  readonly from?: ReadFrom;
  /** The object's, for what is read from its end. */
  readonly size?: () => Promise<number>;
};

export type SegmentStart<N extends string> = {
  readonly source: SourceObject;
  /** When the object was written (epoch ms). */
  readonly modifiedAt: number;
  readonly place: SegmentPlace;
  /** How many records of the object come before the segment. */
  readonly recordsBefore: number;
  /** Where what becomes of each record is said. */
  readonly books: Books<N>;
};

/** The rows of one segment of an object. */
export type Segment<R extends Records> = {
  /** Each of the records is kept or rejected, and the books told. A promise comes back only when there is something to wait for. */
  readonly add: (records: R, range: Range) => Promise<void> | undefined;
  /** The Parquet files of the lake bucket, `lake/<table>/…/<the place's name>.parquet`. */
  readonly close: () => Promise<readonly HourFile[]>;
  /** Of how many hours there are rows, or files that are written at once. */
  readonly hours: () => number;
  /** When the newest of its records came in (epoch ms); null when none says so. */
  readonly newestAt: () => number | null;
};
