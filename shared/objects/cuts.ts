import type { ObjectPart } from './object-part.ts';
import type { SegmentLimits } from './progress.ts';

export type Cuts = {
  /** The cut that is due at `offset`, if one is, where so much more has been read. */
  readonly after: (
    offset: number,
    more: { readonly bytes: number; readonly records: number },
  ) => readonly Extract<ObjectPart<never>, { kind: 'cut' }>[];
};

/** Says where the segments of a file of packed blocks end: by what has been unpacked since the last cut. */
export function createCuts({ bytes, records, isFull }: SegmentLimits): Cuts {
  let [bytesRead, recordsRead] = [0, 0];
  return {
    after(offset, more) {
      bytesRead += more.bytes;
      recordsRead += more.records;
      if (bytesRead < bytes && recordsRead < records && isFull?.() !== true) return [];
      [bytesRead, recordsRead] = [0, 0];
      return [{ kind: 'cut', position: [offset], isGzip: false }];
    },
  };
}
