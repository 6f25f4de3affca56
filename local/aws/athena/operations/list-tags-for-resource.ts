import { operation } from '../../../kernel/operation.ts';
import type { Athena } from '../athena.ts';
import { required } from '../error.ts';

export const listTagsForResource = ({ store }: Athena) =>
  operation('athena', 'ListTagsForResource', {
    permissions: (input) => [{ action: 'athena:ListTagsForResource', resource: input.ResourceARN ?? '' }],
    handle(input) {
      const tags = store.tags.get(required(input.ResourceARN, 'resourceARN')) ?? {};
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  });
