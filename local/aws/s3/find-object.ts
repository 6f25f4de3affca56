import { AwsError, ErrorWithHeaders } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { noSuchKey, noSuchVersion } from './fault.ts';
import { refuseUnlessListable } from './permission.ts';
import type { DeleteMarker, StoredObject } from './record.ts';
import type { S3 } from './s3.ts';
import { checkVersionId } from './version-id.ts';

type Target = { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined };

/** The object's version asked for. Throws as AWS does, which tells only who may list the bucket that a key does not exist. */
export function findObject(s3: S3, context: Context, { bucket, key, versionId }: Target): StoredObject {
  checkVersionId(versionId);
  const index = s3.store.index(bucket);
  const version = versionId === undefined ? index.newest(key) : index.find(key, versionId);
  if (version && !version.deleteMarker) return version;
  if (version && versionId !== undefined) throw isDeleteMarker(version, context.http?.method ?? 'GET');
  refuseUnlessListable(context, bucket);
  const missing = versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  throw version ? new ErrorWithHeaders(missing, markerHeaders(version)) : missing;
}

function isDeleteMarker(marker: DeleteMarker, method: string): AwsError {
  const error = new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    Method: method,
    ResourceType: 'DeleteMarker',
  });
  const lastModified = new Date(marker.lastModified).toUTCString();
  return new ErrorWithHeaders(error, { ...markerHeaders(marker), allow: 'DELETE', 'last-modified': lastModified });
}

function markerHeaders({ versionId }: DeleteMarker) {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId };
}
