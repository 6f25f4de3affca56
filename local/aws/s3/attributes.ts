import type { StorageClass } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { refuseObjectAcl } from './acl.ts';
import { type EncryptionInput, readEncryption } from './encryption.ts';
import { invalidArgument } from './fault.ts';
import { readMetadata } from './metadata.ts';
import type { BucketRecord, ObjectAttributes, ObjectHeaders } from './record.ts';
import { readTagging } from './tags.ts';

type HeaderInput = {
  readonly ContentType?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
};

type AttributeInput = HeaderInput &
  EncryptionInput & {
    readonly Metadata?: Readonly<Record<string, string>> | undefined;
    readonly StorageClass?: StorageClass | undefined;
    readonly Tagging?: string | undefined;
    readonly ACL?: string | undefined;
  };

/** Reads what a writer says of the object; absent parts come from the bucket's defaults. `expires` is that header as it came: S3 keeps any text. */
export function readAttributes(input: AttributeInput, bucket: BucketRecord, expires?: string): ObjectAttributes {
  refuseObjectAcl(input, bucket);
  return {
    headers: readHeaders(input, expires ?? input.Expires?.toUTCString()),
    metadata: readMetadata(input.Metadata ?? {}),
    tags: readTagging(input.Tagging),
    storageClass: input.StorageClass ?? 'STANDARD',
    encryption: readEncryption(input, bucket),
  };
}

function readHeaders(input: HeaderInput, expires: string | undefined): ObjectHeaders {
  const encoding = storedEncoding(input.ContentEncoding ?? '');
  const redirect = input.WebsiteRedirectLocation;
  if (redirect !== undefined && !/^(\/|https?:\/\/)/.test(redirect))
    throw new AwsError(
      'InvalidRedirectLocation',
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    );
  return {
    ContentType: input.ContentType || 'binary/octet-stream',
    ...(encoding !== '' && { ContentEncoding: encoding }),
    ...(input.ContentDisposition !== undefined && { ContentDisposition: input.ContentDisposition }),
    ...(input.ContentLanguage !== undefined && { ContentLanguage: input.ContentLanguage }),
    ...(input.CacheControl !== undefined && { CacheControl: input.CacheControl }),
    ...(expires !== undefined && { ExpiresString: expires }),
    ...(redirect !== undefined && { WebsiteRedirectLocation: redirect }),
  };
}

/** `aws-chunked` says how the body travelled, and is not part of the object. */
function storedEncoding(header: string): string {
  const parts = header.split(',').map((part) => part.trim());
  return parts.includes('aws-chunked') ? parts.filter((part) => part !== 'aws-chunked').join(',') : header;
}

/** Reads an entity tag with or without its quotes. */
export function bareEtag(etag: string): string {
  const bare = etag.replaceAll('"', '');
  if (bare === '') throw invalidArgument('The ETag is empty', 'ETag', etag);
  return bare;
}
