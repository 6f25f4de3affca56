import { operation } from '../../kernel/operation.ts';
import { writeCheck } from './condition.ts';
import { bucketOf, keyOf, onVersion } from './permission.ts';
import type { S3 } from './s3.ts';
import { deleteObject as deleteFromStore } from './write-object.ts';

export const deleteObject = (s3: S3) =>
  operation('s3', 'DeleteObject', {
    permissions: (input) => [onVersion('DeleteObject', input)],
    handle(input, context) {
      const bucket = bucketOf(input, context);
      const key = keyOf(input);
      if (input.IfMatch !== undefined) writeCheck({ IfMatch: input.IfMatch })(s3.store.index(bucket).newest(key));
      const { deleteMarker, versionId } = deleteFromStore(s3, context.cloud, {
        bucket,
        key,
        versionId: input.VersionId,
        requestId: context.requestId,
      });
      return { ...(deleteMarker && { DeleteMarker: true }), ...(versionId !== undefined && { VersionId: versionId }) };
    },
  });
