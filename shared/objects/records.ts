import type { Position } from './position.ts';

/** Records in order; what they are, and how they are kept, only who reads them knows. */
export type Records = { readonly length: number };

/** What a text holds. */
export type TextPart<R extends Records> =
  | { readonly kind: 'records'; readonly records: R }
  /** No record, and as it should be: a sender's own message, a header. The receipt counts it under its name. */
  | { readonly kind: 'aside'; readonly name: string }
  /** `at`: where it begins. */
  | { readonly kind: 'rejected'; readonly reason: string; readonly bytes: Buffer; readonly at: Position };

/** Reads text that comes in runs: what a run ends in the middle of waits for the next. Runs are the reader's, who may change them. */
export type RecordReader<R extends Records> = {
  readonly push: (run: Buffer, at: Position) => readonly TextPart<R>[];
  /** Nothing follows what has been pushed: what is left is a record. */
  readonly flush: () => readonly TextPart<R>[];
  /** What follows is lost: what is left is no record; of what holds several, the whole ones are kept. */
  readonly cutOff: (reason: string) => readonly TextPart<R>[];
  /** Where the record begins that is not whole yet; null when all is read. */
  readonly pending: () => Position | null;
  /** How many bytes have become records. */
  readonly consumed: () => number;
  /** Of how many bytes a run should be, by how a member's text begins (`headBytes` of it); else lines are taken to come. */
  readonly runBytesOf?: (head: Buffer) => number | undefined;
  /** Zero bytes may stand in a record; else a run of plain text that has them is no text. */
  readonly takesZeros?: boolean;
};

export const headBytes = 64;
