import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { BucketRecord, ObjectVersion, StoredObject, UploadRecord } from './record.ts';

const dayMs = 86_400_000;

/** S3 adds a rule's days to the time of the object and goes on to the next midnight UTC (lifecycle-configuration-examples). */
export function dueAfter(from: number, days: number): number {
  return Math.ceil((from + days * dayMs) / dayMs) * dayMs;
}

/** The rules that are on, with dates as dates: the journal keeps them as text. */
export function rulesOf({ lifecycle = [] }: BucketRecord): readonly LifecycleRule[] {
  return lifecycle.filter(({ Status }) => Status === 'Enabled').map(withDates);
}

export function withDates(rule: LifecycleRule): LifecycleRule {
  return {
    ...rule,
    ...(rule.Expiration && { Expiration: withDate(rule.Expiration) }),
    ...(rule.Transitions && { Transitions: rule.Transitions.map(withDate) }),
  };
}

function withDate<T extends { readonly Date?: Date | undefined }>(action: T): T {
  return action.Date === undefined ? action : { ...action, Date: new Date(action.Date) };
}

export function prefixOf({ Filter, Prefix = '' }: LifecycleRule): string {
  return Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix;
}

/** Whether a rule is for this version. A delete marker has neither tags nor a size. */
export function isMeant(version: ObjectVersion, rule: LifecycleRule): boolean {
  if (!version.key.startsWith(prefixOf(rule))) return false;
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html: what is not replicated yet neither expires nor moves
  if (version.replication === 'PENDING' || version.replication === 'FAILED') return false;
  const { Filter = {} } = rule;
  const { Tags = Filter.Tag ? [Filter.Tag] : [] } = Filter.And ?? {};
  if (version.deleteMarker) return Tags.length === 0;
  const larger = Filter.And?.ObjectSizeGreaterThan ?? Filter.ObjectSizeGreaterThan ?? -1;
  const smaller = Filter.And?.ObjectSizeLessThan ?? Filter.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY;
  const hasTag = (tag: { readonly Key: string | undefined; readonly Value: string | undefined }) =>
    version.tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  return version.size > larger && version.size < smaller && Tags.every(hasTag);
}

/** When an action falls due for what began at `from`; undefined when the rule has no such time. */
export function dueAt(from: number, action: { Days?: number | undefined; Date?: Date | undefined } = {}) {
  if (action.Date !== undefined) return action.Date.getTime();
  return action.Days === undefined ? undefined : dueAfter(from, action.Days);
}

/** A version is no longer current from the moment of the next one. */
export function noncurrentSince(versions: readonly ObjectVersion[], version: ObjectVersion): number {
  return versions[versions.indexOf(version) - 1]?.lastModified ?? version.lastModified;
}

/** How answers tell when the current version will expire: the rule that comes first. */
export function expirationField(bucket: BucketRecord, object: StoredObject) {
  const first = earliest(
    rulesOf(bucket)
      .filter((rule) => isMeant(object, rule))
      .map((rule) => ({ rule, at: dueAt(object.lastModified, rule.Expiration) })),
  );
  if (!first) return {};
  const id = encodeURIComponent(first.rule.ID ?? '');
  return { Expiration: `expiry-date="${new Date(first.at).toUTCString()}", rule-id="${id}"` };
}

/** When a rule will abort an upload, and which. */
export function abortFields(bucket: BucketRecord, { key, initiated }: Pick<UploadRecord, 'key' | 'initiated'>) {
  const first = earliest(
    rulesOf(bucket)
      .filter((rule) => key.startsWith(prefixOf(rule)))
      .map((rule) => ({
        rule,
        at: dueAt(initiated, { Days: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation }),
      })),
  );
  return first ? { AbortDate: new Date(first.at), AbortRuleId: first.rule.ID } : {};
}

type Due = { readonly rule: LifecycleRule; readonly at: number };

function earliest(
  found: readonly { readonly rule: LifecycleRule; readonly at: number | undefined }[],
): Due | undefined {
  return found.flatMap(({ rule, at }) => (at === undefined ? [] : [{ rule, at }])).toSorted((a, b) => a.at - b.at)[0];
}
