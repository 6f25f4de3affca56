import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Cloud } from '../../kernel/cloud.ts';
import { dueAfter, dueAt, isMeant, noncurrentSince, prefixOf, rulesOf } from './lifecycle-due.ts';
import { moveVersions } from './lifecycle-move.ts';
import { forgetUpload } from './multipart.ts';
import { lowerBound } from './order.ts';
import type { BucketRecord, ObjectVersion } from './record.ts';
import type { S3 } from './s3.ts';
import { deleteObject, lifecycleRequest } from './write-object.ts';

const everyMs = 3_600_000;

/** Applies every bucket's lifecycle rules once an hour. */
export function scheduleLifecycle(s3: S3, cloud: Cloud): void {
  cloud.clock.after(everyMs, () => {
    applyLifecycle(s3, cloud);
    scheduleLifecycle(s3, cloud);
  });
}

export function applyLifecycle(s3: S3, cloud: Cloud): void {
  for (const bucket of [...s3.store.buckets.values()])
    for (const rule of rulesOf(bucket)) applyRule(s3, cloud, bucket, rule);
}

function applyRule(s3: S3, cloud: Cloud, bucket: BucketRecord, rule: LifecycleRule): void {
  const { keys } = s3.store.index(bucket.name);
  const now = cloud.clock.now();
  const prefix = prefixOf(rule);
  const chosen: string[] = [];
  for (let at = lowerBound(keys, prefix); keys[at]?.startsWith(prefix); at++) chosen.push(keys[at] ?? '');
  for (const key of chosen) {
    expireKey(s3, cloud, { bucket: bucket.name, key, rule, now });
    moveVersions(s3, cloud, { bucket, key, rule, now });
  }
  abortUploads(s3, bucket.name, { prefix, days: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation, now });
}

type Case = { readonly bucket: string; readonly key: string; readonly rule: LifecycleRule; readonly now: number };

function expireKey(s3: S3, cloud: Cloud, { bucket, key, rule, now }: Case): void {
  const index = s3.store.index(bucket);
  const remove = (versionId?: string) =>
    deleteObject(s3, cloud, { bucket, key, versionId, requestId: lifecycleRequest });
  for (const versionId of expiredVersions(index.versions(key), rule, now)) remove(versionId);
  const newest = index.newest(key);
  if (newest && isExpired(newest, rule, now)) remove();
  else if (newest?.deleteMarker && index.versions(key).length === 1 && isLeftover(newest, rule, now))
    remove(newest.versionId);
}

/** Older versions past their days, but for the newest few of them that the rule keeps. */
function expiredVersions(versions: readonly ObjectVersion[], rule: LifecycleRule, now: number): readonly string[] {
  const { NoncurrentDays, NewerNoncurrentVersions = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (NoncurrentDays === undefined) return [];
  return versions
    .slice(1)
    .filter((_version, at) => at >= NewerNoncurrentVersions)
    .filter((version) => isMeant(version, rule))
    .filter((version) => dueAfter(noncurrentSince(versions, version), NoncurrentDays) <= now)
    .map(({ versionId }) => versionId);
}

function isExpired(newest: ObjectVersion, rule: LifecycleRule, now: number): boolean {
  return !newest.deleteMarker && isMeant(newest, rule) && isDue(newest, rule, now);
}

/** A delete marker with nothing behind it goes when the rule says so, or when it is as old as objects may get. */
function isLeftover(marker: ObjectVersion, rule: LifecycleRule, now: number): boolean {
  return isMeant(marker, rule) && (rule.Expiration?.ExpiredObjectDeleteMarker === true || isDue(marker, rule, now));
}

function isDue({ lastModified }: ObjectVersion, { Expiration }: LifecycleRule, now: number): boolean {
  return (dueAt(lastModified, Expiration) ?? Number.POSITIVE_INFINITY) <= now;
}

type Stale = { readonly prefix: string; readonly days: number | undefined; readonly now: number };

function abortUploads(s3: S3, bucket: string, { prefix, days, now }: Stale): void {
  if (days === undefined) return;
  for (const upload of [...s3.store.uploads.values()])
    if (upload.bucket === bucket && upload.key.startsWith(prefix) && dueAfter(upload.initiated, days) <= now)
      forgetUpload(s3, upload.uploadId);
}
