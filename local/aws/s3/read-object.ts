import type { Context } from '../../kernel/operation.ts';
import { checkRead, type ReadConditions } from './condition.ts';
import { describeObject } from './describe-object.ts';
import { refuseEncryptionHeader } from './encryption.ts';
import { findObject } from './find-object.ts';
import { bucketOf, keyOf } from './permission.ts';
import { isSameEntity, readRange } from './range.ts';
import type { S3 } from './s3.ts';

type ReadInput = ReadConditions &
  Parameters<typeof describeObject>[1] & {
    readonly Bucket?: string | undefined;
    readonly Key?: string | undefined;
    readonly VersionId?: string | undefined;
    readonly ExpectedBucketOwner?: string | undefined;
    readonly Range?: string | undefined;
  };

/** The object that GetObject or HeadObject asks for, the bytes of it that are wanted, and the answer's headers. */
export function readObject(s3: S3, input: ReadInput, context: Context) {
  const bucket = s3.store.bucket(bucketOf(input, context));
  refuseEncryptionHeader(context);
  const object = findObject(s3, context, { bucket: bucket.name, key: keyOf(input), versionId: input.VersionId });
  checkRead(object, input, context.cloud.clock.now());
  const isStale = !isSameEntity(object, context.http?.headers['if-range']);
  const range = readRange(object, isStale ? { PartNumber: input.PartNumber } : input);
  return { object, bucket, range, answer: describeObject({ object, bucket, range }, input, context) };
}
