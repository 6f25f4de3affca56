import type { Position } from './position.ts';
import type { Records } from './records.ts';

/** What an object holds, in order. Extents tile its bytes; what lies in an extent comes before it. */
export type ObjectPart<R extends Records> =
  | {
      readonly kind: 'records';
      readonly offset: number;
      readonly end: number;
      readonly records: R;
      /** They precede a damage. */
      readonly isSalvaged: boolean;
    }
  | { readonly kind: 'aside'; readonly name: string }
  /** The bytes [offset, end) of the object hold something that is no record: `bytes`, unzipped if they could be. */
  | {
      readonly kind: 'rejected';
      readonly offset: number;
      readonly end: number;
      readonly reason: string;
      readonly bytes: Buffer;
    }
  /** The bytes [offset, end) of the object are done. */
  | ({ readonly kind: 'extent'; readonly isPadding: boolean } & Extent)
  /** Here a segment ends: reading again from `position` gives what follows, and nothing else. */
  | ({ readonly kind: 'cut' } & ReadFrom);

/** A member, padding, damage, or a run of plain text: bytes [offset, end) of the object. */
export type Extent = { readonly offset: number; readonly end: number };

/** A place to read from. `isGzip` says what the object is, which only its beginning tells; so many `records` come before. */
export type ReadFrom = { readonly position: Position; readonly isGzip: boolean; readonly records?: number | undefined };
