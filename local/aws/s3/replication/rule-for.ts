import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { BucketRecord, ObjectVersion } from '../record.ts';

/** The rule by which a version is replicated, the one of the highest priority where several are for it; undefined for none. */
export function ruleFor(
  { replication, versioning }: Pick<BucketRecord, 'replication' | 'versioning'>,
  version: ObjectVersion,
): ReplicationRule | undefined {
  if (replication === undefined || versioning !== 'Enabled') return undefined;
  return (replication.Rules ?? [])
    .filter((rule) => rule.Status === 'Enabled' && isFor(rule, version))
    .toSorted((a, b) => (b.Priority ?? 0) - (a.Priority ?? 0))[0];
}

function isFor(rule: ReplicationRule, version: ObjectVersion): boolean {
  const { Filter } = rule;
  const prefix = Filter?.And?.Prefix ?? Filter?.Prefix ?? rule.Prefix ?? '';
  const Tags = Filter?.And?.Tags ?? (Filter?.Tag ? [Filter.Tag] : []);
  if (!version.key.startsWith(prefix)) return false;
  // Rules without a Filter are of the first version of the schema, by which delete markers are always replicated
  if (version.deleteMarker)
    return Tags.length === 0 && (Filter === undefined || rule.DeleteMarkerReplication?.Status === 'Enabled');
  // Without SourceSelectionCriteria nothing that a KMS key encrypts is replicated
  if (version.encryption.algorithm !== 'AES256') return false;
  return Tags.every((tag) => version.tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value));
}
