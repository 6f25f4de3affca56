import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { sdkStreamMixin } from '@smithy/core/serde';
import { operation } from '../../kernel/operation.ts';
import { refuseArchived } from './archive.ts';
import { onVersion } from './permission.ts';
import { readObject } from './read-object.ts';
import type { S3 } from './s3.ts';

export const getObject = (s3: S3) =>
  operation('s3', 'GetObject', {
    permissions: (input) => [onVersion('GetObject', input)],
    handle(input, context) {
      const { object, bucket, range, answer } = readObject(s3, input, context);
      refuseArchived(object, context.cloud.clock.now());
      const path = s3.store.objectPath(bucket.name, object);
      const stream = object.size === 0 ? Readable.from([]) : createReadStream(path, range);
      return { ...answer, Body: sdkStreamMixin(stream) };
    },
  });
