import type { Tag } from '@aws-sdk/client-eventbridge';
import { operation } from '../../kernel/operation.ts';
import type { Events } from './events.ts';
import { busNotFound } from './fault.ts';

type Tagged = { readonly tags: readonly Tag[]; put(tags: readonly Tag[]): void };

const onArn =
  (action: string) =>
  ({ ResourceARN }: { readonly ResourceARN?: string | undefined }) => [
    { action: `events:${action}`, resource: ResourceARN ?? '' },
  ];

export const tagResource = (events: Events) =>
  operation('events', 'TagResource', {
    permissions: onArn('TagResource'),
    handle(input) {
      const resource = find(events, input.ResourceARN ?? '');
      const byKey = new Map([...resource.tags, ...(input.Tags ?? [])].map((tag) => [tag.Key, tag]));
      resource.put([...byKey.values()]);
      return {};
    },
  });

export const untagResource = (events: Events) =>
  operation('events', 'UntagResource', {
    permissions: onArn('UntagResource'),
    handle(input) {
      const resource = find(events, input.ResourceARN ?? '');
      const gone = new Set(input.TagKeys ?? []);
      resource.put(resource.tags.filter(({ Key }) => !gone.has(Key ?? '')));
      return {};
    },
  });

export const listTagsForResource = (events: Events) =>
  operation('events', 'ListTagsForResource', {
    permissions: onArn('ListTagsForResource'),
    handle: (input) => ({ Tags: [...find(events, input.ResourceARN ?? '').tags] }),
  });

function find(events: Events, arn: string): Tagged {
  const rule = [...events.store.rules()].find((each) => events.store.ruleArn(each) === arn);
  if (rule) return { tags: rule.tags, put: (tags) => events.store.putRule({ ...rule, tags }) };
  const bus = [...events.store.buses.values()].find(({ name }) => events.store.busArn(name) === arn);
  if (!bus) throw busNotFound(arn);
  return { tags: bus.tags, put: (tags) => events.store.putBus({ ...bus, tags }) };
}
