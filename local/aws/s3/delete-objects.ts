import type { DeletedObject, ObjectIdentifier, _Error as S3Error } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { writeCheck } from './condition.ts';
import { malformedXml, noSuchVersion } from './fault.ts';
import { bucketOf, onObject } from './permission.ts';
import type { S3 } from './s3.ts';
import { refuseUncovered } from './uncovered.ts';
import { isVersionId } from './version-id.ts';
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
      if (objects.length === 0 || objects.length > maxKeys || objects.some(({ Key }) => !Key))
        throw malformedXml(`between 1 and ${maxKeys} objects, each with a key`);
      const outcomes = objects.map((object) => deleteOne(s3, context, bucket, object));
      return {
        Deleted: outcomes.flatMap((outcome) =>
          'deleted' in outcome && input.Delete?.Quiet !== true ? [outcome.deleted] : [],
        ),
        Errors: outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : [])),
      };
    },
  });

function deleteOne(s3: S3, context: Context, bucket: string, object: ObjectIdentifier): Outcome {
  const { Key: key = '', VersionId } = object;
  const versionId = VersionId === '' ? undefined : VersionId;
  const identity = { Key: key, ...(versionId !== undefined && { VersionId: versionId }) };
  try {
    const action = versionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion';
    context.cloud.authorize(context.caller, onObject(action, { Bucket: bucket, Key: key }));
    check(s3, bucket, object);
    const { requestId } = context;
    const result = deleteObject(s3, context.cloud, { bucket, key, versionId, requestId });
    return { deleted: { ...identity, ...markerFields(result.deleteMarker, result.versionId) } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { error: { ...identity, Code: error.code, Message: error.message } };
  }
}

/** An ETag is a condition; a version id that S3 never gave out is a version that is not there. */
function check(s3: S3, bucket: string, { Key = '', VersionId, ETag, LastModifiedTime, Size }: ObjectIdentifier): void {
  refuseUncovered(
    new Map<string, unknown>([
      ['IfMatchLastModifiedTime', LastModifiedTime],
      ['IfMatchSize', Size],
    ]),
  );
  if (VersionId && !isVersionId(VersionId)) throw noSuchVersion(Key, VersionId);
  if (ETag !== undefined) writeCheck({ IfMatch: ETag })(s3.store.index(bucket).newest(Key));
}

function markerFields(deleteMarker: boolean, versionId: string | undefined) {
  return deleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {};
}
