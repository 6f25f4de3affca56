import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { on, type Sns } from './sns.ts';

const maxTags = 50;

const onResource =
  (action: string) =>
  ({ ResourceArn }: { readonly ResourceArn?: string | undefined }) =>
    on(action, ResourceArn);

function tagged({ store }: Sns, arn: string | undefined) {
  const topic = store.topics.get(arn ?? '');
  if (topic === undefined) throw new AwsError('ResourceNotFound', 'Resource does not exist', 404);
  return topic;
}

export const tagResource = (sns: Sns) =>
  operation('sns', 'TagResource', {
    permissions: onResource('TagResource'),
    handle({ ResourceArn, Tags = [] }) {
      const topic = tagged(sns, ResourceArn);
      const given = Tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);
      const tags = { ...topic.tags, ...Object.fromEntries(given) };
      if (Object.keys(tags).length > maxTags)
        throw new AwsError('TagLimitExceeded', `Could not complete request: tag quota of per resource exceeded`);
      sns.store.topics.put(topic.arn, { ...topic, tags });
      return {};
    },
  });

export const untagResource = (sns: Sns) =>
  operation('sns', 'UntagResource', {
    permissions: onResource('UntagResource'),
    handle({ ResourceArn, TagKeys = [] }) {
      const topic = tagged(sns, ResourceArn);
      const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key)));
      sns.store.topics.put(topic.arn, { ...topic, tags });
      return {};
    },
  });

export const listTagsForResource = (sns: Sns) =>
  operation('sns', 'ListTagsForResource', {
    permissions: onResource('ListTagsForResource'),
    handle: ({ ResourceArn }) => ({
      Tags: Object.entries(tagged(sns, ResourceArn).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  });
