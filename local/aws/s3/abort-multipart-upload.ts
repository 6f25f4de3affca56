import { operation } from '../../kernel/operation.ts';
import { findUpload, forgetUpload } from './multipart.ts';
import { onObject } from './permission.ts';
import type { S3 } from './s3.ts';

export const abortMultipartUpload = (s3: S3) =>
  operation('s3', 'AbortMultipartUpload', {
    permissions: (input) => [onObject('AbortMultipartUpload', input)],
    handle(input, context) {
      forgetUpload(s3, findUpload(s3, input, context).uploadId);
      return {};
    },
  });
