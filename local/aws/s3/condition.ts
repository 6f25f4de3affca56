import { AwsError, ErrorWithHeaders } from '../../kernel/error.ts';
import { bareEtag } from './attributes.ts';
import { noSuchKey, preconditionFailed } from './fault.ts';
import type { ObjectVersion, StoredObject } from './record.ts';

export type ReadConditions = {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
};

/** Throws PreconditionFailed when the object is not the one wanted, NotModified (304) when the reader has it already. */
export function checkRead(object: StoredObject, conditions: ReadConditions, now: number): void {
  if (!isWanted(object, conditions)) throw preconditionFailed('If-Match');
  if (isKnown(object, conditions, now)) throw notModified(object);
}

/** The same for the source of a copy, which answers 412 in either case. */
export function checkSource(object: StoredObject, conditions: ReadConditions, now: number): void {
  if (!isWanted(object, conditions)) throw preconditionFailed('x-amz-copy-source-If-Match');
  if (isKnown(object, conditions, now)) throw preconditionFailed('x-amz-copy-source-If-None-Match');
}

/** An entity tag goes before a date, as RFC 9110 has it. */
function isWanted(object: StoredObject, { IfMatch, IfUnmodifiedSince }: ReadConditions): boolean {
  if (IfMatch !== undefined) return matches(object.etag, IfMatch);
  return IfUnmodifiedSince === undefined || seconds(object.lastModified) <= seconds(IfUnmodifiedSince.getTime());
}

/** A reader cannot know what will be: a date in the future is no condition. */
function isKnown(object: StoredObject, { IfNoneMatch, IfModifiedSince }: ReadConditions, now: number): boolean {
  if (IfNoneMatch !== undefined) return matches(object.etag, IfNoneMatch);
  const since = IfModifiedSince?.getTime();
  return since !== undefined && since <= now && seconds(object.lastModified) <= seconds(since);
}

export type WriteConditions = Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>;

/** A check of a key's newest version: `If-None-Match: *` wants none, `If-Match` that very one. */
export function writeCheck({ IfMatch, IfNoneMatch }: WriteConditions): (newest: ObjectVersion | undefined) => void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501, {
      Header: 'If-None-Match',
    });
  return (newest) => {
    const object = newest?.deleteMarker ? undefined : newest;
    if (IfNoneMatch === '*' && object) throw preconditionFailed('If-None-Match');
    if (IfMatch !== undefined) checkSame(object, IfMatch);
  };
}

function checkSame(object: StoredObject | undefined, etag: string): void {
  if (!object) throw noSuchKey('');
  if (!matches(object.etag, etag)) throw preconditionFailed('If-Match');
}

/** The CopySourceIf… members as conditions on the source. */
export function sourceConditions(input: {
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
}): ReadConditions {
  return {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
}

function matches(etag: string, header: string): boolean {
  return header.split(',').some((candidate) => candidate.trim() === '*' || bareEtag(candidate.trim()) === etag);
}

function seconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}

/** What the answer for the whole object would say that a cache needs (RFC 9110, 15.4.5). */
function notModified({ etag, lastModified, headers }: StoredObject): AwsError {
  return new ErrorWithHeaders(new AwsError('NotModified', 'Not Modified', 304), {
    etag: `"${etag}"`,
    'last-modified': new Date(lastModified).toUTCString(),
    ...(headers.CacheControl !== undefined && { 'cache-control': headers.CacheControl }),
    ...(headers.ExpiresString !== undefined && { expires: headers.ExpiresString }),
  });
}
