import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import { bucketOf, onBucket } from './permission.ts';
import type { BucketChange, BucketRecord } from './record.ts';
import type { S3 } from './s3.ts';

type BucketInput = { readonly Bucket?: string | undefined; readonly ExpectedBucketOwner?: string | undefined };

/** The bucket that a request names. Throws NoSuchBucket. */
export function bucketRecord(s3: S3, input: BucketInput, context: Context): BucketRecord {
  return s3.store.bucket(bucketOf(input, context));
}

/** Changes what is configured; a setting given as undefined is removed. */
export function configure(s3: S3, input: BucketInput, context: Context, change: BucketChange): Record<string, never> {
  s3.store.changeBucket(bucketOf(input, context), change);
  return {};
}

/** The setting, or AWS's own error for a bucket that has not got it. */
export function present<T>(value: T | undefined, code: string, message: string): T {
  if (value === undefined) throw new AwsError(code, message, 404);
  return value;
}

/** A configuration that the request must bring. */
export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw malformedXml(`${name} is missing`);
  return value;
}

export const settingPermission = (action: string) => (input: BucketInput) => [onBucket(action, input.Bucket)];
