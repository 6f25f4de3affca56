import type { Context } from '../../kernel/operation.ts';
import { noSuchUpload } from './fault.ts';
import { bucketOf, keyOf, required } from './permission.ts';
import type { UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

type UploadInput = {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
};

/** The upload under way that a request names. Throws NoSuchBucket, NoSuchUpload. */
export function findUpload(s3: S3, input: UploadInput, context: Context): UploadRecord {
  const bucket = s3.store.bucket(bucketOf(input, context)).name;
  const uploadId = required(input.UploadId, 'UploadId');
  const upload = s3.store.uploads.get(uploadId);
  if (!upload || upload.bucket !== bucket || upload.key !== keyOf(input)) throw noSuchUpload(uploadId);
  return upload;
}

/** An upload's parts by number. */
export function partsOf(s3: S3, uploadId: string): readonly UploadedPart[] {
  return [...s3.store.parts.values()].filter((part) => part.uploadId === uploadId).sort((a, b) => a.number - b.number);
}

/** Ends an upload: its parts' entries go first, then their files. */
export function forgetUpload(s3: S3, uploadId: string): void {
  const parts = partsOf(s3, uploadId);
  s3.store.uploads.delete(uploadId);
  for (const part of parts) {
    s3.store.parts.delete(partKey(uploadId, part.number));
    s3.store.retire(s3.store.partFile(part.file));
  }
}

export function partKey(uploadId: string, number: number): string {
  return `${uploadId}/${number}`;
}
