import { createReadStream } from 'node:fs';
import type { Context } from '../../kernel/operation.ts';
import { refuseArchivedSource } from './archive.ts';
import { checkSource, sourceConditions } from './condition.ts';
import { invalidArgument, invalidRequest } from './fault.ts';
import { findObject } from './find-object.ts';
import { bucketOf, onObject } from './permission.ts';
import type { ByteRange } from './range.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';

type Source = { readonly bucket: string; readonly key: string; readonly versionId?: string };

/** Reads `/bucket/key?versionId=…`, URL-encoded, with or without the first slash. */
export function readCopySource(header: string | undefined): Source {
  const [path = '', versionId] = (header ?? '').split('?versionId=', 2);
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decode(path));
  if (!match?.[1] || !match[2])
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  return { bucket: match[1], key: match[2], ...(versionId !== undefined && { versionId }) };
}

/** The permission to read what is copied. */
export function sourcePermission(header: string | undefined) {
  const { bucket, key, versionId } = readCopySource(header);
  return onObject(versionId === undefined ? 'GetObject' : 'GetObjectVersion', { Bucket: bucket, Key: key });
}

type CopyInput = Parameters<typeof sourceConditions>[0] & {
  readonly CopySource?: string | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
};

/** The object to copy, when it meets the request's conditions. */
export function findSource(s3: S3, context: Context, input: CopyInput): { source: Source; object: StoredObject } {
  const source = readCopySource(input.CopySource);
  const { bucket, key, versionId } = source;
  const index = s3.store.index(
    bucketOf({ Bucket: bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner }, context),
  );
  if (versionId !== undefined && index.find(key, versionId)?.deleteMarker)
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  const object = findObject(s3, context, source);
  const now = context.cloud.clock.now();
  checkSource(object, sourceConditions(input), now);
  refuseArchivedSource(object, now);
  return { source, object };
}

/** The source's bytes, or a range of them. */
export function sourceBytes(
  s3: S3,
  bucket: string,
  object: StoredObject,
  range?: ByteRange,
): AsyncIterable<Uint8Array> {
  return createReadStream(s3.store.objectPath(bucket, object), range);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Copy Source is not URL-encoded', 'x-amz-copy-source', path);
  }
}
