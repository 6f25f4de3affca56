import type { Context } from '../../kernel/operation.ts';
import { restoreField } from './archive.ts';
import { checksumFields } from './checksum-fields.ts';
import { encryptionFields } from './encryption.ts';
import { expirationField } from './lifecycle-due.ts';
import { metadataHeaders } from './metadata.ts';
import type { ByteRange } from './range.ts';
import type { BucketRecord, StoredObject } from './record.ts';
import { versionField } from './version-id.ts';

type ReadInput = {
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: string | undefined;
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
};

type Found = { readonly object: StoredObject; readonly bucket: BucketRecord; readonly range: ByteRange | undefined };

/** What GetObject and HeadObject answer of an object, beside its bytes. `HttpStatus` is 206 for a part of it. */
export function describeObject({ object, bucket, range }: Found, input: ReadInput, { cloud, http }: Context) {
  const { ExpiresString, ...headers } = object.headers;
  const expires = http?.query.get('response-expires') ?? input.ResponseExpires?.toUTCString() ?? ExpiresString;
  const now = cloud.clock.now();
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(object.lastModified),
    ETag: `"${object.etag}"`,
    Metadata: metadataHeaders(object.metadata),
    ...headers,
    ...overrides(input),
    ...(expires !== undefined && { HttpHeaders: { expires } }),
    ...encryptionFields(object.encryption),
    ...rangeFields(object, range),
    ...versionField(bucket, object),
    ...expirationField(bucket, object),
    ...restoreField(object, now),
    ...(object.storageClass !== 'STANDARD' && { StorageClass: object.storageClass }),
    ...(object.replication !== undefined && { ReplicationStatus: object.replication }),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
    ...(input.PartNumber !== undefined && object.parts && { PartsCount: object.parts.length }),
    ...(input.ChecksumMode === 'ENABLED' && readChecksum(object, input.PartNumber, range)),
  };
}

/** The whole object's checksum, or the part's with the type of the whole's; a range of bytes has none. */
function readChecksum(object: StoredObject, partNumber: number | undefined, range: ByteRange | undefined) {
  if (partNumber === undefined) return range ? {} : checksumFields(object.checksum);
  if (!object.parts) return checksumFields(object.checksum);
  const part = object.parts[partNumber - 1]?.checksum;
  return part && object.checksum ? checksumFields({ ...part, type: object.checksum.type }) : {};
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
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
