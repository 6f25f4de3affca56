import type { DeletedObject, ObjectIdentifier, _Error as S3Error } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import { bucketOf, onObject } from './permission.ts';
import type { S3 } from './s3.ts';
import { deleteObject } from './write-object.ts';

const maxKeys = 1000;

type Outcome = { readonly deleted: DeletedObject } | { readonly error: S3Error };

/** Permissions are checked per key: a key that may not be deleted is an error of its own in the answer. */
export const deleteObjects = (s3: S3) =>
  operation('s3', 'DeleteObjects', {
    permissions: () => [],
    handle(input, context) {
      const bucket = bucketOf(input, context);
      s3.store.bucket(bucket);
      const objects = input.Delete?.Objects ?? [];
      if (objects.length === 0 || objects.length > maxKeys) throw malformedXml(`between 1 and ${maxKeys} objects`);
      const outcomes = objects.map((object) => deleteOne(s3, context, bucket, object));
      return {
        Deleted: outcomes.flatMap((outcome) =>
          'deleted' in outcome && input.Delete?.Quiet !== true ? [outcome.deleted] : [],
        ),
        Errors: outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : [])),
      };
    },
  });

function deleteOne(s3: S3, context: Context, bucket: string, { Key: key, VersionId }: ObjectIdentifier): Outcome {
  const versionId = VersionId === '' ? undefined : VersionId;
  const identity = { Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
  try {
    const action = versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion';
    context.cloud.authorize(context.caller, onObject(action, { Bucket: bucket, Key: key }));
    const { requestId } = context;
    const result = deleteObject(s3, context.cloud, { bucket, key: key ?? '', versionId, requestId });
    return { deleted: { ...identity, ...markerFields(result.deleteMarker, result.versionId) } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { error: { ...identity, Code: error.code, Message: error.message } };
  }
}

function markerFields(deleteMarker: boolean, versionId: string | undefined) {
  return deleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
}
