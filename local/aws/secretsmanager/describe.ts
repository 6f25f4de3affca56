import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import type { Secret } from './store.ts';

/** What DescribeSecret and ListSecrets have in common. */
export function describeSecret(secret: Secret): SecretListEntry {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    ...(secret.deletionAt !== undefined && { DeletedDate: new Date(secret.deletionAt) }),
    Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

export function stagesByVersion(secret: Secret): Record<string, string[]> {
  return Object.fromEntries(secret.versions.map(({ id, stages }) => [id, [...stages]]));
}
