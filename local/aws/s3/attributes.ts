import type { ServerSideEncryption, StorageClass, Tag } from '@aws-sdk/client-s3';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { invalidArgument } from './fault.ts';
import type { BucketRecord, EncryptionRecord, ObjectAttributes, ObjectHeaders } from './record.ts';

type HeaderInput = {
  readonly ContentType?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
};

type EncryptionInput = {
  readonly ServerSideEncryption?: ServerSideEncryption | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
};

type AttributeInput = HeaderInput &
  EncryptionInput & {
    readonly Metadata?: Readonly<Record<string, string>> | undefined;
    readonly StorageClass?: StorageClass | undefined;
    readonly Tagging?: string | undefined;
    readonly ACL?: string | undefined;
  };

/** Requests with one of these mean something that is not done here. */
const refused = [
  'SSECustomerAlgorithm',
  'CopySourceSSECustomerAlgorithm',
  'ObjectLockMode',
  'ObjectLockLegalHoldStatus',
  'WriteOffsetBytes',
];

/** Reads what a writer says of the object; absent parts come from the bucket's defaults. */
export function readAttributes(input: AttributeInput, bucket: BucketRecord): ObjectAttributes {
  refuseUncovered(input);
  return {
    headers: readHeaders(input),
    metadata: readMetadata(input.Metadata ?? {}),
    tags: readTagging(input.Tagging),
    storageClass: input.StorageClass ?? 'STANDARD',
    encryption: readEncryption(input, bucket),
  };
}

export function refuseUncovered(input: { readonly ACL?: string | undefined }): void {
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of refused) if (given.get(name) !== undefined) throw notCovered(`S3's ${name}`);
  const grants = [...given].filter(([name, value]) => name.startsWith('Grant') && value !== undefined);
  const hasAcl = input.ACL !== undefined && input.ACL !== 'private' && input.ACL !== 'bucket-owner-full-control';
  if (hasAcl || grants.length > 0)
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

export function readHeaders(input: HeaderInput): ObjectHeaders {
  const encoding = (input.ContentEncoding ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  return {
    ContentType: input.ContentType ?? 'binary/octet-stream',
    ...(encoding !== '' && { ContentEncoding: encoding }),
    ...(input.ContentDisposition !== undefined && { ContentDisposition: input.ContentDisposition }),
    ...(input.ContentLanguage !== undefined && { ContentLanguage: input.ContentLanguage }),
    ...(input.CacheControl !== undefined && { CacheControl: input.CacheControl }),
    ...(input.Expires !== undefined && { ExpiresString: input.Expires.toUTCString() }),
    ...(input.WebsiteRedirectLocation !== undefined && { WebsiteRedirectLocation: input.WebsiteRedirectLocation }),
  };
}

export function readEncryption(input: EncryptionInput, bucket: BucketRecord): EncryptionRecord {
  const rule = bucket.encryption.Rules?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (algorithm === 'AES256') return { algorithm };
  const keyId = input.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID;
  const bucketKey = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled;
  return {
    algorithm,
    ...(keyId !== undefined && { keyId }),
    ...(bucketKey !== undefined && { bucketKey }),
  };
}

/** Reads tags written as a query string, at most ten. */
export function readTagging(text: string | undefined): readonly Tag[] {
  const tags = [...new URLSearchParams(text ?? '')].map(([Key, Value]) => ({ Key, Value }));
  return checkTags(tags, 10);
}

export function checkTags(tags: readonly Tag[], most: number): readonly Tag[] {
  if (tags.length > most) throw new AwsError('BadRequest', `Object tags cannot be greater than ${most}`);
  const keys = new Set(tags.map((tag) => tag.Key));
  if (keys.size < tags.length) throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
  for (const { Key, Value } of tags) {
    if (Key === undefined || Key === '' || Key.length > 128)
      throw new AwsError('InvalidTag', 'The TagKey you have provided is invalid');
    if (Value === undefined || Value.length > 256)
      throw new AwsError('InvalidTag', 'The TagValue you have provided is invalid');
  }
  return tags;
}

function readMetadata(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > 2048)
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  return Object.fromEntries(entries);
}

/** Reads an entity tag with or without its quotes. */
export function bareEtag(etag: string): string {
  const bare = etag.replaceAll('"', '');
  if (bare === '') throw invalidArgument('The ETag is empty', 'ETag', etag);
  return bare;
}
