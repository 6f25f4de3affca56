import { operation } from '../../kernel/operation.ts';
import { onKey } from './keys.ts';
import type { KmsStore } from './store.ts';

export const tagResource = (store: KmsStore) =>
  operation('kms', 'TagResource', {
    permissions: onKey(store, 'TagResource'),
    handle({ KeyId, Tags = [] }) {
      const key = store.find(KeyId);
      const given = Object.fromEntries(Tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
      store.keys.put(key.id, { ...key, tags: { ...key.tags, ...given } });
      return {};
    },
  });

export const untagResource = (store: KmsStore) =>
  operation('kms', 'UntagResource', {
    permissions: onKey(store, 'UntagResource'),
    handle({ KeyId, TagKeys = [] }) {
      const key = store.find(KeyId);
      const tags = Object.fromEntries(Object.entries(key.tags).filter(([name]) => !TagKeys.includes(name)));
      store.keys.put(key.id, { ...key, tags });
      return {};
    },
  });

export const listResourceTags = (store: KmsStore) =>
  operation('kms', 'ListResourceTags', {
    permissions: onKey(store, 'ListResourceTags'),
    handle: ({ KeyId }) => ({
      Tags: Object.entries(store.find(KeyId).tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      Truncated: false,
    }),
  });
