import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { readAttributes } from './attributes.ts';
import { checksumFields } from './checksum-fields.ts';
import { writeCheck } from './condition.ts';
import { findSource, sourceBytes, sourcePermission } from './copy-source.ts';
import { encryptionFields } from './encryption.ts';
import { invalidRequest } from './fault.ts';
import { expirationField } from './lifecycle-due.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import { receiveChecked } from './receive-checked.ts';
import type { BucketRecord, ObjectAttributes, StoredObject } from './record.ts';
import type { S3 } from './s3.ts';
import { versionField } from './version-id.ts';
import { writeObject } from './write-object.ts';

const maxBytes = 5 * 1024 ** 3;

export const copyObject = (s3: S3) =>
  operation('s3', 'CopyObject', {
    permissions: (input) => [
      sourcePermission(input.CopySource),
      onObject('PutObject', input, { 's3:x-amz-copy-source': input.CopySource }),
      ...(input.TaggingDirective === 'REPLACE' ? [onObject('PutObjectTagging', input)] : []),
    ],
    async handle(input, context) {
      const bucket = s3.store.bucket(bucketOf(input, context));
      const key = keyOf(input);
      const { source, object } = findSource(s3, context, input);
      if (object.size > maxBytes)
        throw invalidRequest(
          `The specified copy source is larger than the maximum allowable size for a copy source: ${maxBytes}`,
        );
      const attributes = copiedAttributes(input, object, { bucket, expires: context.http?.headers.expires });
      if (source.bucket === bucket.name && source.key === key && source.versionId === undefined) checkChanges(input);
      const path = s3.store.temporaryFile();
      const { received, checksum } = await receiveChecked(
        { bytes: sourceBytes(s3, source.bucket, object), trailers: new Map() },
        path,
        { stated: new Map(), algorithm: input.ChecksumAlgorithm ?? object.checksum?.algorithm, contentMd5: undefined },
      );
      const copy = writeObject(s3, context.cloud, {
        bucket: bucket.name,
        key,
        path,
        attributes,
        check: writeCheck(input),
        content: { size: received.size, etag: received.etag, ...(checksum && { checksum }) },
        reason: 'CopyObject',
        requestId: context.requestId,
      });
      return {
        CopyObjectResult: {
          ETag: `"${copy.etag}"`,
          LastModified: new Date(copy.lastModified),
          ...checksumFields(copy.checksum),
        },
        ...versionField(bucket, copy),
        ...expirationField(bucket, copy),
        ...(object.versionId !== 'null' && { CopySourceVersionId: object.versionId }),
        ...encryptionFields(copy.encryption),
      };
    },
  });

/** The source's headers but its redirect, its metadata and tags, or the request's where it says REPLACE. */
function copiedAttributes(
  input: CopyObjectCommandInput,
  { headers, metadata, tags }: StoredObject,
  { bucket, expires }: { readonly bucket: BucketRecord; readonly expires: string | undefined },
): ObjectAttributes {
  const written = readAttributes(input, bucket, expires);
  const { WebsiteRedirectLocation: _stays, ...copied } = headers;
  const { WebsiteRedirectLocation } = written.headers;
  const redirected = { ...copied, ...(WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation }) };
  return {
    ...written,
    ...(input.MetadataDirective !== 'REPLACE' && { headers: redirected, metadata }),
    ...(input.TaggingDirective !== 'REPLACE' && { tags }),
  };
}

/** An object may be copied to itself only to change something. */
function checkChanges(input: CopyObjectCommandInput): void {
  const changes = [input.StorageClass, input.ServerSideEncryption, input.WebsiteRedirectLocation];
  if (input.MetadataDirective === 'REPLACE' || changes.some((change) => change !== undefined)) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}
