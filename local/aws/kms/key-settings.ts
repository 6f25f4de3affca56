import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkKeyPolicy } from './key-policy.ts';
import { onKey } from './keys.ts';
import { type Key, type KmsStore, keyArn } from './store.ts';

export const getKeyPolicy = (store: KmsStore) =>
  operation('kms', 'GetKeyPolicy', {
    permissions: onKey(store, 'GetKeyPolicy'),
    handle: ({ KeyId }) => ({ Policy: store.find(KeyId).policy, PolicyName: 'default' }),
  });

export const putKeyPolicy = (store: KmsStore) =>
  operation('kms', 'PutKeyPolicy', {
    permissions: onKey(store, 'PutKeyPolicy'),
    handle({ KeyId, Policy = '', BypassPolicyLockoutSafetyCheck }, { cloud, caller }) {
      const key = changeable(store.find(KeyId));
      if (BypassPolicyLockoutSafetyCheck !== true) checkKeyPolicy(Policy, caller, cloud, keyArn(cloud, key));
      store.keys.put(key.id, { ...key, policy: Policy });
      return {};
    },
  });

/** The operations that only switch something of a key. */
export function keySwitches(store: KmsStore): readonly Operation[] {
  return [
    changing(store, 'EnableKey', () => ({ enabled: true })),
    changing(store, 'DisableKey', () => ({ enabled: false })),
    changing(store, 'EnableKeyRotation', () => ({ rotates: true })),
    changing(store, 'DisableKeyRotation', () => ({ rotates: false })),
  ];
}

function changing(
  store: KmsStore,
  name: 'EnableKey' | 'DisableKey' | 'EnableKeyRotation' | 'DisableKeyRotation',
  change: () => Partial<Key>,
): Operation {
  return operation('kms', name, {
    permissions: onKey(store, name),
    handle({ KeyId }, { cloud }) {
      const key = changeable(store.find(KeyId));
      if (key.deletionAt !== undefined)
        throw new AwsError('KMSInvalidStateException', `${keyArn(cloud, key)} is pending deletion.`);
      store.keys.put(key.id, { ...key, ...change() });
      return {};
    },
  });
}

export const getKeyRotationStatus = (store: KmsStore) =>
  operation('kms', 'GetKeyRotationStatus', {
    permissions: onKey(store, 'GetKeyRotationStatus'),
    handle: ({ KeyId }) => ({ KeyRotationEnabled: store.find(KeyId).rotates }),
  });

export const updateKeyDescription = (store: KmsStore) =>
  operation('kms', 'UpdateKeyDescription', {
    permissions: onKey(store, 'UpdateKeyDescription'),
    handle({ KeyId, Description = '' }) {
      const key = changeable(store.find(KeyId));
      store.keys.put(key.id, { ...key, description: Description });
      return {};
    },
  });

/** AWS's own keys are nobody's to change. */
function changeable(key: Key): Key {
  if (key.manager === 'AWS')
    throw new AwsError('UnsupportedOperationException', 'An AWS managed key cannot be changed.');
  return key;
}
