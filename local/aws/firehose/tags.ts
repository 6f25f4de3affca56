import { type Operation, operation } from '../../kernel/operation.ts';
import type { FirehoseParts } from './parts.ts';
import { requireStream, streamArn } from './store.ts';

export function tagDeliveryStream({ store }: FirehoseParts): Operation {
  return operation('firehose', 'TagDeliveryStream', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:TagDeliveryStream', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle({ DeliveryStreamName, Tags = [] }, { cloud }) {
      const stream = requireStream(store, cloud, DeliveryStreamName);
      const added = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      store.streams.put(stream.name, { ...stream, tags: { ...stream.tags, ...added } });
      return {};
    },
  });
}

export function listTagsForDeliveryStream({ store }: FirehoseParts): Operation {
  return operation('firehose', 'ListTagsForDeliveryStream', {
    permissions: ({ DeliveryStreamName }, { cloud }) => [
      { action: 'firehose:ListTagsForDeliveryStream', resource: streamArn(cloud, DeliveryStreamName ?? '') },
    ],
    handle({ DeliveryStreamName }, { cloud }) {
      const { tags } = requireStream(store, cloud, DeliveryStreamName);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), HasMoreTags: false };
    },
  });
}
