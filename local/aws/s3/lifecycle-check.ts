import { randomBytes } from 'node:crypto';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from './fault.ts';
import { checkTimes } from './lifecycle-times.ts';

/** A bucket's rules as S3 keeps them, each with an id. Throws MalformedXML, InvalidArgument, InvalidRequest. */
export function checkLifecycle(rules: readonly LifecycleRule[]): readonly LifecycleRule[] {
  if (rules.length === 0 || rules.length > 1000) throw malformedXml('between 1 and 1,000 lifecycle rules');
  for (const rule of rules) checkShape(rule);
  for (const rule of rules) checkTimes(rule);
  for (const rule of rules) checkTogether(rule);
  const named = rules.map((rule) => ({ ...rule, ID: rule.ID || randomBytes(36).toString('base64url') }));
  if (named.some(({ ID }) => ID.length > 255))
    throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', undefined);
  if (new Set(named.map(({ ID }) => ID)).size < named.length)
    throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', undefined);
  return named;
}

function checkShape(rule: LifecycleRule): void {
  const { Status, Expiration, Transitions = [], NoncurrentVersionTransitions = [] } = rule;
  if (Status !== 'Enabled' && Status !== 'Disabled') throw malformedXml('Status is Enabled or Disabled');
  checkFilter(rule);
  if (Expiration && given(Expiration.Days, Expiration.Date, Expiration.ExpiredObjectDeleteMarker) !== 1)
    throw malformedXml('an Expiration has one of Days, Date and ExpiredObjectDeleteMarker');
  if (!Transitions.every((move) => given(move.Days, move.Date) === 1 && isTarget(move.StorageClass)))
    throw malformedXml('a Transition has a StorageClass and one of Days and Date');
  if (!NoncurrentVersionTransitions.every((move) => given(move.NoncurrentDays) === 1 && isTarget(move.StorageClass)))
    throw malformedXml('a NoncurrentVersionTransition has a StorageClass and NoncurrentDays');
}

function checkFilter({ Filter, Prefix }: LifecycleRule): void {
  if (given(Filter, Prefix) !== 1) throw malformedXml('a rule has either a Filter or a Prefix');
  const { Prefix: prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And } = Filter ?? {};
  if (given(prefix, Tag, ObjectSizeGreaterThan, ObjectSizeLessThan, And) > 1)
    throw malformedXml('a Filter has one predicate, or And');
}

function given(...values: readonly unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

const targets = new Set(['GLACIER', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'DEEP_ARCHIVE', 'GLACIER_IR']);

function isTarget(storageClass: string | undefined): boolean {
  return storageClass !== undefined && targets.has(storageClass);
}

/** What may not stand together in one rule. */
function checkTogether(rule: LifecycleRule): void {
  if (!hasAction(rule)) throw invalidRequest('At least one action needs to be specified in a rule');
  checkActions(rule);
  const classes = (rule.Transitions ?? []).map(({ StorageClass }) => StorageClass);
  if (new Set(classes).size < classes.length)
    throw invalidRequest("'StorageClass' must be different for 'Transition' actions in same 'Rule'");
}

/** Uploads and delete markers have neither tags nor, yet, a size. */
function checkActions({ Filter = {}, Expiration, AbortIncompleteMultipartUpload: abort }: LifecycleRule): void {
  const { ObjectSizeGreaterThan: larger, ObjectSizeLessThan: smaller } = Filter.And ?? Filter;
  const isTagged = given(Filter.Tag, ...(Filter.And?.Tags ?? [])) > 0;
  if (abort && isTagged) throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  if (abort && given(larger, smaller) > 0)
    throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Object Size.');
  if (Expiration?.ExpiredObjectDeleteMarker !== undefined && isTagged)
    throw invalidRequest('ExpiredObjectDeleteMarker cannot be specified with Tags.');
  checkSizes(larger, smaller);
}

function hasAction(rule: LifecycleRule): boolean {
  const { Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule;
  const moves = [...(rule.Transitions ?? []), ...(rule.NoncurrentVersionTransitions ?? [])];
  return given(Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, ...moves) > 0;
}

function checkSizes(greater: number | undefined, less: number | undefined): void {
  if (greater !== undefined && less !== undefined && less <= greater)
    throw invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
}
