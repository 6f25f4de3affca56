import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { sdkStreamMixin } from '@smithy/core/serde';
import { operation } from '../../kernel/operation.ts';
import { checkRead } from './condition.ts';
import { describeObject } from './describe-object.ts';
import { findObject } from './find-object.ts';
import { bucketOf, keyOf, onVersion } from './permission.ts';
import { readRange } from './range.ts';
import type { S3 } from './s3.ts';

export const getObject = (s3: S3) =>
  operation('s3', 'GetObject', {
    permissions: (input) => [onVersion('GetObject', input)],
    handle(input, context) {
      const bucket = bucketOf(input, context);
      const object = findObject(s3, context, { bucket, key: keyOf(input), versionId: input.VersionId });
      checkRead(object, input);
      const path = s3.store.objectPath(bucket, object);
      const stream = object.size === 0 ? Readable.from([]) : createReadStream(path, readRange(object, input));
      return { ...describeObject(object, s3.store.bucket(bucket), input), Body: sdkStreamMixin(stream) };
    },
  });
