import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './aliases.ts';
import { getKeyPolicy, getKeyRotationStatus, keySwitches, putKeyPolicy, updateKeyDescription } from './key-settings.ts';
import { cancelKeyDeletion, createKey, describeKey, listKeys, scheduleKeyDeletion } from './keys.ts';
import { aliasResource } from './resources/alias.ts';
import { keyResource } from './resources/key.ts';
import { openKmsStore } from './store.ts';
import { listResourceTags, tagResource, untagResource } from './tags.ts';

const makers = [
  cancelKeyDeletion,
  createAlias,
  createKey,
  deleteAlias,
  describeKey,
  getKeyPolicy,
  getKeyRotationStatus,
  listAliases,
  listKeys,
  listResourceTags,
  putKeyPolicy,
  scheduleKeyDeletion,
  tagResource,
  untagResource,
  updateAlias,
  updateKeyDescription,
];

/** AWS KMS as far as permissions go: keys with their policies, and aliases. Data is encrypted by nobody here. */
export function createKms(cloud: Cloud): Service {
  const store = openKmsStore(cloud);
  return {
    name: 'kms',
    operations: [...makers.map((make) => make(store)), ...keySwitches(store)],
    resources: [keyResource, aliasResource],
    resourcePolicy: (arn) => store.keys.get(arn.slice(arn.indexOf('key/') + 4))?.policy,
  };
}
