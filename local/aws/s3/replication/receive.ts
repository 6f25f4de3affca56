import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { ownerOnly } from '../../../kernel/disk.ts';
import { AwsError } from '../../../kernel/error.ts';
import { notify } from '../event.ts';
import type { BucketRecord, ObjectVersion } from '../record.ts';
import type { S3 } from '../s3.ts';
import type { FailureReason, Outcome, Replica } from './replica.ts';

/** S3's own request: the events of replicas carry it. */
const requestId = 'REPLICATION';

/**
 * Puts a replica into a bucket of this account, as the bucket's policy allows: under the version id and with the time of the
 * source's. Versions stand in the source's order, whichever comes first.
 */
export async function receiveReplica(
  s3: Pick<S3, 'store' | 'emit'>,
  cloud: Cloud,
  replica: Replica,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Outcome> {
  const bucket = s3.store.buckets.get(replica.bucket);
  const reason = bucket === undefined ? 'DstBucketNotFound' : refusal(cloud, bucket, replica);
  if (bucket === undefined || reason !== undefined) return { kind: 'failed', reason: reason ?? 'DstBucketNotFound' };
  const index = s3.store.index(bucket.name);
  const had = index.find(replica.version.key, replica.version.versionId);
  const version = await stored(s3, bucket.name, replica, bytes);
  const replaced = index.put(version);
  if (replaced !== undefined && !replaced.deleteMarker) s3.store.retire(s3.store.objectPath(bucket.name, replaced));
  if (had === undefined) announce(s3, cloud, bucket, version);
  return { kind: 'stored' };
}

/** Why the destination refuses a replica; undefined where it takes it. */
export function refusal(cloud: Cloud, bucket: BucketRecord, replica: Replica): FailureReason | undefined {
  if (replica.account !== undefined && replica.account !== cloud.account) return 'DstBucketNotFound';
  if (bucket.versioning !== 'Enabled') return 'DstBucketUnversioned';
  return firstRefused(cloud, replica);
}

/** The first permission that the role lacks on the destination, as far as this account can say. */
export function firstRefused(
  { authorize }: Pick<Cloud, 'authorize'>,
  { bucket, roleArn, takesOwner, version }: Replica,
): FailureReason | undefined {
  const caller: Caller = { kind: 'role', roleArn, sessionName: 's3-replication' };
  const resource = `arn:aws:s3:::${bucket}/${version.key}`;
  const needed: readonly (readonly [string, FailureReason])[] = version.deleteMarker
    ? [['ReplicateDelete', 'DstDelObjNotPermitted']]
    : [
        ['ReplicateObject', 'DstPutObjectNotPermitted'],
        ...(takesOwner ? [['ObjectOwnerOverrideToBucketOwner', 'DstPutAclNotPermitted'] as const] : []),
        ...(version.tags.length > 0 ? [['ReplicateTags', 'DstPutTaggingNotPermitted'] as const] : []),
      ];
  return needed.find(([action]) => !isAllowed(() => authorize(caller, { action: `s3:${action}`, resource })))?.[1];
}

/** Whether a check of permissions passes. */
export function isAllowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}

async function stored(
  { store }: Pick<S3, 'store'>,
  bucket: string,
  { version }: Replica,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ObjectVersion> {
  if (version.deleteMarker) return { ...version, replication: 'REPLICA' };
  const path = store.temporaryFile();
  await pipeline(Readable.from(bytes), createWriteStream(path, { mode: ownerOnly }));
  return { ...version, replication: 'REPLICA', file: store.adopt(bucket, version.key, path) };
}

/** As of a PUT by S3 itself: no page of AWS says what is told of a replica. */
function announce(s3: Pick<S3, 'store' | 'emit'>, cloud: Cloud, bucket: BucketRecord, version: ObjectVersion): void {
  const detail = version.deleteMarker
    ? { reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' }
    : { reason: 'PutObject' };
  const type = version.deleteMarker ? 'Object Deleted' : 'Object Created';
  notify(s3, cloud, { bucket, version, cause: { type, byS3: true, detail }, requestId });
}
