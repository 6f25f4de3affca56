import type { ResultConfiguration, ResultConfigurationUpdates } from '@aws-sdk/client-athena';
import { notCovered } from '../../kernel/error.ts';
import { invalidRequest } from './error.ts';

/** What a ResultConfiguration says beside the location. Nothing is encrypted on this disk; GetQueryExecution and GetWorkGroup give it back. */
export type ResultSettings = {
  readonly encryption?: { readonly option: 'SSE_S3' | 'SSE_KMS'; readonly kmsKey?: string } | undefined;
  readonly bucketOwner?: string | undefined;
  readonly acl?: 'BUCKET_OWNER_FULL_CONTROL' | undefined;
};

/** Throws InvalidRequestException for what AWS refuses, and refuses client-side encryption by name. */
export function readResultSettings(configuration: ResultConfiguration = {}): ResultSettings {
  return {
    encryption: encryptionOf(configuration.EncryptionConfiguration),
    bucketOwner: ownerOf(configuration.ExpectedBucketOwner),
    acl: aclOf(configuration.AclConfiguration),
  };
}

/** Settings after an update; what it does not name stays. */
export function changedResultSettings(
  settings: ResultSettings,
  updates: ResultConfigurationUpdates = {},
): ResultSettings {
  const named = readResultSettings(updates);
  return {
    encryption: updates.RemoveEncryptionConfiguration ? undefined : (named.encryption ?? settings.encryption),
    bucketOwner: updates.RemoveExpectedBucketOwner ? undefined : (named.bucketOwner ?? settings.bucketOwner),
    acl: updates.RemoveAclConfiguration ? undefined : (named.acl ?? settings.acl),
  };
}

export function describeResultSettings({ encryption, bucketOwner, acl }: ResultSettings): ResultConfiguration {
  return {
    ...(encryption && {
      EncryptionConfiguration: {
        EncryptionOption: encryption.option,
        ...(encryption.kmsKey === undefined ? {} : { KmsKey: encryption.kmsKey }),
      },
    }),
    ...(bucketOwner === undefined ? {} : { ExpectedBucketOwner: bucketOwner }),
    ...(acl === undefined ? {} : { AclConfiguration: { S3AclOption: acl } }),
  };
}

function encryptionOf(given: ResultConfiguration['EncryptionConfiguration']): ResultSettings['encryption'] {
  if (!given) return undefined;
  const { EncryptionOption: option, KmsKey: kmsKey } = given;
  if (option === 'CSE_KMS') throw notCovered('client-side encrypted results');
  if (option !== 'SSE_S3' && option !== 'SSE_KMS')
    throw invalidRequest(`EncryptionOption ${option} must be SSE_S3, SSE_KMS or CSE_KMS`);
  if ((option === 'SSE_KMS') !== (kmsKey !== undefined))
    throw invalidRequest(`KmsKey ${option === 'SSE_KMS' ? 'is required for' : 'must not be given with'} ${option}`);
  return { option, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

function ownerOf(owner: string | undefined): string | undefined {
  if (owner !== undefined && !/^\d{12}$/.test(owner))
    throw invalidRequest(
      "1 validation error detected: Value at 'resultConfiguration.expectedBucketOwner' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9]+$",
    );
  return owner;
}

function aclOf(given: ResultConfiguration['AclConfiguration']): ResultSettings['acl'] {
  if (!given) return undefined;
  if (given.S3AclOption !== 'BUCKET_OWNER_FULL_CONTROL')
    throw invalidRequest(`S3AclOption ${given.S3AclOption} must be BUCKET_OWNER_FULL_CONTROL`);
  return given.S3AclOption;
}
