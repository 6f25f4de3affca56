import { operation } from '../../../kernel/operation.ts';
import type { Athena } from '../athena.ts';
import { required } from '../error.ts';

export const untagResource = ({ store }: Athena) =>
  operation('athena', 'UntagResource', {
    permissions: (input) => [{ action: 'athena:UntagResource', resource: input.ResourceARN ?? '' }],
    handle(input) {
      const arn = required(input.ResourceARN, 'resourceARN');
      const gone = new Set(required(input.TagKeys, 'tagKeys'));
      const left = Object.entries(store.tags.get(arn) ?? {}).filter(([key]) => !gone.has(key));
      store.tags.put(arn, Object.fromEntries(left));
      return {};
    },
  });
