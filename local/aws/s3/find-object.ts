import { AwsError } from '../../kernel/error.ts';
import type { Context } from '../../kernel/operation.ts';
import { noSuchKey, noSuchVersion } from './fault.ts';
import { refuseUnlessListable } from './permission.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';

type Target = { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined };

/** The object's version asked for. Throws as AWS does, which tells only who may list the bucket that a key does not exist. */
export function findObject(s3: S3, context: Context, { bucket, key, versionId }: Target): StoredObject {
  const index = s3.store.index(bucket);
  const version = versionId === undefined ? index.newest(key) : index.find(key, versionId);
  if (version && !version.deleteMarker) return version;
  if (version && versionId !== undefined)
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      Method: 'GET',
      ResourceType: 'DeleteMarker',
    });
  refuseUnlessListable(context, bucket);
  throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
}
