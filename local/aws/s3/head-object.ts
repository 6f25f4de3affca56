import { operation } from '../../kernel/operation.ts';
import { onVersion } from './permission.ts';
import { readObject } from './read-object.ts';
import type { S3 } from './s3.ts';

export const headObject = (s3: S3) =>
  operation('s3', 'HeadObject', {
    permissions: (input) => [onVersion('GetObject', input)],
    handle: (input, context) => readObject(s3, input, context).answer,
  });
