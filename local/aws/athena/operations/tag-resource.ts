import { operation } from '../../../kernel/operation.ts';
import type { Athena } from '../athena.ts';
import { required } from '../error.ts';
import { writeTags } from '../tags.ts';

export const tagResource = ({ store }: Athena) =>
  operation('athena', 'TagResource', {
    permissions: (input) => [{ action: 'athena:TagResource', resource: input.ResourceARN ?? '' }],
    handle(input) {
      writeTags(store, required(input.ResourceARN, 'resourceARN'), required(input.Tags, 'tags'));
      return {};
    },
  });
