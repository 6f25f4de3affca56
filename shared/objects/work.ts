import { type Books, createBooks } from './books.ts';
import type { Converter, Segment } from './converter.ts';
import type { ObjectPart } from './object-part.ts';
import type { Position } from './position.ts';
import type { ReceiptWith } from './receipt.ts';
import type { Records } from './records.ts';
import { createRejects, type Rejects } from './rejects.ts';
import { placeOfSegment, type SegmentPlace } from './segment-place.ts';
import type { Finished } from './settle.ts';
import type { SourceObject } from './source-object.ts';

export type Done<N extends string> = {
  /** One for each segment. */
  readonly receipts: readonly ReceiptWith<N>[];
  /** When the newest record came in (epoch ms); null when none says so. */
  readonly newestAt: number | null;
};

/** The segments of an object, one after the other. */
export type Work<R extends Records, N extends string> = {
  /** `records`: how many come before, 0 where nobody counted. */
  readonly begin: (position: Position, records?: number) => void;
  readonly take: (part: ObjectPart<R>) => Promise<void> | undefined;
  /** `until`: where the next segment begins; none follows the last. */
  readonly finish: (until?: Position) => Promise<void>;
  /** Whether what has become of the segment is too much to be kept. */
  readonly isFull: () => boolean;
  readonly done: () => Done<N>;
};

export type Settle<N extends string> = (
  finished: Omit<Finished<N>, 'objectBytes' | 'siblings'>,
) => Promise<ReceiptWith<N>>;

/** `modifiedAt`: epoch milliseconds. */
type Opened = { readonly source: SourceObject; readonly modifiedAt: number };

export function createWork<R extends Records, N extends string>(
  converter: Converter<R, N>,
  object: Opened,
  settle: Settle<N>,
): Work<R, N> {
  const { name } = converter;
  const { source } = object;
  const tables = converter.tablesOf(source);
  const receipts: ReceiptWith<N>[] = [];
  let newestAt: number | null = null;
  let current: Current<R, N> | undefined;
  return {
    begin(position, records = 0) {
      current = beginSegment(converter, object, { position, records });
    },
    take(part) {
      current?.books.addPart(part);
      return part.kind === 'records' ? current?.segment.add(part.records, part) : undefined;
    },
    async finish(until) {
      if (current === undefined) return;
      const { segment, place, rejects, books } = current;
      const files = await segment.close();
      receipts.push(await settle({ name, tables, source, place, files, rejects, books, until }));
      newestAt = laterOf(newestAt, segment.newestAt());
      current = undefined;
    },
    isFull: () =>
      current !== undefined && (current.segment.hours() >= mostHours || current.rejects.size() >= mostRejectBytes),
    done: () => ({ receipts, newestAt }),
  };
}

/** So many hours take some 30 MB; so much that is rejected takes three times its size when it is written. */
const mostHours = 72;
const mostRejectBytes = 24 * 1024 * 1024;

type Current<R extends Records, N extends string> = {
  readonly place: SegmentPlace;
  readonly rejects: Rejects;
  readonly books: Books<N>;
  readonly segment: Segment<R>;
};

function beginSegment<R extends Records, N extends string>(
  converter: Converter<R, N>,
  { source, modifiedAt }: Opened,
  { position, records }: { readonly position: Position; readonly records: number },
): Current<R, N> {
  const place = placeOfSegment(source, position, converter);
  const rejects = createRejects(converter.name, source);
  const books = createBooks(source, rejects, converter.numbers);
  return {
    place,
    rejects,
    books,
    segment: converter.createSegment({ source, modifiedAt, place, books, recordsBefore: records }),
  };
}

function laterOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
