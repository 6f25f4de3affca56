import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Cloud } from '../../kernel/cloud.ts';
import { withDates } from './bucket-lifecycle.ts';
import { forgetUpload } from './multipart.ts';
import { lowerBound } from './order.ts';
import type { ObjectVersion } from './record.ts';
import type { S3 } from './s3.ts';
import { deleteObject, lifecycleRequest } from './write-object.ts';

const everyMs = 3_600_000;
const dayMs = 86_400_000;

/** Applies every bucket's lifecycle rules once an hour; transitions between storage classes change nothing on this disk. */
export function scheduleLifecycle(s3: S3, cloud: Cloud): void {
  cloud.clock.after(everyMs, () => {
    applyLifecycle(s3, cloud);
    scheduleLifecycle(s3, cloud);
  });
}

export function applyLifecycle(s3: S3, cloud: Cloud): void {
  for (const bucket of [...s3.store.buckets.values()])
    for (const rule of bucket.lifecycle ?? [])
      if (rule.Status === 'Enabled') applyRule(s3, cloud, bucket.name, withDates(rule));
}

function applyRule(s3: S3, cloud: Cloud, bucket: string, rule: LifecycleRule): void {
  const { keys } = s3.store.index(bucket);
  const now = cloud.clock.now();
  const prefix = rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
  const chosen: string[] = [];
  for (let at = lowerBound(keys, prefix); keys[at]?.startsWith(prefix); at++) chosen.push(keys[at] ?? '');
  for (const key of chosen) applyToKey(s3, cloud, { bucket, key, rule, now });
  abortUploads(s3, bucket, { prefix, days: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation, now });
}

type Case = { readonly bucket: string; readonly key: string; readonly rule: LifecycleRule; readonly now: number };

function applyToKey(s3: S3, cloud: Cloud, { bucket, key, rule, now }: Case): void {
  const index = s3.store.index(bucket);
  const remove = (versionId?: string) =>
    deleteObject(s3, cloud, { bucket, key, versionId, requestId: lifecycleRequest });
  for (const versionId of expiredVersions(index.versions(key), rule, now)) remove(versionId);
  const newest = index.newest(key);
  if (newest && isExpired(newest, rule, now)) remove();
  else if (newest?.deleteMarker && isLoneMarker(index.versions(key), rule)) remove(newest.versionId);
}

/** Older versions past their days, but for the newest few of them that the rule keeps. */
function expiredVersions(versions: readonly ObjectVersion[], rule: LifecycleRule, now: number): readonly string[] {
  const { NoncurrentDays, NewerNoncurrentVersions = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (NoncurrentDays === undefined) return [];
  return versions
    .slice(1)
    .filter((_version, at) => at >= NewerNoncurrentVersions)
    .filter((version) => noncurrentSince(versions, version) + NoncurrentDays * dayMs <= now)
    .map(({ versionId }) => versionId);
}

/** A version is no longer current from the moment of the next one. */
function noncurrentSince(versions: readonly ObjectVersion[], version: ObjectVersion): number {
  return versions[versions.indexOf(version) - 1]?.lastModified ?? version.lastModified;
}

function isExpired(newest: ObjectVersion, rule: LifecycleRule, now: number): boolean {
  const { Days, Date: date } = rule.Expiration ?? {};
  if (newest.deleteMarker || !passesFilter(newest, rule)) return false;
  if (date !== undefined) return date.getTime() <= now;
  return Days !== undefined && newest.lastModified + Days * dayMs <= now;
}

function passesFilter(version: ObjectVersion, { Filter = {} }: LifecycleRule): boolean {
  if (version.deleteMarker) return true;
  const { Tags = Filter.Tag ? [Filter.Tag] : [] } = Filter.And ?? {};
  const larger = Filter.And?.ObjectSizeGreaterThan ?? Filter.ObjectSizeGreaterThan ?? -1;
  const smaller = Filter.And?.ObjectSizeLessThan ?? Filter.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY;
  const hasTag = (tag: { readonly Key: string | undefined; readonly Value: string | undefined }) =>
    version.tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  return version.size > larger && version.size < smaller && Tags.every(hasTag);
}

function isLoneMarker(versions: readonly ObjectVersion[], rule: LifecycleRule): boolean {
  return versions.length === 1 && rule.Expiration?.ExpiredObjectDeleteMarker === true;
}

type Stale = { readonly prefix: string; readonly days: number | undefined; readonly now: number };

function abortUploads(s3: S3, bucket: string, { prefix, days, now }: Stale): void {
  if (days === undefined) return;
  for (const upload of [...s3.store.uploads.values()])
    if (upload.bucket === bucket && upload.key.startsWith(prefix) && upload.initiated + days * dayMs <= now)
      forgetUpload(s3, upload.uploadId);
}
