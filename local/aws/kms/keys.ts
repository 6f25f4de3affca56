import { randomUUID } from 'node:crypto';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError, notCovered } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { checkKeyPolicy, defaultKeyPolicy } from './key-policy.ts';
import { type Key, type KmsStore, keyArn } from './store.ts';

type KeyInput = { readonly KeyId?: string | undefined };

/** A permission on the key that the input names; of one that is not there, on what was named. */
export const onKey =
  (store: KmsStore, action: string) =>
  ({ KeyId = '' }: KeyInput, { cloud }: Context) => [
    { action: `kms:${action}`, resource: keyArn(cloud, store.find(KeyId)) },
  ];

const dayMs = 86_400_000;

export const createKey = (store: KmsStore) =>
  operation('kms', 'CreateKey', {
    permissions: () => [{ action: 'kms:CreateKey', resource: '*' }],
    handle(input, { cloud, caller }) {
      const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT', Origin = 'AWS_KMS' } = input;
      if (KeySpec !== 'SYMMETRIC_DEFAULT' || KeyUsage !== 'ENCRYPT_DECRYPT')
        throw notCovered(`KMS keys of ${KeySpec} for ${KeyUsage}`);
      if (Origin !== 'AWS_KMS' || input.MultiRegion === true) throw notCovered('KMS keys of other origins or Regions');
      const id = randomUUID();
      const policy = input.Policy ?? defaultKeyPolicy(cloud);
      checkKeyPolicy(policy, caller, cloud, keyArn(cloud, { id }));
      const key: Key = {
        id,
        description: input.Description ?? '',
        policy,
        created: cloud.clock.now(),
        enabled: true,
        rotates: false,
        manager: 'CUSTOMER',
        tags: Object.fromEntries((input.Tags ?? []).map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue])),
      };
      store.keys.put(id, key);
      return { KeyMetadata: describe(cloud, key) };
    },
  });

export const describeKey = (store: KmsStore) =>
  operation('kms', 'DescribeKey', {
    permissions: onKey(store, 'DescribeKey'),
    handle: ({ KeyId }, { cloud }) => ({ KeyMetadata: describe(cloud, store.find(KeyId)) }),
  });

export const listKeys = (store: KmsStore) =>
  operation('kms', 'ListKeys', {
    permissions: () => [{ action: 'kms:ListKeys', resource: '*' }],
    handle: (_input, { cloud }) => ({
      Keys: [...store.keys.values()].map((key) => ({ KeyId: key.id, KeyArn: keyArn(cloud, key) })),
      Truncated: false,
    }),
  });

export const scheduleKeyDeletion = (store: KmsStore) =>
  operation('kms', 'ScheduleKeyDeletion', {
    permissions: onKey(store, 'ScheduleKeyDeletion'),
    handle({ KeyId, PendingWindowInDays = 30 }, { cloud }) {
      const key = store.find(KeyId);
      if (PendingWindowInDays < 7 || PendingWindowInDays > 30)
        throw new AwsError('ValidationException', 'PendingWindowInDays must be between 7 and 30 days');
      if (key.deletionAt !== undefined)
        throw new AwsError('KMSInvalidStateException', `${keyArn(cloud, key)} is pending deletion.`);
      const deletionAt = cloud.clock.now() + PendingWindowInDays * dayMs;
      store.keys.put(key.id, { ...key, enabled: false, deletionAt });
      return {
        KeyId: keyArn(cloud, key),
        DeletionDate: new Date(deletionAt),
        KeyState: 'PendingDeletion' as const,
        PendingWindowInDays,
      };
    },
  });

export const cancelKeyDeletion = (store: KmsStore) =>
  operation('kms', 'CancelKeyDeletion', {
    permissions: onKey(store, 'CancelKeyDeletion'),
    handle({ KeyId }, { cloud }) {
      const { deletionAt, ...key } = store.find(KeyId);
      if (deletionAt === undefined)
        throw new AwsError('KMSInvalidStateException', `${keyArn(cloud, key)} is not pending deletion.`);
      store.keys.put(key.id, key);
      return { KeyId: keyArn(cloud, key) };
    },
  });

function describe(cloud: Cloud, key: Key): KeyMetadata {
  const enabledState = key.enabled ? 'Enabled' : 'Disabled';
  return {
    AWSAccountId: cloud.account,
    KeyId: key.id,
    Arn: keyArn(cloud, key),
    CreationDate: new Date(key.created),
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.deletionAt === undefined ? enabledState : 'PendingDeletion',
    ...(key.deletionAt !== undefined && { DeletionDate: new Date(key.deletionAt) }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}
