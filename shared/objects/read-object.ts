import { createByteWindow } from './byte-window.ts';
import { isGzip } from './gzip-member.ts';
import { defaultWalkLimits, type WalkLimits } from './members.ts';
import type { ObjectPart, ReadFrom } from './object-part.ts';
import { createProgress, type SegmentLimits } from './progress.ts';
import { readMembers } from './read-members.ts';
import { readPlain } from './read-plain.ts';
import type { RecordReader, Records } from './records.ts';
import { createSurvey } from './survey.ts';

/** Gives what precedes the damage in a gzip member; nothing when nothing can be had. */
export type Salvage = (member: Buffer) => Promise<Buffer>;

/** The bytes of the object from an offset on. */
export type OpenObject = (offset: number) => AsyncIterable<Buffer>;

export type ReadOptions<R extends Records> = {
  readonly text: RecordReader<R>;
  readonly salvage: Salvage;
  readonly segment: SegmentLimits;
  readonly walk?: WalkLimits;
  /** Where reading begins, if not at the object's beginning. */
  readonly from?: ReadFrom;
};

/**
 * Reads the records of an object: its text as it is, in gzip members, or in members that were gzipped once more. Memory holds one member, or
 * one run of text, whatever the object's size.
 */
export async function* readObject<R extends Records>(
  open: OpenObject,
  options: ReadOptions<R>,
): AsyncGenerator<ObjectPart<R>> {
  const { text, salvage, segment, walk, from } = options;
  const [offset = 0, ...inner] = from?.position ?? [0];
  const window = createByteWindow(open(offset), offset);
  const gzip = from?.isGzip ?? isGzip(await window.fill(2));
  const progress = createProgress(text, segment, { isGzip: gzip, records: from?.records });
  // What is too large for memory is looked at beforehand.
  const survey = createSurvey(open);
  if (gzip) yield* readMembers(window, { progress, salvage, walk: { ...(walk ?? defaultWalkLimits), survey }, inner });
  else yield* readPlain(window, progress);
}
