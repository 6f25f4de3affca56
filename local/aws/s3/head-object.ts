import { operation } from '../../kernel/operation.ts';
import { checkRead } from './condition.ts';
import { describeObject } from './describe-object.ts';
import { findObject } from './find-object.ts';
import { bucketOf, keyOf, onVersion } from './permission.ts';
import type { S3 } from './s3.ts';

export const headObject = (s3: S3) =>
  operation('s3', 'HeadObject', {
    permissions: (input) => [onVersion('GetObject', input)],
    handle(input, context) {
      const bucket = bucketOf(input, context);
      const object = findObject(s3, context, { bucket, key: keyOf(input), versionId: input.VersionId });
      checkRead(object, input);
      return describeObject(object, s3.store.bucket(bucket), input);
    },
  });
