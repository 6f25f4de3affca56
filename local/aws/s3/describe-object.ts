import { checksumFields } from './checksum-fields.ts';
import { type ByteRange, readRange } from './range.ts';
import type { BucketRecord, EncryptionRecord, StoredObject } from './record.ts';

type ReadInput = {
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: string | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
};

/** What GetObject and HeadObject answer of an object, beside its bytes. `HttpStatus` is 206 for a part of it. */
export function describeObject(object: StoredObject, bucket: BucketRecord, input: ReadInput) {
  const range = readRange(object, input);
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(object.lastModified),
    ETag: `"${object.etag}"`,
    Metadata: { ...object.metadata },
    ...object.headers,
    ...overrides(input),
    ...encryptionFields(object.encryption),
    ...rangeFields(object, range),
    ...(bucket.versioning !== undefined && { VersionId: object.versionId }),
    ...(object.storageClass !== 'STANDARD' && { StorageClass: object.storageClass }),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
    ...(input.PartNumber !== undefined && object.parts && { PartsCount: object.parts.length }),
    ...(input.ChecksumMode === 'ENABLED' && !range && checksumFields(object.checksum)),
  };
}

/** How an answer says with what an object is encrypted. */
export function encryptionFields({ algorithm, keyId, bucketKey }: EncryptionRecord) {
  return {
    ServerSideEncryption: algorithm,
    ...(keyId !== undefined && { SSEKMSKeyId: keyId }),
    ...(bucketKey !== undefined && { BucketKeyEnabled: bucketKey }),
  };
}

function rangeFields(object: StoredObject, range: ByteRange | undefined) {
  if (!range) return { ContentLength: object.size };
  return {
    ContentLength: range.end - range.start + 1,
    ContentRange: `bytes ${range.start}-${range.end}/${object.size}`,
    HttpStatus: 206,
  };
}

function overrides(input: ReadInput) {
  const given = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    ExpiresString: input.ResponseExpires?.toUTCString(),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
