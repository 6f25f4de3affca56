import { type Operation, operation } from '../../kernel/operation.ts';
import type { LogParts } from './parts.ts';
import { requireGroup } from './store.ts';

export function tagResource({ store }: LogParts): Operation {
  return operation('logs', 'TagResource', {
    permissions: ({ resourceArn }) => [{ action: 'logs:TagResource', resource: resourceArn ?? '' }],
    handle({ resourceArn, tags }) {
      const group = requireGroup(store, resourceArn);
      store.groups.put(group.name, { ...group, tags: { ...group.tags, ...tags } });
      return {};
    },
  });
}

export function untagResource({ store }: LogParts): Operation {
  return operation('logs', 'UntagResource', {
    permissions: ({ resourceArn }) => [{ action: 'logs:UntagResource', resource: resourceArn ?? '' }],
    handle({ resourceArn, tagKeys = [] }) {
      const group = requireGroup(store, resourceArn);
      const kept = Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key));
      store.groups.put(group.name, { ...group, tags: Object.fromEntries(kept) });
      return {};
    },
  });
}

export function listTagsForResource({ store }: LogParts): Operation {
  return operation('logs', 'ListTagsForResource', {
    permissions: ({ resourceArn }) => [{ action: 'logs:ListTagsForResource', resource: resourceArn ?? '' }],
    handle: ({ resourceArn }) => ({ tags: { ...requireGroup(store, resourceArn).tags } }),
  });
}
