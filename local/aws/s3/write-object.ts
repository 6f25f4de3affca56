import type { Cloud } from '../../kernel/cloud.ts';
import { type Cause, notify } from './event.ts';
import type {
  BucketRecord,
  DeleteMarker,
  ObjectAttributes,
  ObjectContent,
  ObjectVersion,
  StoredObject,
} from './record.ts';
import { ruleFor } from './replication/rule-for.ts';
import type { S3 } from './s3.ts';
import { checkVersionId, newVersionId } from './version-id.ts';

type Where = { readonly bucket: string; readonly key: string; readonly requestId: string };

type Write = Where & {
  /** A finished file on the store's disk, which becomes the object's. */
  readonly path: string;
  readonly content: Omit<ObjectContent, 'file'>;
  readonly attributes: ObjectAttributes;
  readonly reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
  /** Throws when the newest version is not what the request asked for; runs in the same turn as the write. */
  readonly check?: (newest: ObjectVersion | undefined) => void;
};

/** Makes a file the key's newest version and tells EventBridge, all in one turn. */
export function writeObject(s3: S3, cloud: Cloud, write: Write): StoredObject {
  const bucket = s3.store.bucket(write.bucket);
  const index = s3.store.index(write.bucket);
  write.check?.(index.newest(write.key));
  const object: StoredObject = pending(bucket, {
    ...identity(s3, cloud, write.key, newVersionId(bucket)),
    ...write.attributes,
    ...write.content,
    file: s3.store.adopt(write.bucket, write.key, write.path),
  });
  try {
    retire(s3, write.bucket, index.put(object));
  } catch (error) {
    s3.store.retire(s3.store.objectPath(write.bucket, object));
    throw error;
  }
  const cause: Cause = { type: 'Object Created', byS3: false, detail: { reason: write.reason } };
  notify(s3, cloud, { bucket, version: object, cause, requestId: write.requestId });
  replicate(s3, write.bucket, object);
  return object;
}

type Deleted = { readonly deleteMarker: boolean; readonly versionId?: string };

/** Deletes as AWS does: a version for good, or the key, which leaves a delete marker in a bucket with versions. */
export function deleteObject(
  s3: S3,
  cloud: Cloud,
  target: Where & { readonly versionId?: string | undefined },
): Deleted {
  const bucket = s3.store.bucket(target.bucket);
  checkVersionId(target.versionId);
  if (target.versionId !== undefined) return deleteVersion(s3, cloud, { ...target, versionId: target.versionId });
  if (bucket.versioning === undefined) {
    deleteVersion(s3, cloud, { ...target, versionId: 'null' });
    return { deleteMarker: false };
  }
  const created: DeleteMarker = { ...identity(s3, cloud, target.key, newVersionId(bucket)), deleteMarker: true };
  // What a lifecycle rule deletes stays where it was replicated to
  const marker = target.requestId === lifecycleRequest ? created : pending(bucket, created);
  retire(s3, target.bucket, s3.store.index(target.bucket).put(marker));
  announceDeletion(s3, cloud, target, { version: marker, deletion: 'Delete Marker Created' });
  replicate(s3, target.bucket, marker);
  return { deleteMarker: true, versionId: marker.versionId };
}

function deleteVersion(s3: S3, cloud: Cloud, target: Where & { readonly versionId: string }): Deleted {
  const removed = s3.store.index(target.bucket).remove(target.key, target.versionId);
  if (removed) {
    retire(s3, target.bucket, removed);
    const version = { ...removed, sequencer: s3.store.nextSequencer(), lastModified: cloud.clock.now() };
    announceDeletion(s3, cloud, target, { version, deletion: 'Permanently Deleted' });
  }
  return { deleteMarker: removed?.deleteMarker === true, versionId: target.versionId };
}

type Deletion = {
  readonly version: ObjectVersion;
  readonly deletion: 'Permanently Deleted' | 'Delete Marker Created';
};

function announceDeletion(s3: S3, cloud: Cloud, target: Where, { version, deletion }: Deletion): void {
  const byS3 = target.requestId === lifecycleRequest;
  const bucket = s3.store.bucket(target.bucket);
  const reason = byS3 ? 'Lifecycle Expiration' : 'DeleteObject';
  const cause: Cause = { type: 'Object Deleted', byS3, detail: { reason, 'deletion-type': deletion } };
  notify(s3, cloud, { bucket, version, cause, requestId: target.requestId });
}

/** The request id under which S3 itself applies lifecycle rules. */
export const lifecycleRequest = 'LIFECYCLE';

function identity(s3: S3, cloud: Cloud, key: string, versionId: string) {
  return { key, versionId, lastModified: cloud.clock.now(), sequencer: s3.store.nextSequencer() };
}

/** The version as it is stored: PENDING where a rule of replication is for it. */
function pending<T extends ObjectVersion>(bucket: BucketRecord, version: T): T {
  return ruleFor(bucket, version) === undefined ? version : { ...version, replication: 'PENDING' };
}

function replicate(s3: S3, bucket: string, { key, versionId, replication }: ObjectVersion): void {
  if (replication === 'PENDING') s3.replicate({ bucket, key, versionId });
}

function retire(s3: S3, bucket: string, version: ObjectVersion | undefined): void {
  if (version && !version.deleteMarker) s3.store.retire(s3.store.objectPath(bucket, version));
}
