import { type Operation, operation } from '../../kernel/operation.ts';
import { invalidArgument, type KinesisStore, requireStream, type Stream, streamArn } from './store.ts';

const maxTags = 50;

export function addTagsToStream(store: KinesisStore): Operation {
  return operation('kinesis', 'AddTagsToStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:AddTagsToStream', resource: streamArn(cloud, input) }],
    handle: (input, { cloud }) => add(store, requireStream(store, cloud, input), input.Tags),
  });
}

export function tagResource(store: KinesisStore): Operation {
  return operation('kinesis', 'TagResource', {
    permissions: ({ ResourceARN = '' }) => [{ action: 'kinesis:TagResource', resource: ResourceARN }],
    handle: ({ ResourceARN, Tags }, { cloud }) =>
      add(store, requireStream(store, cloud, { StreamARN: ResourceARN }), Tags),
  });
}

export function removeTagsFromStream(store: KinesisStore): Operation {
  return operation('kinesis', 'RemoveTagsFromStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:RemoveTagsFromStream', resource: streamArn(cloud, input) }],
    handle: (input, { cloud }) => remove(store, requireStream(store, cloud, input), input.TagKeys),
  });
}

export function untagResource(store: KinesisStore): Operation {
  return operation('kinesis', 'UntagResource', {
    permissions: ({ ResourceARN = '' }) => [{ action: 'kinesis:UntagResource', resource: ResourceARN }],
    handle: ({ ResourceARN, TagKeys }, { cloud }) =>
      remove(store, requireStream(store, cloud, { StreamARN: ResourceARN }), TagKeys),
  });
}

export function listTagsForStream(store: KinesisStore): Operation {
  return operation('kinesis', 'ListTagsForStream', {
    permissions: (input, { cloud }) => [{ action: 'kinesis:ListTagsForStream', resource: streamArn(cloud, input) }],
    handle(input, { cloud }) {
      const after = input.ExclusiveStartTagKey ?? '';
      const left = tagsOf(requireStream(store, cloud, input)).filter(({ Key }) => Key > after);
      const found = left.slice(0, input.Limit ?? maxTags);
      return { Tags: found, HasMoreTags: left.length > found.length };
    },
  });
}

export function listTagsForResource(store: KinesisStore): Operation {
  return operation('kinesis', 'ListTagsForResource', {
    permissions: ({ ResourceARN = '' }) => [{ action: 'kinesis:ListTagsForResource', resource: ResourceARN }],
    handle: ({ ResourceARN }, { cloud }) => ({
      Tags: tagsOf(requireStream(store, cloud, { StreamARN: ResourceARN })),
    }),
  });
}

function add(store: KinesisStore, stream: Stream, more: Readonly<Record<string, string>> = {}): Record<never, never> {
  const tags = { ...stream.tags, ...more };
  if (Object.keys(tags).length > maxTags)
    throw invalidArgument(`Failed to add tags to stream ${stream.name} because it would exceed ${maxTags} tags.`);
  store.streams.put(stream.name, { ...stream, tags });
  return {};
}

function remove(store: KinesisStore, stream: Stream, keys: readonly string[] = []): Record<never, never> {
  const tags = Object.fromEntries(Object.entries(stream.tags).filter(([key]) => !keys.includes(key)));
  store.streams.put(stream.name, { ...stream, tags });
  return {};
}

function tagsOf({ tags }: Stream): { Key: string; Value: string }[] {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}
