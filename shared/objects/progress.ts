import type { Extent, ObjectPart, ReadFrom } from './object-part.ts';
import type { Position } from './position.ts';
import type { RecordReader, Records, TextPart } from './records.ts';

export type SegmentLimits = {
  /** A segment ends at the first place where so much text has been read, */
  readonly bytes: number;
  /** or so many records, */
  readonly records: number;
  /** or where what has become of it is too much to be kept. Where it ends depends on the object, and on what is made of it. */
  readonly isFull?: () => boolean;
};

/** What reading one object keeps in mind: text that is not whole yet, extents that are not done yet, and how full the segment is. */
export type Progress<R extends Records> = {
  readonly text: RecordReader<R>;
  /** Text as parts of the object, of the extent that is being read. */
  readonly parts: (texts: readonly TextPart<R>[], extent: Extent, isSalvaged?: boolean) => readonly ObjectPart<R>[];
  /** Counts bytes that did not become text. */
  readonly lose: (bytes: number) => void;
  /** The extent has been read. Extents come out once no record that began in them is still to end. */
  readonly close: (extent: Extent, isPadding?: boolean) => readonly ObjectPart<R>[];
  /** The cut that is due where everything before `position` has been read, if one is. A record that is not whole yet belongs behind it. */
  readonly cut: (position: Position) => readonly ObjectPart<R>[];
};

export function createProgress<R extends Records>(
  text: RecordReader<R>,
  segment: SegmentLimits,
  { isGzip, records: before = 0 }: Pick<ReadFrom, 'isGzip' | 'records'>,
): Progress<R> {
  const open: Extract<ObjectPart<R>, { kind: 'extent' }>[] = [];
  let consumedAtCut = 0;
  let lost = 0;
  let total = before;
  let totalAtCut = before;
  const done = (): readonly ObjectPart<R>[] => {
    const pending = text.pending()?.[0] ?? Number.POSITIVE_INFINITY;
    const undone = open.findIndex(({ offset }) => offset >= pending);
    return open.splice(0, undone < 0 ? open.length : undone);
  };
  return {
    text,
    parts(texts, extent, isSalvaged = false) {
      for (const each of texts) if (each.kind === 'records') total += each.records.length;
      return texts.map((each) => partOf(each, extent, isSalvaged));
    },
    lose(bytes) {
      lost += bytes;
    },
    close(extent, isPadding = false) {
      open.push({ kind: 'extent', ...extent, isPadding });
      return done();
    },
    cut(position) {
      const isMuch = text.consumed() - consumedAtCut + lost >= segment.bytes || total - totalAtCut >= segment.records;
      if (!isMuch && segment.isFull?.() !== true) return [];
      consumedAtCut = text.consumed();
      lost = 0;
      totalAtCut = total;
      return [...done(), { kind: 'cut', position: text.pending() ?? position, isGzip, records: total }];
    },
  };
}

function partOf<R extends Records>(text: TextPart<R>, { offset, end }: Extent, isSalvaged: boolean): ObjectPart<R> {
  if (text.kind === 'aside') return text;
  if (text.kind === 'records') return { ...text, offset, end, isSalvaged };
  const { at, ...rejected } = text;
  const from = at[0] ?? offset;
  // In plain text a position is a place in the object itself.
  return { ...rejected, offset: from, end: at.length === 1 ? from + text.bytes.length : end };
}
