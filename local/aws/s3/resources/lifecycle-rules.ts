import type { LifecycleRule, Transition } from '@aws-sdk/client-s3';
import type { LifecycleRuleProperties } from './bucket-schema.ts';

/** CloudFormation's lifecycle rules in the words of S3's API. */
export function lifecycleRules(rules: readonly LifecycleRuleProperties[]): LifecycleRule[] {
  return rules.map((rule, at) => ({
    ID: rule.Id ?? `rule-${at + 1}`,
    Status: rule.Status,
    Filter: filter(rule),
    ...expiration(rule),
    ...transitions(rule),
    ...noncurrent(rule),
    ...(rule.AbortIncompleteMultipartUpload && { AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload }),
  }));
}

function filter(rule: LifecycleRuleProperties): NonNullable<LifecycleRule['Filter']> {
  const Prefix = rule.Prefix ?? '';
  const And = {
    Prefix,
    ...(rule.TagFilters && { Tags: rule.TagFilters }),
    ...(rule.ObjectSizeGreaterThan !== undefined && { ObjectSizeGreaterThan: rule.ObjectSizeGreaterThan }),
    ...(rule.ObjectSizeLessThan !== undefined && { ObjectSizeLessThan: rule.ObjectSizeLessThan }),
  };
  return Object.keys(And).length > 1 ? { And } : { Prefix };
}

function expiration(rule: LifecycleRuleProperties): Pick<LifecycleRule, 'Expiration'> {
  if (rule.ExpirationInDays !== undefined) return { Expiration: { Days: rule.ExpirationInDays } };
  if (rule.ExpirationDate !== undefined) return { Expiration: { Date: new Date(rule.ExpirationDate) } };
  if (rule.ExpiredObjectDeleteMarker === undefined) return {};
  return { Expiration: { ExpiredObjectDeleteMarker: rule.ExpiredObjectDeleteMarker } };
}

function transitions(rule: LifecycleRuleProperties): Pick<LifecycleRule, 'Transitions'> {
  const all = [...(rule.Transitions ?? []), ...(rule.Transition ? [rule.Transition] : [])];
  const Transitions = all.map(
    (transition): Transition => ({
      StorageClass: transition.StorageClass,
      ...(transition.TransitionInDays !== undefined && { Days: transition.TransitionInDays }),
      ...(transition.TransitionDate !== undefined && { Date: new Date(transition.TransitionDate) }),
    }),
  );
  return Transitions.length > 0 ? { Transitions } : {};
}

function noncurrent(
  rule: LifecycleRuleProperties,
): Pick<LifecycleRule, 'NoncurrentVersionExpiration' | 'NoncurrentVersionTransitions'> {
  const days = rule.NoncurrentVersionExpirationInDays;
  const expires = rule.NoncurrentVersionExpiration ?? (days === undefined ? undefined : { NoncurrentDays: days });
  const single = rule.NoncurrentVersionTransition;
  const moves = [...(rule.NoncurrentVersionTransitions ?? []), ...(single ? [single] : [])];
  return {
    ...(expires && { NoncurrentVersionExpiration: expires }),
    ...(moves.length > 0 && {
      NoncurrentVersionTransitions: moves.map(({ TransitionInDays, ...move }) => ({
        ...move,
        NoncurrentDays: TransitionInDays,
      })),
    }),
  };
}
