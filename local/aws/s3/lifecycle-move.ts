import type { LifecycleRule, StorageClass } from '@aws-sdk/client-s3';
import type { Cloud } from '../../kernel/cloud.ts';
import { hasArchiveClass } from './archive.ts';
import { notify } from './event.ts';
import { dueAfter, dueAt, isMeant, noncurrentSince } from './lifecycle-due.ts';
import type { BucketRecord, StoredObject } from './record.ts';
import type { S3 } from './s3.ts';
import { lifecycleRequest } from './write-object.ts';

type Case = { readonly bucket: BucketRecord; readonly key: string; readonly rule: LifecycleRule; readonly now: number };

/** Classes in the order in which objects can move: never back (lifecycle-transition-general-considerations). */
const order = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

const usualMinimumBytes = 131_072;

/** Moves a key's versions to the storage classes that a rule has for them by now. Their bytes stay where they are on this disk. */
export function moveVersions(s3: S3, cloud: Cloud, { bucket, key, rule, now }: Case): void {
  const index = s3.store.index(bucket.name);
  const versions = index.versions(key);
  for (const [at, version] of versions.entries()) {
    if (version.deleteMarker || !isMeant(version, rule)) continue;
    const due =
      at === 0 ? currentMoves(version, rule, now) : oldMoves(noncurrentSince(versions, version), at, rule, now);
    const target = furthest(due.filter((each) => isLargeEnough(version, each, { bucket, rule })));
    if (target === undefined || order.indexOf(target) <= order.indexOf(version.storageClass)) continue;
    const moved = { ...version, storageClass: target };
    index.put(moved);
    const cause = {
      type: 'Object Storage Class Changed',
      byS3: true,
      detail: { 'destination-storage-class': target },
    } as const;
    notify(s3, cloud, { bucket, version: moved, cause, requestId: lifecycleRequest });
  }
}

function currentMoves({ lastModified }: StoredObject, { Transitions = [] }: LifecycleRule, now: number) {
  return Transitions.flatMap((move) => {
    const at = dueAt(lastModified, move);
    return at !== undefined && at <= now && move.StorageClass !== undefined ? [move.StorageClass] : [];
  });
}

function oldMoves(since: number, at: number, { NoncurrentVersionTransitions = [] }: LifecycleRule, now: number) {
  return NoncurrentVersionTransitions.flatMap(({ NoncurrentDays = 0, NewerNoncurrentVersions = 0, StorageClass }) =>
    StorageClass !== undefined && at > NewerNoncurrentVersions && dueAfter(since, NoncurrentDays) <= now
      ? [StorageClass]
      : [],
  );
}

function furthest(classes: readonly StorageClass[]): StorageClass | undefined {
  return classes.toSorted((a, b) => order.indexOf(b) - order.indexOf(a))[0];
}

/** Objects below 128 KB stay unless the rule names a size; archives take them where the configuration says `varies_by_storage_class`. */
function isLargeEnough(
  { size }: StoredObject,
  target: StorageClass,
  { bucket, rule }: { readonly bucket: BucketRecord; readonly rule: LifecycleRule },
): boolean {
  const filter = rule.Filter?.And ?? rule.Filter ?? {};
  const isSized = filter.ObjectSizeGreaterThan !== undefined || filter.ObjectSizeLessThan !== undefined;
  const varies = bucket.transitionMinimum === 'varies_by_storage_class' && hasArchiveClass(target);
  return isSized || varies || size >= usualMinimumBytes;
}
